using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>The events of one message, in order of emission; a reverted call drops its own and those of the calls below it.</summary>
/// <param name="detail">What becomes of them.</param>
/// <param name="trace">The message's trace, or null.</param>
internal sealed class EventLog(EventDetail detail = EventDetail.Rooted, List<ExecutionEvent>? trace = null)
{
    /// <summary>The bit width of the AMT whose root stands in the receipt (FIP-0049).</summary>
    private const int RootBitWidth = 5;

    private readonly Stack<int> transactions = new();
    private List<StampedEvent>? events;

    public IReadOnlyList<StampedEvent> Events => events ?? [];

    /// <summary>Whether anybody sees them; else they need not be made.</summary>
    public bool IsKept => detail != EventDetail.Dropped || trace is not null;

    private int Count => events?.Count ?? 0;

    public void Append(StampedEvent stamped)
    {
        (events ??= []).Add(stamped);
        trace?.Add(new EventEmitted(stamped));
    }

    public void Begin() => transactions.Push(Count);

    public void End(bool revert)
    {
        int mark = transactions.Pop();
        if (revert)
            events?.RemoveRange(mark, events.Count - mark);
    }

    /// <summary>The events' root, null for none and where nobody asks for it. The AMT's nodes are not made: the chain stores only the root.</summary>
    public Cid? Root() => detail == EventDetail.Rooted && events is { Count: > 0 } ? AmtRoot.Of(events, ChainEncoding.Codec<StampedEvent>(), RootBitWidth) : null;
}
