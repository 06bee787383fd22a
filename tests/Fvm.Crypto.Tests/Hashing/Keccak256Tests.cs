using System.Text;
using Xunit;

namespace Fvm.Crypto.Tests.Hashing;

public sealed class Keccak256Tests
{
    /// <summary>Values that every Ethereum implementation repeats; the last is the selector of an ERC-20 transfer, a9059cbb.</summary>
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    [InlineData("transfer(address,uint256)", "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b")]
    public void HashesText(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))));

    /// <summary>The Keccak team's TestVectors/KeccakSpongeIntermediateValues_r1088c512.txt (github.com/XKCP/XKCP): 2008 bits, two blocks.</summary>
    [Fact]
    public void HashesTheMessageOfTheKeccakTeam()
    {
        byte[] message = Convert.FromHexString(
            "83AF34279CCB5430FEBEC07A81950D30F4B66F484826AFEE7456F0071A51E1BBC55570B5CC7EC6F9309C17BF5BEFDD7C6BA6E968CF218A2B34BD5CF927AB846E38A40BBD" +
            "81759E9E33381016A755F699DF35D660007B5EADF292FEEFB735207EBF70B5BD17834F7BFA0E16CB219AD4AF524AB1EA37334AA66435E5D397FC0A065C411EBBCE32C240" +
            "B90476D307CE802EC82C1C49BC1BEC48C0675EC2A6C6F3ED3E5B741D13437095707C565E10D8A20B8C20468FF9514FCF31B4249CD82DCEE58C0A2AF538B291A87E3390D7" +
            "37191A07484A5D3F3FB8C8F15CE056E5E5F8FEBE5E1FB59D6740980AA06CA8A0C20F5712B4CDE5D032E92AB89F0AE1");
        Assert.Equal(251, message.Length);
        Assert.Equal("1afc9ba63eea27603b3a7a5562e12b31e8fe9a96812b531e9d048385fb76d44f", Convert.ToHexStringLower(Keccak256.Hash(message)));
    }

    /// <summary>
    /// Byte i is i mod 251; around one and two blocks of 136 bytes, where the padding takes one byte (0x81), or a block
    /// of its own. Values computed with @noble/hashes 2.
    /// </summary>
    [Theory]
    [InlineData(1, "bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a")]
    [InlineData(135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62")]
    [InlineData(136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e")]
    [InlineData(137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db")]
    [InlineData(271, "27eceb59ebc3dc8a04a5b135be641591a7278540e4556a2ba9f408194e666ec3")]
    [InlineData(272, "8e2476e65823b24d96ebe239f2c1534cdf763e689e2410c3b1cb0c74e6177bfc")]
    [InlineData(273, "3f02f134370e4debb95140ef49ddd3aed8c65ff1ed83a43f1b269421f179c5f9")]
    [InlineData(1000, "af692982e84a5a9688359025660a7857cd28ee7c8d867cfa1677baf2e6d1f63b")]
    public void HashesAroundTheBlock(int length, string expected)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        Assert.Equal(expected, Convert.ToHexStringLower(Keccak256.Hash(data)));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void RefusesOtherDigestLengths(int length) =>
        Assert.Throws<ArgumentException>(() => Keccak256.Hash([], new byte[length]));
}
