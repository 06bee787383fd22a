using System.Text;
using Fvm.Abi;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>Why a message failed: the cause, and the actors that exited with an error, innermost first. Never consensus.</summary>
internal sealed class Backtrace
{
    private List<string>? frames;
    private string? cause;

    public bool IsEmpty => frames is not { Count: > 0 } && cause is null;

    /// <summary>Begins anew with a cause: an actor that handled an error and then fails by another forgets the first.</summary>
    public void Begin(SyscallFailure failure)
    {
        frames?.Clear();
        cause = $"{failure.Module}::{failure.Name} -- {failure.Status.Detail} ({(uint)failure.Status.Error}: {failure.Status.Error})";
    }

    /// <summary>Sets the cause and keeps the frames.</summary>
    public void SetFatal(string message) => cause = $"[FATAL] {message}";

    public void Push(ActorId actor, ulong method, ExitCode code, string message) =>
        (frames ??= []).Add($"{actor} (method {method}) -- {message} ({code})");

    public void Clear()
    {
        frames?.Clear();
        cause = null;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (string frame in frames ?? [])
            text.AppendLine(frame);
        if (cause is not null)
            text.Append("--> caused by: ").AppendLine(cause);
        return text.ToString().TrimEnd();
    }
}
