namespace Fvm.Protocol.Tests;

/// <summary>0x forms. The f410 row is the example of FRC-0069's and lotus' tests; masked ids follow FIP-0055.</summary>
public class EthereumFormTests
{
    [Theory]
    [InlineData("0xff00000000000000000000000000000000000000", "f00")]
    [InlineData("0xff00000000000000000000000000000000000001", "f01")]
    [InlineData("0xff000000000000000000000000000000000004d2", "f01234")]
    [InlineData("0xff0000000000000000000000ffffffffffffffff", "f018446744073709551615")]
    // lotus chain/types/ethtypes/eth_types_test.go, TestParseEthAddr and f410 examples of the documentation.
    [InlineData("0xd388ab098ed3e84c0d808776440b48f685198498", "f410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy")]
    [InlineData("0x52963ef50e27e06d72d59fcb4f3c2a687be3cfef", "f410fkkld55ioe7qg24wvt7fu6pbknb56ht7pt4zamxa")]
    public void Hex_and_address_say_the_same(string hex, string text)
    {
        Assert.True(EthereumForm.TryParse(hex, out Address? address));
        Assert.Equal(text, address.ToString());
        Assert.True(EthereumForm.TryFormat(Address.Parse(text), out string? formatted));
        Assert.Equal(hex, formatted);
        Assert.True(address.TryToEthereum(out byte[]? bytes));
        Assert.Equal(address, Address.FromEthereum(bytes));
    }

    [Theory]
    [InlineData("0XD388AB098ED3E84C0D808776440B48F685198498", true)]
    [InlineData("0xD388AB098ED3E84C0D808776440B48F685198498", true)]
    [InlineData("d388ab098ed3e84c0d808776440b48f685198498", false)]
    [InlineData("0xd388ab098ed3e84c0d808776440b48f6851984", false)]
    [InlineData("0xd388ab098ed3e84c0d808776440b48f68519849800", false)]
    [InlineData("0xd388ab098ed3e84c0d808776440b48f68519849g", false)]
    [InlineData("0x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Text_is_read_strictly(string? text, bool good) => Assert.Equal(good, EthereumForm.TryParse(text, out _));

    [Theory]
    // Nearly masked: any bit among the eleven zeros makes it an ordinary address.
    [InlineData("0xff00000000000000000000010000000000000001")]
    [InlineData("0xff01000000000000000000000000000000000001")]
    [InlineData("0xfe00000000000000000000000000000000000001")]
    public void Only_the_exact_mask_is_an_id(string hex)
    {
        Assert.True(EthereumForm.TryParse(hex, out Address? address));
        Assert.Equal(AddressProtocol.Delegated, address.Protocol);
    }

    [Fact]
    public void Other_addresses_have_no_such_form()
    {
        byte[] masked = Convert.FromHexString("ff00000000000000000000000000000000000001");
        Address[] without =
        [
            Address.FromActorHash(new byte[20]), Address.BlsZero, Address.FromSecp256k1PublicKey(new byte[65]),
            Address.FromDelegated(11, new byte[20]), Address.FromDelegated(10, new byte[19]), Address.FromDelegated(10, new byte[21]),
            Address.FromDelegated(10, masked),
        ];
        foreach (Address address in without)
            Assert.False(address.TryToEthereum(out _), address.ToString());
        Assert.Throws<ArgumentException>(() => Address.FromEthereum(new byte[19]));
    }
}
