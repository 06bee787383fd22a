using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// A built-in actor that is not written in C# yet: every method but 0, which is no call of code, exits with 22, and the trace says so. Its state is left alone.
/// </summary>
/// <param name="name">The actor's name in the manifest.</param>
internal sealed class OwedActor(string name) : IActorCode
{
    public ActorExit Invoke(IActorKernel kernel, uint parameters)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        kernel.Tracer?.Record(new ActorOwed(name));
        return new ActorExit(ActorExitKind.Exited, ExitCode.UsrUnhandledMessage, 0, $"the native {name} actor is owed: run the bundle", null);
    }
}
