using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>Nodes that must be refused, with the fault and the node named (ref-fvm ipld/hamt/src/node.rs, Node::load), and nodes that must not.</summary>
public sealed class HamtMalformedTests
{
    /// <summary>"LINK" stands for a link to a good leaf, "RAW" for one to a raw block.</summary>
    private const string Link = "LINK";

    private const string Raw = "RAW";

    private readonly CountingBlockstore _store = new();

    public static TheoryData<string, string> Refused => new()
    {
        { "80", "does not decode: ShapeMismatch at byte 0" },
        { "8340808000", "does not decode" },
        { "82408000", "does not decode: TrailingBytes" },
        { "824081", "does not decode" },
        { "828080", "does not decode: UnexpectedType" },
        { "824180", "does not decode" },
        { "82400181", "does not decode" },
        { "82410181a0", "does not decode" },
        { "82410181818341610101", "does not decode: ShapeMismatch" },
        { "8241018181826161" + "01", "does not decode: UnexpectedType" },
        { "8241018181824161" + "20", "does not decode" },
        { "825821" + "000000000000000000000000000000000000000000000000000000000000000001" + "80", "bitfield of 33 bytes" },
        { "82410380", "number of pointers (0) does not match the bitfield (2)" },
        { "8241038181824161", "does not decode" },
        { "82410381" + "8182416101", "number of pointers (1) does not match the bitfield (2)" },
        { "82410180", "number of pointers (0) does not match the bitfield (1)" },
        { "824081" + "8182416101", "number of pointers (1) does not match the bitfield (0)" },
        { "8245" + "01ffffffff" + "9821" + Many, "number of pointers (33) exceeds that allowed by the bit width (32)" },
        { "8241018180", "empty bucket" },
        { "82410181" + "84824161018241620182416301" + "82416401", "too many items in a bucket (4 > 3)" },
        { "82410181" + "82" + "82416201" + "82416101", "duplicate or unsorted keys" },
        { "82410181" + "82" + "82416101" + "82416101", "duplicate or unsorted keys" },
        { "82410181" + Raw, "child nodes must be DAG-CBOR, not codec 0x55" },
    };

    private const string One = "8182416101";

    private const string Many = One + One + One + One + One + One + One + One + One + One + One + One + One + One + One + One + One
        + One + One + One + One + One + One + One + One + One + One + One + One + One + One + One + One;

    [Theory]
    [MemberData(nameof(Refused))]
    public void AtTheRoot(string block, string fault)
    {
        var cid = Put(block);
        var error = Assert.Throws<IpldException>(() => Load(cid));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains(cid.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    [InlineData("824080", "a node below the root cannot have 0 pointers")]
    public void BelowTheRoot(string block, string fault)
    {
        var child = Put(block);
        var root = PutParent(child);
        foreach (var visit in (Action<Hamt<ulong>>[])[hamt => hamt.Entries().Count(), hamt => hamt.ForEachUncached((_, _) => { }), Touch])
        {
            var error = Assert.Throws<IpldException>(() => visit(Load(root)));
            Assert.Contains(fault, error.Message, StringComparison.Ordinal);
            Assert.Contains(child.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("824080", 0)]
    [InlineData("82420001" + "81" + One, 1)]
    [InlineData("82410181" + Link, 3)]
    [InlineData("8241018183" + "82416101" + "82416201" + "82416301", 3)]
    public void Accepted(string block, int count) => Assert.Equal(count, Load(Put(block)).Entries().Count());

    [Fact]
    public void ValuesAboveTheMinimumDataDepth()
    {
        var cid = Put("82410181" + One);
        var error = Assert.Throws<IpldException>(() => Load(cid, new HamtOptions(MinDataDepth: 1)));
        Assert.Contains("values not allowed above the minimum data depth (0 < 1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingBlocksAndForeignRoots()
    {
        var child = Put("82410181" + One);
        var root = PutParent(child);
        _store.Remove(child);
        var error = Assert.Throws<BlockNotFoundException>(() => Load(root).Entries().Count());
        Assert.Equal(child, error.Cid);
        _store.Remove(root);
        Assert.Equal(root, Assert.Throws<BlockNotFoundException>(() => Load(root)).Cid);
        var raw = Cid.ForBlock(Multicodec.Raw, [0x82, 0x40, 0x80]);
        _store.Put(raw, new byte[] { 0x82, 0x40, 0x80 });
        Assert.Contains("neither CBOR nor DAG-CBOR", Assert.Throws<IpldException>(() => Load(raw)).Message, StringComparison.Ordinal);
    }

    /// <summary>A child that no canonical writer leaves: one key below the root. Deleting it must not leave an empty node.</summary>
    [Fact]
    public void DeletingFromANonCanonicalNode()
    {
        var identity = new HamtOptions(Hash: HamtHash.Identity);
        var root = PutParent(Put("82410181" + "81" + "82" + "4100" + "01"));
        var error = Assert.Throws<IpldException>(() => Load(root, identity).Delete([0]));
        Assert.Contains("cannot have 0 pointers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EqualHashesExhaustTheKey()
    {
        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64, new HamtOptions(MaxBucket: 1, Hash: HamtHash.Identity));
        var key = new byte[33];
        hamt.Set(key, 1);
        key[32] = 1;
        Assert.Throws<IpldException>(() => hamt.Set(key, 2));
    }

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(9, 3, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(5, 3, -1)]
    public void OptionsHaveRanges(int bitWidth, int maxBucket, int minDataDepth) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new Hamt<ulong>(_store, CborCodecs.UInt64, new HamtOptions(bitWidth, maxBucket, minDataDepth)));

    /// <summary>A key for each of the 32 slots, so that one of them goes through the child.</summary>
    private static void Touch(Hamt<ulong> hamt)
    {
        for (var i = 0; i < 256; i++)
            hamt.SetIfAbsent([(byte)i], 1);
    }

    private Cid PutParent(Cid child)
    {
        var writer = new CborWriter();
        writer.WriteRaw([0x82, 0x41, 0x01, 0x81]);
        writer.WriteCid(child);
        return _store.PutDagCbor(writer.ToArray());
    }

    private Cid Put(string block) => _store.PutDagCbor(Convert.FromHexString(block
        .Replace(Link, LinkTo(Multicodec.DagCbor), StringComparison.Ordinal)
        .Replace(Raw, LinkTo(Multicodec.Raw), StringComparison.Ordinal)));

    private string LinkTo(ulong codec)
    {
        var leaf = Convert.FromHexString("8241018183" + "82416101" + "82416201" + "82416301");
        var cid = _store.Put(codec, leaf);
        var writer = new CborWriter();
        writer.WriteCid(cid);
        return Convert.ToHexString(writer.ToArray());
    }

    private Hamt<ulong> Load(Cid root, HamtOptions? options = null) => Hamt<ulong>.Load(_store, root, CborCodecs.UInt64, options);
}
