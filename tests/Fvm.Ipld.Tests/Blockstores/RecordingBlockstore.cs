using Fvm.Ipld.Blockstores;

namespace Fvm.Ipld.Tests.Blockstores;

/// <summary>An empty store that remembers what was asked of it, in order.</summary>
/// <param name="memo">Where notes are kept; null for a store without any.</param>
internal sealed class RecordingBlockstore(BlockMemo? memo) : INotingBlockstore
{
    private readonly BufferedBlockstore inner = new(new MemoryBlockstore(), memo);

    /// <summary>"read CID" and "write CID".</summary>
    public List<string> Calls { get; } = [];

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block) => TryGet(cid, out block, out _);

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block, out BlockNotes? notes)
    {
        Calls.Add($"read {cid}");
        return inner.TryGet(cid, out block, out notes);
    }

    public Cid Add(ulong codec, ReadOnlyMemory<byte> block, out BlockNotes? notes)
    {
        Cid cid = inner.Add(codec, block, out notes);
        Calls.Add($"write {cid}");
        return cid;
    }

    public void Put(Cid cid, ReadOnlyMemory<byte> block) => throw new InvalidOperationException("the store names blocks itself");

    public bool Has(Cid cid) => inner.Has(cid);
}
