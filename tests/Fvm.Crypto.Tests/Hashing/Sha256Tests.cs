using System.Security.Cryptography;
using System.Text;

namespace Fvm.Crypto.Tests.Hashing;

public sealed class Sha256Tests
{
    /// <summary>FIPS 180-2, appendix B, and the empty message of NIST's test vectors.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void GivesThePublishedDigests(string message, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Sha256.Hash(Encoding.ASCII.GetBytes(message))));

    /// <summary>Every length on both sides of one block, two blocks and the platform's part.</summary>
    [Fact]
    public void EveryLengthIsThePlatforms()
    {
        byte[] data = new byte[300];
        new Random(12).NextBytes(data);
        for (int length = 0; length <= data.Length; length++)
            Assert.Equal(SHA256.HashData(data.AsSpan(0, length)), Sha256.Hash(data.AsSpan(0, length)));
    }

    [Fact]
    public void DigestMayOverlapTheDataAndHas32Bytes()
    {
        byte[] data = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        byte[] expected = SHA256.HashData(data);
        Sha256.Hash(data, data.AsSpan(16, 32));
        Assert.Equal(expected, data[16..48]);
        Assert.Throws<ArgumentException>(() => Sha256.Hash(data, new byte[31]));
    }
}
