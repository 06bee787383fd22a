using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Blockstores;

/// <summary>The rules of ref-fvm's buffered store (release/v3, fvm/src/blockstore/buffered.rs).</summary>
public sealed class BufferedBlockstoreTests
{
    private readonly MemoryBlockstore _inner = new();
    private readonly BufferedBlockstore _store;

    public BufferedBlockstoreTests() => _store = new BufferedBlockstore(_inner);

    [Fact]
    public void ReadsThroughAndWritesOnlyOnFlush()
    {
        Cid below = _inner.PutDagCbor(new byte[] { 0x01 });
        Cid above = _store.PutDagCbor(new byte[] { 0x02 });
        Assert.True(_store.Has(below) && _store.Has(above) && !_inner.Has(above));
        Assert.Equal([0x01], _store.Get(below).ToArray());

        _store.Flush(above);
        Assert.True(_inner.Has(above) && _store.Has(above));
        Assert.Equal(0, _store.BufferedCount);
    }

    // The reference's test buffered_store_with_links.
    [Fact]
    public void FlushesWhatTheRootReachesAndNothingElse()
    {
        Cid array = Put(w => w.WriteArrayHeader(2), w => w.WriteText("value"), w => w.WriteUInt64(8));
        Cid identity = Cid.Create(Multicodec.Cbor, Multicodec.Identity, [0]);
        Cid sealedSector = Cid.Create(Multicodec.FilCommitmentSealed, Multicodec.PoseidonBls12_381A2Fc1, new byte[32]);
        Cid unsealed = Cid.Create(Multicodec.FilCommitmentUnsealed, Multicodec.Sha2_256Trunc254Padded, new byte[32]);
        Cid obj = PutLinks(array, sealedSector, unsealed, identity);
        Cid root = PutLinks(obj);
        Cid unconnected = Put(w => w.WriteUInt64(27));

        _store.Flush(root);
        Assert.Equal(new[] { array, obj, root }.Order(), _inner.Cids.Order());
        Assert.True(_store.Has(unconnected) && !_inner.Has(unconnected));
        Assert.Equal(1, _store.BufferedCount);
    }

    [Fact]
    public void AMissingBlockCountsAsStoredWithAllBelowIt()
    {
        Cid leaf = Put(w => w.WriteUInt64(1));
        Cid middle = Cid.ForBlock(Multicodec.DagCbor, LinksBlock(leaf));
        _store.Flush(PutLinks(middle));
        Assert.False(_inner.Has(leaf));
    }

    [Fact]
    public void LinksAreSoughtInDagCborOnly()
    {
        Cid leaf = Put(w => w.WriteUInt64(1));
        Cid asCbor = _store.Put(Multicodec.Cbor, LinksBlock(leaf));
        Cid asRaw = _store.Put(Multicodec.Raw, LinksBlock(leaf));
        _store.Flush(PutLinks(asCbor, asRaw));
        Assert.True(_inner.Has(asCbor) && _inner.Has(asRaw) && !_inner.Has(leaf));
    }

    [Fact]
    public void IdentityCidsAreWalkedInPlace()
    {
        // A link inside an identity CID inside a block: 42 bytes of link fit into 64.
        Cid leaf = Put(w => w.WriteUInt64(1));
        Cid inline = Cid.Create(Multicodec.DagCbor, Multicodec.Identity, LinksBlock(leaf));
        Cid rawInline = Cid.Create(Multicodec.Raw, Multicodec.Identity, [0xff]);
        _store.Flush(PutLinks(inline, rawInline));
        Assert.True(_inner.Has(leaf));
        Assert.Equal(2, _inner.Count);

        Cid broken = Cid.Create(Multicodec.DagCbor, Multicodec.Identity, [0xff]);
        Assert.Throws<IpldException>(() => _store.Flush(broken));
    }

    [Fact]
    public void SharedBlocksAndLoopsOfNothingAreWrittenOnce()
    {
        Cid leaf = Put(w => w.WriteUInt64(1));
        Cid a = PutLinks(leaf, leaf);
        _store.Flush(PutLinks(a, a, leaf));
        Assert.Equal(3, _inner.Count);
    }

