using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Chain;

/// <summary>The headers of the first blocks of two networks, typed in from lotus <c>build/genesis/mainnet.car.zst</c> and <c>calibnet.car.zst</c>.</summary>
public class GenesisHeaderTests
{
    private const string Mainnet =
        "904200008158205f8a03396b309a60fb7d3d33dd13483d05464bce5fd9d06171e7a8c280e24216820040818200582000000000000000000000000000000000000000000000000000000000"
        + "00000000" + "8081d82a58250001711220107d821c25dc0735200249df94a8bebc9c8e489744f86a4ca8919e81f19dcd724000d82a5827000171a0e402208fbc07f7587e2efebab9ff1ab27c92"
        + "8881abf9d1b7e5ad5206781415615867aed82a5827000171a0e40220e5658b3d18cd06e1db9015b4b0ec55c123a24d5be1ea24d83938c5b8397b4f2fd82a5827000171a0e4022098307faeabdd"
        + "208c1321be4c1ec84fbb952cd8424c24db0d5a96c8032fb2ce10f61a5f443860f600450005f5e100";

    private const string Calibration =
        "904200008158207af7b1a66d48db90c58ab1ce6cf8539eb501c7018d13bb9567e2ba216193babd820040818200582000000000000000000000000000000000000000000000000000000000"
        + "00000000" + "8081d82a58250001711220107d821c25dc0735200249df94a8bebc9c8e489744f86a4ca8919e81f19dcd724000d82a5827000171a0e402208d0364fb35de08a31b66601dff1aad"
        + "6ee05badb062bca8f2779d6a4b79809562d82a5827000171a0e40220e5658b3d18cd06e1db9015b4b0ec55c123a24d5be1ea24d83938c5b8397b4f2fd82a5827000171a0e4022098307faeabdd"
        + "208c1321be4c1ec84fbb952cd8424c24db0d5a96c8032fb2ce10f61a636161acf600450005f5e100";

    [Theory]
    [InlineData(Mainnet, "0171a0e402209a0640d0620af5d1c458effce4cbb8969779c9072b164d3fe6f5179d6378d8cd", 1598306400)]
    [InlineData(Calibration, "0171a0e40220b0031b1ae59cbec69597a0cfecc94065a5e91838a0caa3f1f838f3ff37de203e", 1667326380)]
    public void Decodes_and_encodes_to_its_cid(string hex, string cid, ulong timestamp)
    {
        byte[] data = Convert.FromHexString(hex);
        Assert.True(BlockHeader.TryDecode(data, out BlockHeader? header, out CborError error), error.ToString());
        Assert.Equal(hex, Convert.ToHexStringLower(header.Encode()));
        Assert.Equal(cid, Convert.ToHexStringLower(header.Cid.Bytes));
        Assert.Equal("bafyreiaqpwbbyjo4a42saasj36kkrpv4tsherf2e7bvezkert2a7dhonoi", Assert.Single(header.Parents).ToString());
        Assert.Equal(timestamp, header.Timestamp);
        Assert.Equal(0, header.Height);
        Assert.Equal(Address.FromId(0), header.Miner);
        Assert.Equal(BaseFee.Initial, header.ParentBaseFee);
        Assert.Null(header.BlockSignature);
        Assert.Equal(32, header.Ticket!.VrfProof.Length);
    }

    /// <summary>Genesis has no messages: the roots in its header are those of the empty lists.</summary>
    [Fact]
    public void Its_lists_are_empty()
    {
        BlockHeader.TryDecode(Convert.FromHexString(Mainnet), out BlockHeader? header, out _);
        var store = new Ipld.Blockstores.MemoryBlockstore();
        Assert.Equal(header!.Messages, TxMeta.Store(store, [], []));
        Assert.Equal("bafy2bzacedswlcz5ddgqnyo3sak3jmhmkxashisnlpq6ujgyhe4mlobzpnhs6", ReceiptList.Store(store, []).ToString());
        Assert.Equal(header.ParentMessageReceipts, ReceiptList.Store(store, []));
    }

    [Fact]
    public void A_tipset_of_one_block_is_named_by_its_cid()
    {
        BlockHeader.TryDecode(Convert.FromHexString(Mainnet), out BlockHeader? header, out _);
        Tipset tipset = Tipset.Create([header!]);
        Assert.Equal(header!.Cid.Bytes, tipset.Key.Bytes);
        Assert.Equal(Cid.ForBlock(Multicodec.DagCbor, [0x58, 0x26, .. header.Cid.Bytes]), tipset.Key.Cid);
        Assert.True(TipsetKey.TryParse(tipset.Key.Bytes, out TipsetKey? key));
        Assert.Equal(tipset.Key, key);
        Assert.False(TipsetKey.TryParse(tipset.Key.Bytes[1..], out _));
    }

    [Fact]
    public void Truncated_headers_do_not_decode()
    {
        byte[] data = Convert.FromHexString(Mainnet);
        for (int length = 0; length < data.Length; length++)
            Assert.False(BlockHeader.TryDecode(data.AsSpan(0, length), out _, out _));
        Assert.False(BlockHeader.TryDecode([.. data, 0], out _, out _));
    }
}
