using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Tests.Hamts;

namespace Fvm.Ipld.Tests.Amts;

/// <summary>
/// Roots and nodes that must be refused, with the fault and the node named (ref-fvm ipld/amt/src/node.rs, expand; amt.rs,
/// load; go-amt-ipld node.go), and those that must not; and which blocks are read.
/// </summary>
public sealed class AmtMalformedTests
{
    /// <summary>"LINK" stands for a link to a good leaf of width 3.</summary>
    private const string Link = "LINK";

    private readonly CountingBlockstore _store = new();

    /// <summary>Nodes, refused at height 0 and, if the second fault is given, with that at height 1.</summary>
    public static TheoryData<string, string> RefusedLeaves => new()
    {
        { "80", "does not decode: ShapeMismatch" },
        { "824100" + "80", "does not decode: ShapeMismatch" },
        { "83808080", "does not decode: UnexpectedType" },
        { "834101" + "8101" + "80", "does not decode: ForeignTag" },
        { "834101" + "80" + "8120", "does not decode" },
        { "834101" + "80" + "8101" + "00", "does not decode" },
        { "834101" + "81" + Link + "8101", "a node cannot have both links and values" },
        { "8340" + "80" + "80", "expected a bitmap of 1 bytes, found 0" },
        { "83420000" + "80" + "80", "expected a bitmap of 1 bytes, found 2" },
        { "834103" + "80" + "8101", "the bitmap has 2 bits set for 1 links or values" },
        { "834101" + "80" + "820101", "the bitmap has 1 bits set for 2 links or values" },
        { "834101" + "80" + "80", "the bitmap has 1 bits set for 0 links or values" },
        { "834101" + "81" + Link + "80", "links where values are expected" },
    };

    public static TheoryData<string, string> RefusedRoots => new()
    {
        { "830000" + "83410080" + "80", "does not decode: ShapeMismatch" },
        { "8400" + "0000" + "83410080" + "80", "bit width 0 is not in 1..8" },
        { "8409" + "0000" + "83410080" + "80", "bit width 9 is not in 1..8" },
        { "841b0000000100000003" + "0000" + "83410080" + "80", "does not decode" },
        { "8403" + "184100" + "834101" + "81" + Link + "80", "height out of bounds: 65 > 64" },
        { "8403" + "0100" + "83410080" + "80", "empty node" },
        { "8403" + "0101" + "83410180" + "8101", "values where links are expected" },
        { "8404" + "0001" + "83410180" + "8101", "expected a bitmap of 2 bytes, found 1" },
    };

    [Theory]
    [MemberData(nameof(RefusedLeaves))]
    public void LeafAtTheRoot(string node, string fault)
    {
        var root = Put("84030001" + node);
        AssertRefused(root, fault, () => Load(root));
    }

    [Theory]
    [MemberData(nameof(RefusedLeaves))]
    [InlineData("834100" + "80" + "80", "empty node")]
    public void LeafBelowTheRoot(string node, string fault)
    {
        var child = Put(node);
        var root = Put("84030101" + "83410181" + LinkTo(child) + "80");
        AssertRefused(child, fault, () => Load(root).TryGet(0, out _));
        AssertRefused(child, fault, () => Load(root).Set(0, 1));
        AssertRefused(child, fault, () => Load(root).Delete(0));
        AssertRefused(child, fault, () => Load(root).Entries().Count());
        AssertRefused(child, fault, () => Load(root).ForEachUncached((_, _) => { }));
    }

    [Theory]
    [MemberData(nameof(RefusedRoots))]
    public void Root(string block, string fault)
    {
        var root = Put(block);
        AssertRefused(root, fault, () => Load(root));
    }

    [Theory]
    [InlineData("84030000" + "834100" + "80" + "80", 0)]
    [InlineData("84020001" + "8341f1" + "80" + "8101", 1)]
    [InlineData("84030101" + "834101" + "81" + Link + "80", 1)]
    [InlineData("840318400" + "1" + "834101" + "81" + Link + "80", -1)]
    public void Accepted(string block, int count)
    {
        var amt = Load(Put(block));
        if (count >= 0)
            Assert.Equal(count, amt.Entries().Count());
    }