    public static TheoryData<string, Cid> Foreign => new()
    {
        { "codec dag-pb", Cid.CreateV0(new byte[32]) },
        { "codec dag-json", Cid.Create(0x0129, Multicodec.Blake2b256, new byte[32]) },
        { "hash sha2-256", Cid.Create(Multicodec.DagCbor, Multicodec.Sha2_256, new byte[32]) },
        { "blake2b-256 truncated", Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, new byte[20]) },
        { "identity of a foreign codec", Cid.Create(Multicodec.DagPb, Multicodec.Identity, []) },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void AForeignLinkFailsTheFlushAndWritesNothing(string what, Cid foreign)
    {
        Cid sibling = Put(w => w.WriteUInt64(1));
        Cid root = PutLinks(sibling, foreign);
        IpldException e = Assert.Throws<IpldException>(() => _store.Flush(root));
        Assert.Contains(foreign.ToString(), e.Message, StringComparison.Ordinal);
        Assert.True(_inner.Count == 0 && _store.BufferedCount == 2, what);
    }

    [Theory]
    [InlineData("00", true, "an integer")]
    [InlineData("0000", true, "bytes after the value")]
    [InlineData("61ff", true, "text that is not UTF-8")]
    [InlineData("c100", true, "a foreign tag")]
    [InlineData("f93c00", true, "half a float")]
    [InlineData("f7", true, "undefined")]
    [InlineData("1bffffffffffffffff", true, "a wide head")]
    [InlineData("a10102", true, "a map key that is no text")]
    [InlineData("a2616101616102", true, "a key twice")]
    [InlineData("bb8000000000000000", true, "2^63 entries: twice that is nothing in 64 bits")]
    [InlineData("d82a47000155000161ff", true, "bytes after a CID")]
    [InlineData("d9002a46000155000161", true, "tag 42 in two bytes")]
    [InlineData("", false, "nothing")]
    [InlineData("81", false, "an element missing")]
    [InlineData("4261", false, "a string cut short")]
    [InlineData("19ff", false, "a head cut short")]
    [InlineData("9f00ff", false, "an indefinite length")]
    [InlineData("1c", false, "a reserved head")]
    [InlineData("9bffffffffffffffff00", false, "more elements than bytes")]
    [InlineData("d82a00", false, "a link of an integer")]
    [InlineData("d82a4000", false, "a link of no bytes")]
    [InlineData("d82a4101", false, "a link without 0x00")]
    [InlineData("d82a4100", false, "a link without a CID")]
    [InlineData("d82a420001", false, "a link with half a CID")]
    [InlineData("d82a", false, "a link cut short")]
    public void TheWalkReadsHeadsOnly(string hex, bool accepted, string why)
    {
        Cid root = _store.PutDagCbor(Convert.FromHexString(hex));
        if (accepted)
            _store.Flush(root);
        else
            Assert.Throws<IpldException>(() => _store.Flush(root));

        Assert.True(accepted == _inner.Has(root), why);
    }

    [Fact]
    public void RandomGraphsFlushTheirReachablePart()
    {
        Random random = new(5);
        for (int round = 0; round < 50; round++)
        {
            MemoryBlockstore inner = new();
            BufferedBlockstore store = new(inner);
            List<(Cid Cid, HashSet<Cid> Reach)> nodes = [];
            for (int i = 0; i < 40; i++)
            {
                HashSet<Cid> reach = [];
                List<Cid> links = [];
                for (int n = random.Next(4); n > 0 && nodes.Count > 0; n--)
                {
                    (Cid cid, HashSet<Cid> below) = nodes[random.Next(nodes.Count)];
                    links.Add(cid);
                    reach.UnionWith(below);
                }

                byte[] block = [.. LinksBlock([.. links]), (byte)i]; // A byte after the value makes the block its own.
                Cid node = store.PutDagCbor(block);
                reach.Add(node);
                nodes.Add((node, reach));
            }

            (Cid root, HashSet<Cid> expected) = nodes[random.Next(nodes.Count)];
            store.Flush(root);
            Assert.Equal(expected.Order(), inner.Cids.Order());
            Assert.Equal(nodes.Count - expected.Count, store.BufferedCount);
        }
    }

    private Cid Put(params Action<CborWriter>[] parts)
    {
        CborWriter writer = new();
        foreach (Action<CborWriter> part in parts)
            part(writer);

        return _store.PutDagCbor(writer.ToArray());
    }

    private Cid PutLinks(params Cid[] links) => _store.PutDagCbor(LinksBlock(links));

    private static byte[] LinksBlock(params Cid[] links)
    {
        CborWriter writer = new();
        writer.WriteArrayHeader(links.Length);
        foreach (Cid link in links)
            writer.WriteCid(link);

        return writer.ToArray();
    }
}
