using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Fvm.Crypto.Tests.Hashing;

public sealed class Blake2bTests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    /// <summary>RFC 7693 appendix A.</summary>
    [Fact]
    public void HashesTheExampleOfTheRfc() =>
        Assert.Equal(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            Convert.ToHexStringLower(Blake2b.Hash512("abc"u8)));

    /// <summary>RFC 7693 appendix E: digest lengths 20, 32, 48, 64 and data lengths around the block, keyed and not, folded into one digest.</summary>
    [Fact]
    public void PassesTheSelfTestOfTheRfc()
    {
        Blake2bHasher grand = new(32);
        foreach (int digestLength in new[] { 20, 32, 48, 64 })
        {
            foreach (int dataLength in new[] { 0, 3, 128, 129, 255, 1024 })
            {
                byte[] data = SelfTestSequence(dataLength, (uint)dataLength), digest = new byte[digestLength];
                Blake2b.Hash(data, digest);
                grand.Update(digest);

                Blake2bHasher keyed = new(digestLength, SelfTestSequence(digestLength, (uint)digestLength));
                keyed.Update(data);
                keyed.Finish(digest);
                grand.Update(digest);
            }
        }

        byte[] result = new byte[32];
        grand.Finish(result);
        Assert.Equal("c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475", Convert.ToHexStringLower(result));
    }

    /// <summary>Rows of testvectors/blake2-kat.json in github.com/BLAKE2/BLAKE2: data 00 01 02 ..., key 00 01 .. 3f or none.</summary>
    [Theory]
    [InlineData(0, false, "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce")]
    [InlineData(0, true, "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568")]
    [InlineData(1, false, "2fa3f686df876995167e7c2e5d74c4c7b6e48f8068fe0e44208344d480f7904c36963e44115fe3eb2a3ac8694c28bcb4f5a0f3276f2e79487d8219057a506e4b")]
    [InlineData(1, true, "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd")]
    [InlineData(64, false, "2fc6e69fa26a89a5ed269092cb9b2a449a4409a7a44011eecad13d7c4b0456602d402fa5844f1a7a758136ce3d5d8d0e8b86921ffff4f692dd95bdc8e5ff0052")]
    [InlineData(64, true, "65676d800617972fbd87e4b9514e1c67402b7a331096d3bfac22f1abb95374abc942f16e9ab0ead33b87c91968a6e509e119ff07787b3ef483e1dcdccf6e3022")]
    [InlineData(127, false, "b6292669ccd38d5f01caae96ba272c76a879a45743afa0725d83b9ebb26665b731f1848c52f11972b6644f554c064fa90780dbbbf3a89d4fc31f67df3e5857ef")]
    [InlineData(127, true, "76d2d819c92bce55fa8e092ab1bf9b9eab237a25267986cacf2b8ee14d214d730dc9a5aa2d7b596e86a1fd8fa0804c77402d2fcd45083688b218b1cdfa0dcbcb")]
    [InlineData(128, false, "2319e3789c47e2daa5fe807f61bec2a1a6537fa03f19ff32e87eecbfd64b7e0e8ccff439ac333b040f19b0c4ddd11a61e24ac1fe0f10a039806c5dcc0da3d115")]
    [InlineData(128, true, "72065ee4dd91c2d8509fa1fc28a37c7fc9fa7d5b3f8ad3d0d7a25626b57b1b44788d4caf806290425f9890a3a2a35a905ab4b37acfd0da6e4517b2525c9651e4")]
    [InlineData(129, false, "f59711d44a031d5f97a9413c065d1e614c417ede998590325f49bad2fd444d3e4418be19aec4e11449ac1a57207898bc57d76a1bcf3566292c20c683a5c4648f")]
    [InlineData(129, true, "64475dfe7600d7171bea0b394e27c9b00d8e74dd1e416a79473682ad3dfdbb706631558055cfc8a40e07bd015a4540dcdea15883cbbf31412df1de1cd4152b91")]
    [InlineData(255, false, "5b21c5fd8868367612474fa2e70e9cfa2201ffeee8fafab5797ad58fefa17c9b5b107da4a3db6320baaf2c8617d5a51df914ae88da3867c2d41f0cc14fa67928")]
    [InlineData(255, true, "142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e92484be1c1e73ba10906d5d1853db6a4106e0a7bf9800d373d6dee2d46d62ef2a461")]
    public void HashesTheOfficialRows(int length, bool keyed, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(OfficialRow(length, keyed)));

    /// <summary>All 256 rows of each kind, as the SHA-256 of the file's digests in their order.</summary>
    [Theory]
    [InlineData(false, "edb6025a7aba90e4ad1d5ccfc7485d26f988929ca564b1897e33d43a901efba2")]
    [InlineData(true, "1ea7031a5a7e30868be784ec976e5b9677f27f22079303b158623d277187d4b0")]
    public void HashesAllOfficialRows(bool keyed, string fingerprint)
    {
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int length = 0; length < 256; length++) all.AppendData(OfficialRow(length, keyed));
        Assert.Equal(fingerprint, Convert.ToHexStringLower(all.GetHashAndReset()));
    }

    [Fact]
    public void ArrayFormsDifferInLengthAndParameterOnly()
    {
        byte[] data = Encoding.ASCII.GetBytes("fvm");
        foreach ((byte[] actual, int length) in new[] { (Blake2b.Hash160(data), 20), (Blake2b.Hash256(data), 32), (Blake2b.Hash512(data), 64) })
        {
            byte[] expected = new byte[length];
            Blake2b.Hash(data, expected);
            Assert.Equal(expected, actual);
        }

        // The length is a parameter: a shorter digest is no prefix of a longer one.
        Assert.NotEqual(Blake2b.Hash256(data), Blake2b.Hash512(data)[..32]);
    }

    [Fact]
    public void PiecesMakeTheSameHashWhereverTheyAreCut()
    {
        Random random = new(7693);
        byte[] expected = new byte[48], actual = new byte[48];
        for (int round = 0; round < 300; round++)
        {
            byte[] data = new byte[random.Next(0, 700)];
            random.NextBytes(data);
            Blake2b.Hash(data, expected);

            Blake2bHasher hasher = new(actual.Length);
            for (int at = 0; at < data.Length;)
            {
                int length = Math.Min(data.Length - at, random.Next(3) == 0 ? random.Next(0, 400) : 64 * random.Next(0, 5));
                hasher.Update(data.AsSpan(at, length));
                at += length;
            }

            hasher.Finish(actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void ACopyOfAHasherGoesItsOwnWay()
    {
        Blake2bHasher first = new(32);
        first.Update(Counting);
        Blake2bHasher second = first;
        second.Update("x"u8);
        byte[] digest = new byte[32];
        first.Finish(digest);
        Assert.Equal(Blake2b.Hash256(Counting), digest);
        second.Finish(digest);
        Assert.Equal(Blake2b.Hash256([.. Counting, (byte)'x']), digest);
    }

    [Fact]
    public void DigestMayOverlapTheData()
    {
        byte[] data = [.. Counting];
        byte[] expected = Blake2b.Hash256(data);
        Blake2b.Hash(data, data.AsSpan(0, 32));
        Assert.Equal(expected, data[..32]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void RefusesDigestLengths(int length)
    {
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], new byte[length]));
        Assert.Throws<ArgumentException>(() => new Blake2bHasher(length));
    }

    [Fact]
    public void RefusesWrongUseOfAHasher()
    {
        Assert.Throws<ArgumentException>(() => new Blake2bHasher(32, new byte[65]));
        Assert.Throws<ArgumentException>(() => new Blake2bHasher(32).Finish(new byte[31]));
        Assert.Throws<InvalidOperationException>(() => default(Blake2bHasher).Update([]));

        Blake2bHasher finished = new(1);
        finished.Finish(new byte[1]);
        Assert.Throws<InvalidOperationException>(() => finished.Update([]));
        Assert.Throws<InvalidOperationException>(() => finished.Finish(new byte[1]));
    }

    private static byte[] OfficialRow(int length, bool keyed)
    {
        byte[] digest = new byte[64];
        if (!keyed)
        {
            Blake2b.Hash(Counting.AsSpan(0, length), digest);
            return digest;
        }

        Blake2bHasher hasher = new(digest.Length, Counting.AsSpan(0, 64));
        hasher.Update(Counting.AsSpan(0, length));
        hasher.Finish(digest);
        return digest;
    }

    /// <summary>selftest_seq of the RFC: a Fibonacci generator over 32-bit words.</summary>
    private static byte[] SelfTestSequence(int length, uint seed)
    {
        uint a = 0xDEAD4BAD * seed, b = 1;
        byte[] sequence = new byte[length];
        for (int i = 0; i < length; i++)
        {
            uint next = a + b;
            a = b;
            b = next;
            sequence[i] = (byte)(next >> 24);
        }

        return sequence;
    }
}
