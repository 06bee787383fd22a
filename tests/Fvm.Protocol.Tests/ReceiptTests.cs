using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

public class ReceiptTests
{
    private static readonly Cid Root = Cid.Parse("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a");

    private static readonly string RootHex = "d82a582700" + Convert.ToHexStringLower(Root.Bytes);

    // Frozen: these layouts are on chain. When a row breaks, the code is wrong, not the row.
    [Theory]
    [InlineData(NetworkVersion.V16, false, "830742010219012c")]
    [InlineData(NetworkVersion.V17, false, "830742010219012c")]
    [InlineData(NetworkVersion.V18, false, "840742010219012cf6")]
    [InlineData(NetworkVersion.V28, false, "840742010219012cf6")]
    [InlineData(NetworkVersion.V18, true, "840742010219012c")]
    public void Layout_by_network_version(NetworkVersion version, bool events, string hex)
    {
        Receipt receipt = new(ExitCode.SysOutOfGas, new byte[] { 1, 2 }, 300, events ? Root : null);
        hex += events ? RootHex : string.Empty;
        Assert.Equal(hex, Convert.ToHexStringLower(receipt.Encode(version)));
        Assert.True(Receipt.TryDecode(Convert.FromHexString(hex), version, out Receipt? back, out _));
        Assert.Equal(receipt, back);
        Assert.Equal(receipt.GetHashCode(), back.GetHashCode());

        NetworkVersion other = Receipt.HasEvents(version) ? NetworkVersion.V17 : NetworkVersion.V18;
        Assert.False(Receipt.TryDecode(Convert.FromHexString(hex), other, out _, out CborError error));
        Assert.Equal(CborErrorKind.ShapeMismatch, error.Kind);
    }

    [Theory]
    [InlineData("8420420102" + "19012c" + "f6")]
    [InlineData("841b0000000100000000" + "40" + "00" + "f6")]
    [InlineData("841b0000000000000007" + "40" + "00" + "f6")]
    [InlineData("8407" + "60" + "00" + "f6")]
    [InlineData("8407" + "40" + "20" + "f6")]
    [InlineData("8407" + "40" + "00" + "40")]
    [InlineData("8407" + "40" + "00" + "f7")]
    [InlineData("8407" + "40" + "00" + "f6" + "00")]
    [InlineData("8407" + "40" + "00")]
    public void Malformed_receipts_are_refused(string hex)
        => Assert.False(Receipt.TryDecode(Convert.FromHexString(hex), NetworkVersion.V18, out _, out _));
}
