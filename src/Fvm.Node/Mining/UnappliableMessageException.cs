using Fvm.Ipld;

namespace Fvm.Node.Mining;

/// <summary>
/// The machine cannot run a message: there is no receipt, not even of a failure (ref-fvm: an error of <c>execute_message</c> itself), such as for want of a block of the
/// state that preflight reads. The tipset that was to have it is not made.
/// </summary>
internal sealed class UnappliableMessageException(Cid message, Exception cause)
    : DevnetException($"the machine cannot run the message {message}: {cause.GetType().Name}: {cause.Message}", cause)
{
    /// <summary>The message's CID on chain.</summary>
    public Cid Cid { get; } = message;
}
