using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// Placeholders: what stands behind an f410 address that only received. Every method returns nothing, and asks for nothing, not even who calls. Source:
/// builtin-actors <c>actors/placeholder/src/lib.rs</c>.
/// </summary>
internal sealed class PlaceholderActor : IActorCode
{
    public ActorExit Invoke(IActorKernel kernel, uint parameters)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var gate = new SyscallGate(kernel, NativeSchedules.Placeholder);
        try
        {
            gate.ChargeInstance();
            gate.Work(gate.Schedule.Start);
            gate.Settle();
            gate.TellWork("Placeholder");
            return new ActorExit(ActorExitKind.Returned, ExitCode.Ok, 0, null, null);
        }
        catch (OutOfGasException)
        {
            return new ActorExit(ActorExitKind.OutOfGas, ExitCode.SysOutOfGas, 0, "out of gas", null);
        }
    }
}
