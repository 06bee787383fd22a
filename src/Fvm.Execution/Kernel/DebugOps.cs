using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IDebugOps"/>
internal sealed class DebugOps(KernelFrame frame) : IDebugOps
{
    private const int MaxArtifactName = 256;

    public bool Enabled => frame.Machine.Context.ActorDebugging;

    public void Log(string message) => frame.Session.Record(new Abi.Tracing.ActorLogged(frame.Receiver, message));

    public SyscallStatus StoreArtifact(string name, ReadOnlySpan<byte> data)
    {
        if (name.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(name) > MaxArtifactName || name[0] == '.' || name.Contains('/', StringComparison.Ordinal))
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "illegal debug artifact name");
        frame.Session.Record(new Abi.Tracing.ArtifactStored(frame.Receiver, name, data.ToArray()));
        return SyscallStatus.Ok;
    }
}