    [Fact]
    public void LayoutsAreNotInterchangeable()
    {
        var v3 = new Amt<ulong>(_store, CborCodecs.UInt64).Flush();
        var v0 = new Amt<ulong>(_store, CborCodecs.UInt64, AmtLayout.V0).Flush();
        AssertRefused(v3, "does not decode", () => Amt<ulong>.Load(_store, v3, CborCodecs.UInt64, AmtLayout.V0));
        AssertRefused(v0, "does not decode", () => Load(v0));
        AssertRefused(v3, "expected bit width 5 but the array has 3", () => Amt<ulong>.Load(_store, v3, CborCodecs.UInt64, AmtLayout.V3, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Amt<ulong>(_store, CborCodecs.UInt64, AmtLayout.V0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Amt<ulong>(_store, CborCodecs.UInt64, AmtLayout.V3, 9));
        Assert.Throws<ArgumentException>(() => Amt<ulong>.Diff(Load(v3), new Amt<ulong>(_store, CborCodecs.UInt64, AmtLayout.V3, 5)));
    }

    [Fact]
    public void ACountTooLowIsNoticedAtTheDelete() =>
        Assert.Throws<IpldException>(() => Load(Put("84030000" + "834101" + "80" + "8101")).Delete(0));

    [Fact]
    public void MissingBlocks()
    {
        var child = Put("834101" + "80" + "8101");
        var root = Put("84030101" + "83410181" + LinkTo(child) + "80");
        _store.Remove(child);
        Assert.Equal(child, Assert.Throws<BlockNotFoundException>(() => Load(root).TryGet(0, out _)).Cid);
        Assert.False(Load(root).TryGet(8, out _));
        _store.Remove(root);
        Assert.Equal(root, Assert.Throws<BlockNotFoundException>(() => Load(root)).Cid);
    }

    [Fact]
    public void NodesAreReadOnceAndOnlyOnTheWay()
    {
        var root = Fill(4096);
        var amt = Load(root);
        Assert.Equal(1, _store.Use.Reads);
        Assert.True(amt.TryGet(1234, out _));
        Assert.True(amt.TryGet(1234, out _));
        Assert.False(amt.TryGet(4096, out _));
        Assert.Equal(4, _store.Use.Reads);
        Assert.Equal(96, amt.Entries(4000).Count());
        Assert.Equal(4 + 1 + 2 + 12, _store.Use.Reads);
        Assert.Equal(root, amt.Flush());
        Assert.Equal(0, _store.Use.Writes);
        amt.Set(1234, 1234);
        Assert.Equal(root, amt.Flush());
        // An equal value is written all the same: the reference cannot compare the values of an array.
        Assert.Equal(4, _store.Use.Writes);
    }

    [Fact]
    public void DiffReadsNoEqualSubtree()
    {
        var root = Fill(4096);
        var amt = Load(root);
        amt.Set(1234, 99);
        var later = amt.Flush();
        _store.Reset();
        var change = Assert.Single(Amt<ulong>.Diff(Load(root), Load(later)));
        Assert.Equal(new MapChange<ulong, ulong>(ChangeKind.Modified, 1234, 1234, 99), change);
        Assert.Equal(8, _store.Use.Reads);
    }

    private static string LinkTo(Cid cid)
    {
        var writer = new CborWriter();
        writer.WriteCid(cid);
        return Convert.ToHexString(writer.ToArray());
    }

    private static void AssertRefused(Cid cid, string fault, Action load)
    {
        var error = Assert.Throws<IpldException>(load);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains(cid.ToString(), error.Message, StringComparison.Ordinal);
    }

    private Cid Fill(ulong count)
    {
        var amt = new Amt<ulong>(_store, CborCodecs.UInt64);
        for (var i = 0UL; i < count; i++)
            amt.Set(i, i);
        var root = amt.Flush();
        _store.Reset();
        return root;
    }

    private Cid Put(string block)
    {
        var leaf = _store.PutDagCbor(Convert.FromHexString("834101" + "80" + "8101"));
        return _store.PutDagCbor(Convert.FromHexString(block.Replace(Link, LinkTo(leaf), StringComparison.Ordinal)));
    }

    private Amt<ulong> Load(Cid root) => Amt<ulong>.Load(_store, root, CborCodecs.UInt64);
}
