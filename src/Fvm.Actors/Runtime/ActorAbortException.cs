using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// An actor gives up with an exit code: builtin-actors' <c>ActorError</c>. It unwinds to the boundary of the invocation (<see cref="NativeActor"/>), where
/// it becomes the end of the call; to keep or replace the code on the way, see <see cref="Abort"/>.
/// </summary>
public sealed class ActorAbortException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">The exit code. One below 16 belongs to the VM and comes out as 9.</param>
    /// <param name="message">Why, for people; never consensus.</param>
    /// <param name="data">What goes back to the caller with the code, or null.</param>
    public ActorAbortException(ExitCode code, string message, IpldBlock? data = null)
        : base(message)
    {
        Code = code;
        Block = data;
    }

    /// <summary>The exit code.</summary>
    public ExitCode Code { get; }

    /// <summary>What goes back to the caller with the code, or null.</summary>
    public IpldBlock? Block { get; }
}
