using System.Text;
using Xunit;

namespace Fvm.Crypto.Tests.Hashing;

public sealed class Ripemd160Tests
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>The nine test values of Dobbertin, Bosselaers and Preneel, 1996, appendix B.</summary>
    public static TheoryData<string, string> PaperVectors => new()
    {
        { "", "9c1185a5c5e9fc54612808977ee8f548b2258d31" },
        { "a", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe" },
        { "abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc" },
        { "message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36" },
        { Alphabet, "f71c27109c692c1b56bbdceb5b9d2865b3708dbc" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "12a053384a9c0c88e405a06c27dcf49ada62eb2b" },
        { Alphabet.ToUpperInvariant() + Alphabet + "0123456789", "b0e20b6e3116640286ed3a87a5713079b21f5189" },
        { string.Concat(Enumerable.Repeat("1234567890", 8)), "9b752e45573d4b39f4dbd3323cab82bf63326bfb" },
        { new string('a', 1_000_000), "52783243c1697bdbe16d37f97f68f08325dc1528" },
    };

    [Theory]
    [MemberData(nameof(PaperVectors), DisableDiscoveryEnumeration = true)]
    public void HashesTheValuesOfThePaper(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Ripemd160.Hash(Encoding.ASCII.GetBytes(text))));

    /// <summary>Byte i is i mod 251; around the block of 64 bytes and the place of the length. Values computed with OpenSSL 3.</summary>
    [Theory]
    [InlineData(55, "3c86963b3ff646a65ae42996e9664c747cc7e5e6")]
    [InlineData(56, "ebdd79cfd4fd9949ef8089673d2620427f487cfb")]
    [InlineData(57, "635b0d05be254d82503a9e1db7647dd1b5d5d6bf")]
    [InlineData(63, "6d31d3d634b4a7aa15914c239576eb1956f2d9a4")]
    [InlineData(64, "2581f5e9f957b44b0fa24d31996de47409dd1e0f")]
    [InlineData(65, "109949b95341eeea7365e8ac4d0d3883d98f709a")]
    [InlineData(119, "ad430b4283203a7b7f338b9d252dfdbf807402bf")]
    [InlineData(120, "b89cdc109009f1982c8b34fca446953584d3f6c4")]
    [InlineData(128, "7c4d36070c1e1176b2960a1b0dd2319d547cf8eb")]
    public void HashesAroundTheBlock(int length, string expected)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        Assert.Equal(expected, Convert.ToHexStringLower(Ripemd160.Hash(data)));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(21)]
    public void RefusesOtherDigestLengths(int length) =>
        Assert.Throws<ArgumentException>(() => Ripemd160.Hash([], new byte[length]));
}
