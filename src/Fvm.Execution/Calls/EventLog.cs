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

    /// <summary>The events' root, null for none. The AMT's nodes are thrown away: the chain stores only the root.</summary>
    public Cid? Root()
    {
        if (events is not { Count: > 0 })
            return null;
        var amt = new Amt<StampedEvent>(NamingStore.Instance, ChainEncoding.Codec<StampedEvent>(), AmtLayout.V3, RootBitWidth);
        for (int i = 0; i < events.Count; i++)
            amt.Set((ulong)i, events[i]);
        return amt.Flush();
    }

    /// <summary>Names blocks and keeps none.</summary>
    private sealed class NamingStore : INotingBlockstore
    {
        public static NamingStore Instance { get; } = new();

        public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block) => TryGet(cid, out block, out _);

        public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block, out BlockNotes? notes)
        {
            block = default;
            notes = null;
            return false;
        }

        public Cid Add(ulong codec, ReadOnlyMemory<byte> block, out BlockNotes? notes)
        {
            notes = null;
            return Cid.ForBlock(codec, block.Span);
        }

        public void Put(Cid cid, ReadOnlyMemory<byte> block)
        {
        }

        public bool Has(Cid cid) => false;
    }
}
