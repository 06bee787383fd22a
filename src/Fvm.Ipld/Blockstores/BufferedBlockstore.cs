using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld.Blockstores;

/// <summary>
/// Keeps new blocks in memory over another store, for one thread at a time. <see cref="Flush"/> moves what a root reaches to the inner
/// store, by the rules of ref-fvm (release/v3, fvm/src/blockstore/buffered.rs).
/// </summary>
/// <param name="inner">The store below, read when a block is not buffered and written by <see cref="Flush"/> only.</param>
/// <param name="memo">Where what is made of blocks is noted; null for nowhere.</param>
public sealed class BufferedBlockstore(IBlockstore inner, BlockMemo? memo = null) : INotingBlockstore
{
    private const int Blake2bLength = 32;

    private readonly IBlockstore _inner = inner;
    private readonly Dictionary<Cid, ReadOnlyMemory<byte>> _buffer = new(CidBytesComparer.Instance);

    /// <summary>The number of blocks that are buffered and not flushed.</summary>
    public int BufferedCount => _buffer.Count;

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block) => _buffer.TryGetValue(cid, out block) || _inner.TryGet(cid, out block);

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block, out BlockNotes? notes)
    {
        bool found = TryGet(cid, out block);
        notes = found ? memo?.Of(cid, block) : null;
        return found;
    }

    /// <inheritdoc/>
    public Cid Add(ulong codec, ReadOnlyMemory<byte> block, out BlockNotes? notes)
    {
        Cid cid = Cid.ForBlock(codec, block.Span);
        Put(cid, block);
        notes = memo?.Of(cid, block);
        return cid;
    }

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => _buffer[cid] = block;

    /// <inheritdoc/>
    public bool Has(Cid cid) => _buffer.ContainsKey(cid) || _inner.Has(cid);

    /// <summary>
    /// Writes the buffered blocks that are reachable from a root to the inner store and forgets them here. Unreachable ones stay
    /// buffered. A block that is not buffered counts as stored, with everything below it. Only dag-cbor blocks have links; sector
    /// commitments (0xf101, 0xf102) are passed over; identity CIDs are walked in place. When it fails nothing has been written.
    /// </summary>
    /// <exception cref="IpldException">
    /// A reachable CID has a codec other than raw, cbor and dag-cbor, or a hash other than whole blake2b-256 and identity, or a block
    /// cannot be walked.
    /// </exception>
    /// <remarks>Blocks are written children first and the root last, so that a store whose writer dies holds no block without what is below it.</remarks>
    public void Flush(Cid root)
    {
        ArgumentNullException.ThrowIfNull(root);
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in CollectReachable(root))
        {
            _inner.Put(cid, block);
            _buffer.Remove(cid);
        }
    }

    // Children before parents, the root last: whoever finds a block in the inner store finds everything below it, even if the process dies in between.
    private List<KeyValuePair<Cid, ReadOnlyMemory<byte>>> CollectReachable(Cid root)
    {
        List<KeyValuePair<Cid, ReadOnlyMemory<byte>>> reachable = [];
        HashSet<Cid> visited = [];
        List<Cid> links = [];
        var wanted = _buffer.GetAlternateLookup<ReadOnlySpan<byte>>();
        Stack<(Cid Cid, bool BelowIsDone)> pending = new();
        pending.Push((root, false));
        while (pending.TryPop(out var next))
        {
            Cid cid = next.Cid;
            if (next.BelowIsDone)
            {
                reachable.Add(new(cid, _buffer[cid]));
                continue;
            }

            if (!MustVisit(cid))
                continue;

            links.Clear();
            if (cid.IsIdentity)
            {
                if (cid.Codec == Multicodec.DagCbor)
                    DagCborLinks.Scan(cid.Digest, links);
            }
            else if (_buffer.TryGetValue(cid, out ReadOnlyMemory<byte> block) && visited.Add(cid))
            {
                pending.Push((cid, true));
                if (cid.Codec == Multicodec.DagCbor)
                    DagCborLinks.Scan(block.Span, links, wanted);
            }

            foreach (Cid link in links)
                pending.Push((link, false));
        }

        return reachable;
    }

    private static bool MustVisit(Cid cid)
    {
        switch (cid.Codec)
        {
            case Multicodec.FilCommitmentUnsealed or Multicodec.FilCommitmentSealed:
                return false;
            case Multicodec.Raw or Multicodec.Cbor or Multicodec.DagCbor:
                break;
            default:
                Throw($"CID {cid} has the unexpected codec 0x{cid.Codec:x}");
                break;
        }

        if (!cid.IsIdentity && (cid.MultihashCode != Multicodec.Blake2b256 || cid.Digest.Length != Blake2bLength))
            Throw($"CID {cid} has the unexpected multihash 0x{cid.MultihashCode:x} of {cid.Digest.Length} bytes");

        return true;
    }

    [DoesNotReturn]
    private static void Throw(string message) => throw new IpldException($"flush: {message}");
}
