using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IDebugOps"/>
internal sealed class DebugOps(KernelFrame frame) : IDebugOps
{
    private const int MaxArtifactName = 256;

    public bool Enabled => frame.Machine.Context.ActorDebugging;

    public void Log(string message) => frame.Session.Record(new ActorLogged(frame.Receiver, message));

    public SyscallStatus StoreArtifact(string name, ReadOnlySpan<byte> data)
    {
        bool isPlain = name.Length != 0 && Encoding.UTF8.GetByteCount(name) <= MaxArtifactName && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal);
        if (!isPlain)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "illegal debug artifact name");
        frame.Session.Record(new ArtifactStored(frame.Receiver, name, data.ToArray()));
        return SyscallStatus.Ok;
    }
}
