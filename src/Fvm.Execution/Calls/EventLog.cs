using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>The events of one message, in order of emission; a reverted call drops its own and those of the calls below it.</summary>
/// <param name="trace">The message's trace, or null.</param>
internal sealed class EventLog(List<ExecutionEvent>? trace = null)
{
    /// <summary>The bit width of the AMT whose root stands in the receipt (FIP-0049).</summary>
    private const int RootBitWidth = 5;

    private readonly Stack<int> transactions = new();
    private List<StampedEvent>? events;

    public IReadOnlyList<StampedEvent> Events => events ?? [];

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

    /// <summary>The events' root, null for none. The AMT's nodes are not made: the chain stores only the root.</summary>
    public Cid? Root() => events is { Count: > 0 } ? AmtRoot.Of(events, ChainEncoding.Codec<StampedEvent>(), RootBitWidth) : null;
}
