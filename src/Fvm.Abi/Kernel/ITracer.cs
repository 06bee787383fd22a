using Fvm.Abi.Tracing;

namespace Fvm.Abi.Kernel;

/// <summary>Where the binding of actor code writes what only it knows: syscalls and profiles. Nothing of it is consensus.</summary>
public interface ITracer
{
    /// <summary>Writes an event into the message's trace.</summary>
    /// <param name="happened">The event.</param>
    void Record(ExecutionEvent happened);
}
