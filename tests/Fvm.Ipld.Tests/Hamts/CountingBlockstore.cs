namespace Fvm.Ipld.Tests.Hamts;

/// <summary>What a store was asked: the figures of ref-fvm's TrackingBlockstore, whose expectations the tests take over.</summary>
internal sealed record StoreUse(int Reads, int Writes, int BytesRead, int BytesWritten);

/// <summary>A store in memory that counts: every block that a container reads or writes costs an actor gas.</summary>
internal sealed class CountingBlockstore : IBlockstore
{
    private readonly Dictionary<Cid, ReadOnlyMemory<byte>> _blocks = [];

    public StoreUse Use { get; private set; } = new(0, 0, 0, 0);

    public void Reset() => Use = new(0, 0, 0, 0);

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        var found = _blocks.TryGetValue(cid, out block);
        Use = Use with { Reads = Use.Reads + 1, BytesRead = Use.BytesRead + block.Length };
        return found;
    }

    public void Put(Cid cid, ReadOnlyMemory<byte> block)
    {
        _blocks[cid] = block;
        Use = Use with { Writes = Use.Writes + 1, BytesWritten = Use.BytesWritten + block.Length };
    }

    public bool Has(Cid cid) => _blocks.ContainsKey(cid);

    public void Remove(Cid cid) => _blocks.Remove(cid);
}
