using Fvm.Ipld.Cbor;
using Fvm.Ipld.Kamts;
using Fvm.Ipld.Tests.Hamts;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>Nodes that must be refused, with the fault and the node named (ref-fvm ipld/kamt/src/node.rs, Node::load), and nodes that must not.</summary>
public sealed class KamtMalformedTests
{
    /// <summary>"LINK" stands for a link to a good leaf, "RAW" for one to a raw block.</summary>
    private const string Link = "LINK";

    private const string Raw = "RAW";

    /// <summary>{"v": [[1, 1]]} and the beginning of {"l": [..., ..., ...]}.</summary>
    private const string One = "a161768182410101";

    private const string ToLink = "a1616c83";

    private readonly CountingBlockstore _store = new();

    public static TheoryData<string, string> Refused => new()
    {
        { "80", "does not decode: ShapeMismatch" },
        { "8240800" + "0", "does not decode: TrailingBytes" },
        { "82410181" + "8182410101", "does not decode: UnexpectedType" },
        { "82410181" + Link, "does not decode: UnexpectedType" },
        { "82410181" + "a0", "does not decode: ShapeMismatch" },
        { "82410181" + "a161788182410101", "does not decode: ShapeMismatch" },
        { "82410181" + "a2616c80617680", "does not decode" },
        { "82410181" + "a16176818241", "does not decode" },
        { "82410181" + "a1616c82" + Link + "00", "does not decode: ShapeMismatch" },
        { "82410181" + "a161768182" + "5821" + "000000000000000000000000000000000000000000000000000000000000000001" + "01", "does not decode" },
        { "82410381" + One, "number of pointers (1) does not match the bitfield (2)" },
        { "82410180", "number of pointers (0) does not match the bitfield (1)" },
        { "82410181" + "a1617680", "empty bucket" },
        { "82410181" + "a161768282410101" + "82410201", "too many items in a bucket (2 > 1)" },
        { "82410181" + ToLink + Raw + "0040", "child nodes must be DAG-CBOR, not codec 0x55" },
        { "82410181" + ToLink + Link + "044100", "extension length 4 is not a multiple of the bit width 5" },
        { "82410181" + ToLink + Link + "0a4100", "does not decode: InvalidValue" },
        { "82410181" + ToLink + Link + "190101" + "5821" + "000000000000000000000000000000000000000000000000000000000000000000", "does not decode: InvalidValue" },
        { "82410181" + ToLink + Link + "18ff" + "5820" + "0000000000000000000000000000000000000000000000000000000000000000", "extension length must be less than" },
        { "82410181" + ToLink + Link + "18fb" + "5820" + "0000000000000000000000000000000000000000000000000000000000000000", "is not a multiple" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void AtTheRoot(string block, string fault) => AssertRefused(Put(block), fault, cid => Load(cid));

    [Theory]
    [MemberData(nameof(Refused))]
    [InlineData("824080", "a node below the root cannot have 0 pointers")]
    public void BelowTheRoot(string block, string fault)
    {
        var child = Put(block);
        var root = PutParent(child, 0, "40");
        AssertRefused(child, fault, _ => Load(root).Entries().Count());
        AssertRefused(child, fault, _ => Load(root).TryGet(new byte[32], out var _));
        AssertRefused(child, fault, _ => Load(root).Set(new byte[32], 1));
        AssertRefused(child, fault, _ => Load(root).Delete(new byte[32]));
    }

    [Theory]
    [InlineData("824080", 0)]
    [InlineData("82420001" + "81" + One, 1)]
    [InlineData("82410181" + ToLink + Link + "0040", 1)]
    [InlineData("82410181" + ToLink + Link + "054100", 1)]
    [InlineData("82410181" + ToLink + Link + "18fa" + "5820" + "0000000000000000000000000000000000000000000000000000000000000000", 1)]
    public void Accepted(string block, int count) => Assert.Equal(count, Load(Put(block)).Entries().Count());

    [Fact]
    public void ValuesAboveTheMinimumDataDepth() => AssertRefused(
        Put("82410181" + One),
        "values not allowed above the minimum data depth (0 < 1)",
        cid => Load(cid, new KamtOptions(MinDataDepth: 1)));

    /// <summary>
    /// A lookup reads a node before it compares what the link skips; a set or delete compares first (ref-fvm
    /// ipld/kamt/src/node.rs, get_value, modify_value, rm_value). The read costs the contract gas.
    /// </summary>
    [Fact]
    public void ReadsBehindAnExtensionThatDoesNotMatch()
    {
        var root = PutParent(Put("82410181" + One), 5, "41f8");
        _store.Reset();
        Assert.False(Load(root).TryGet(new byte[32], out _));
        Assert.Equal(2, _store.Use.Reads);
        _store.Reset();
        Assert.False(Load(root).Delete(new byte[32]));
        Assert.Equal(1, _store.Use.Reads);
        var kamt = Load(root);
        kamt.Set(new byte[32], 1);
        kamt.Flush();
        Assert.Equal((2, 2), (_store.Use.Reads, _store.Use.Writes));
        Assert.Equal(2, kamt.Entries().Count());
    }

    [Fact]
    public void SetOfAnEqualValueWritesNothing()
    {
        var kamt = Load(Put("82410181" + One));
        _store.Reset();
        var key = new byte[32];
        key[31] = 1;
        Assert.True(kamt.Set(key, 1, out var previous));
        Assert.Equal(1UL, previous);
        kamt.Flush();
        Assert.Equal(0, _store.Use.Writes);
        Assert.True(kamt.Set(key, 2, out _));
        kamt.Flush();
        Assert.Equal(1, _store.Use.Writes);
    }

    private static void AssertRefused(Cid cid, string fault, Action<Cid> load)
    {
        var error = Assert.Throws<IpldException>(() => load(cid));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains(cid.ToString(), error.Message, StringComparison.Ordinal);
    }

    private Cid PutParent(Cid child, byte extensionLength, string extension)
    {
        var writer = new CborWriter();
        writer.WriteRaw(Convert.FromHexString("82410181" + ToLink));
        writer.WriteCid(child);
        writer.WriteUInt64(extensionLength);
        writer.WriteRaw(Convert.FromHexString(extension));
        return _store.PutDagCbor(writer.ToArray());
    }

    private Cid Put(string block) => _store.PutDagCbor(Convert.FromHexString(block
        .Replace(Link, LinkTo(Multicodec.DagCbor), StringComparison.Ordinal)
        .Replace(Raw, LinkTo(Multicodec.Raw), StringComparison.Ordinal)));

    private string LinkTo(ulong codec)
    {
        var writer = new CborWriter();
        writer.WriteCid(_store.Put(codec, Convert.FromHexString("82410181" + One)));
        return Convert.ToHexString(writer.ToArray());
    }

    private Kamt<byte[], ulong> Load(Cid root, KamtOptions? options = null) =>
        Kamt<byte[], ulong>.Load(_store, root, KamtKeyForms.Minimal, CborCodecs.UInt64, options);
}
