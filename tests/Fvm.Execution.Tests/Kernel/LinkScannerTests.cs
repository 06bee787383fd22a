using Fvm.Abi;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Execution.Gas.Prices;
using Fvm.Execution.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>The links of a block and what finding them costs (nv21 on). First rows re-typed from ref-fvm fvm/src/ipld/mod.rs.</summary>
public class LinkScannerTests
{
    private static readonly Cid Foobar = Cid.ForBlock(Multicodec.Raw, "foobar"u8);

    [Fact]
    public void Links_count_in_dag_cbor_only()
    {
        byte[] data = Around(Foobar);
        Assert.Equal([Foobar], Scan(Multicodec.DagCbor, data, 4, 1));
        Assert.Empty(Scan(Multicodec.Cbor, data, 0, 0)!);
        Assert.Empty(Scan(Multicodec.Raw, [1, 2, 3], 0, 0)!);
    }

    [Fact]
    public void Inline_blocks_are_looked_into_and_are_no_links()
    {
        Cid inline = Cid.Create(Multicodec.DagCbor, Multicodec.Identity, Around(Foobar));
        Assert.Equal([Foobar], Scan(Multicodec.DagCbor, Around(inline), 8, 2));
        Cid raw = Cid.Create(Multicodec.Raw, Multicodec.Identity, Around(Foobar));
        Assert.Empty(Scan(Multicodec.DagCbor, Around(raw), 4, 1)!);
    }

    [Theory]
    [InlineData(Multicodec.FilCommitmentUnsealed)]
    [InlineData(Multicodec.FilCommitmentSealed)]
    public void Commitments_are_no_links(ulong codec) =>
        Assert.Empty(Scan(Multicodec.DagCbor, Around(Cid.Create(codec, Multicodec.Sha2_256, new byte[20])), 4, 1)!);

    [Fact]
    public void Each_occurrence_counts() =>
        Assert.Equal([Foobar, Foobar], Scan(Multicodec.DagCbor, [0x82, .. Link(Foobar), .. Link(Foobar)], 3, 2));

    [Theory]
    // fields counted, then the error: 10 for what is no CBOR.
    [InlineData("", 1)]
    [InlineData("81", 2)]
    [InlineData("0000", 1)] // trailing byte
    [InlineData("1c", 1)] // reserved
    [InlineData("9f", 1)] // indefinite
    [InlineData("ff", 1)]
    [InlineData("18", 1)] // truncated head
    [InlineData("4100aa", 1)]
    [InlineData("42aa", 1)] // truncated bytes
    [InlineData("62aa", 1)]
    [InlineData("9bffffffffffffffff", 2)] // more fields than bytes: found out at the next head
    [InlineData("829bffffffffffffffff", 2)] // 1 + 2^64 - 1
    [InlineData("bb8000000000000000", 1)] // twice 2^63
    public void Malformed_block_is_refused_with_10(string cbor, int fields) => Refused(ErrorNumber.Serialization, cbor, (uint)fields, 0);

    [Theory]
    [InlineData("d82a", 1)]
    [InlineData("d82a00", 1)] // no bytes
    [InlineData("d82a40", 1)] // no prefix
    [InlineData("d82a4101", 1)] // not 0
    [InlineData("d82a4100", 1)] // no CID
    [InlineData("d82a4500015500aa", 1)] // half a CID
    [InlineData("d82a460001550000aa", 1)] // an identity CID and a byte
    public void Malformed_link_is_refused_with_10_after_its_price(string cbor, int links) =>
        Refused(ErrorNumber.Serialization, cbor, 1, (uint)links);

    [Theory]
    [InlineData(Multicodec.DagPb, Multicodec.Blake2b256, 32)]
    [InlineData(Multicodec.Raw, Multicodec.Sha2_256, 32)]
    [InlineData(Multicodec.Raw, Multicodec.Blake2b256, 31)]
    [InlineData(Multicodec.DagPb, Multicodec.Identity, 1)]
    public void Link_to_what_cannot_exist_is_refused_with_6(ulong codec, ulong hash, int length) =>
        Refused(ErrorNumber.NotFound, Convert.ToHexString(Link(Cid.Create(codec, hash, new byte[length]))), 1, 1);

    [Theory]
    [InlineData("1800", 1)] // longer than needed
    [InlineData("1b0000000000000000", 1)]
    [InlineData("fb7ff8000000000000", 1)] // not a number
    [InlineData("f7", 1)]
    [InlineData("62ffff", 1)] // no UTF-8
    [InlineData("c100", 2)] // a tag
    [InlineData("c1c1c100", 4)]
    [InlineData("a2000000 00", 5)] // the same key twice
    [InlineData("80", 1)]
    public void It_is_no_decoder(string cbor, int fields) =>
        Assert.Empty(Scan(Multicodec.DagCbor, Convert.FromHexString(cbor.Replace(" ", "", StringComparison.Ordinal)), (uint)fields, 0)!);

    [Fact]
    public void Out_of_gas_uses_up_what_there_was()
    {
        byte[] data = Around(Foobar);
        for (ulong available = 0; available < 4 + (1 << 16); available += 4_001)
        {
            var gas = new GasTracker(GasAmount.FromGas(available), null);
            Assert.Equal(SyscallOutcome.OutOfGas, LinkScanner.Scan(Multicodec.DagCbor, data, Prices, gas, known: null, out _).Outcome);
            Assert.Equal(GasAmount.Zero, gas.Available);
        }
    }

    /// <summary>As in the reference's test: fields and links of prices that no other mix of them comes to.</summary>
    private static PriceList Prices { get; } = WatermelonPrices.List with { ScanPerField = GasAmount.FromGas(1), ScanPerCid = GasAmount.FromGas(1 << 16) };

    private static Cid[] Scan(ulong codec, byte[] data, uint fields, uint cids)
    {
        var gas = new GasTracker(GasAmount.FromGas(fields + ((ulong)cids << 16)), null);
        Says.Ok(LinkScanner.Scan(codec, data, Prices, gas, known: null, out LinkScan? links));
        Assert.Equal(GasAmount.Zero, gas.Available);

        // Paying for it again costs the same, and nothing when it does not suffice.
        gas = new GasTracker(GasAmount.FromGas(fields + ((ulong)cids << 16)), null);
        Assert.True(LinkScanner.TryPayAgain(links!, Prices, gas));
        Assert.Equal(GasAmount.Zero, gas.Available);
        Assert.Equal(fields + cids == 0, LinkScanner.TryPayAgain(links!, Prices, gas));
        return links!.Cids;
    }

    private static void Refused(ErrorNumber error, string cbor, uint fields, uint cids)
    {
        var gas = new GasTracker(GasAmount.FromGas(fields + ((ulong)cids << 16)), null);
        Says.Refuses(error, LinkScanner.Scan(Multicodec.DagCbor, Convert.FromHexString(cbor), Prices, gas, known: null, out _));
        Assert.Equal(GasAmount.Zero, gas.Available);
    }

    private static byte[] Around(Cid cid) => [0x83, 0x00, .. Link(cid), 0x01];

    private static byte[] Link(Cid cid)
    {
        var writer = new CborWriter();
        writer.WriteCid(cid);
        return writer.ToArray();
    }
}
