using System.Security.Cryptography;

namespace Fvm.Ipld.Tests;

public sealed class CidTests
{
    private const string FooText = "bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy";
    private const string EmptyV0 = "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n";

    // Zero digest bytes of a run of 64.
    private static readonly string Zeros64 = new('0', 128);

    [Fact]
    public void KnownContentsHaveTheirPublishedCids()
    {
        // rust-cid, src/cid.rs: the raw CID of "foo", in two bases.
        Cid foo = Cid.Create(Multicodec.Raw, Multicodec.Sha2_256, SHA256.HashData("foo"u8));
        Assert.Equal(FooText, foo.ToString());
        Assert.Equal("mAVUSICwmtGto/8aP+ZtFPB0wQTQTQi1wZIO/oPmKXohiZueu", foo.ToString(MultibaseEncoding.Base64));

        // The empty array, which every new actor has as its state (ref-fvm, EMPTY_ARR_CID).
        Assert.Equal("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a", Cid.ForBlock(Multicodec.DagCbor, [0x80]).ToString());

        // rust-cid, tests/lib.rs: the version 0 CID of nothing.
        Assert.Equal(EmptyV0, Cid.CreateV0(SHA256.HashData([])).ToString());
    }

    [Fact]
    public void PartsAreWhatWentIn()
    {
        Cid cid = Cid.Create(Multicodec.FilCommitmentSealed, Multicodec.PoseidonBls12_381A2Fc1, new byte[32]);
        Assert.Equal((1, 0xf102UL, 0xb401UL, 32, false), (cid.Version, cid.Codec, cid.MultihashCode, cid.Digest.Length, cid.IsIdentity));
        Assert.Equal("0182e20381e80220" + new string('0', 64), Convert.ToHexStringLower(cid.Bytes));

        Cid v0 = Cid.Parse(EmptyV0);
        Assert.Equal((0, Multicodec.DagPb, Multicodec.Sha2_256, 34), (v0.Version, v0.Codec, v0.MultihashCode, v0.Bytes.Length));

        Cid identity = Cid.Create(Multicodec.DagCbor, Multicodec.Identity, [0x80]);
        Assert.True(identity.IsIdentity);
        Assert.Equal("0171000180", Convert.ToHexStringLower(identity.Memory.Span));
        Assert.Equal(0, Cid.Create(Multicodec.Raw, Multicodec.Identity, []).Digest.Length);
    }

    [Theory]
    [InlineData("0171000180", 5, "an identity CID")]
    [InlineData("01550000", 4, "an empty identity CID")]
    [InlineData("0171000180ffff", 5, "bytes after it are left alone")]
    [InlineData("1220", -1, "version 0 without its digest")]
    [InlineData("00710000", -1, "an explicit version 0")]
    [InlineData("02710000", -1, "version 2")]
    [InlineData("8100710000", -1, "a version that is not minimal")]
    [InlineData("01f1000000", -1, "a codec that is not minimal")]
    [InlineData("01710002ff", -1, "a digest cut short")]
    [InlineData("017100", -1, "no digest length")]
    [InlineData("01", -1, "no codec")]
    [InlineData("", -1, "nothing")]
    [InlineData("1221", -1, "0x12 is a version only with 0x20 behind it")]
    public void ReadsAPrefixAsTheReferenceDoes(string hex, int length, string why)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True((length >= 0) == Cid.TryRead(bytes, out Cid? cid, out int consumed), why);
        Assert.Equal(Math.Max(length, 0), consumed);
        if (cid is not null)
            Assert.Equal(bytes.AsSpan(0, length), cid.Bytes);

        Assert.True((length == bytes.Length) == Cid.TryParse(bytes, out _), why);
    }

    [Fact]
    public void DigestsHaveAtMost64Bytes()
    {
        Assert.True(Cid.TryParse(Convert.FromHexString("01550040" + Zeros64), out _));
        Assert.False(Cid.TryParse(Convert.FromHexString("01550041" + Zeros64 + "00"), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cid.Create(Multicodec.Raw, 0, new byte[65]));
        Assert.Throws<ArgumentException>(() => Cid.CreateV0(new byte[31]));
    }

    [Fact]
    public void SurplusVarintBitsVanishFromTheBinaryForm()
    {
        // The codec's tenth byte is 0x7f, of which one bit fits.
        Assert.True(Cid.TryParse(Convert.FromHexString("01" + "8080808080808080807f" + "0000"), out Cid? cid));
        Assert.Equal(1UL << 63, cid.Codec);
        Assert.Equal("0180808080808080808001" + "0000", Convert.ToHexStringLower(cid.Bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("Qm")]
    [InlineData("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1")]
    [InlineData("zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n")]
    [InlineData("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR10")]
    [InlineData("bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhv")]
    [InlineData("Bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy")]
    [InlineData("afkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy")]
    public void RefusesText(string text)
    {
        Assert.False(Cid.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Cid.Parse(text));
    }

    [Fact]
    public void LongTextIsRefusedUnread() => Assert.False(Cid.TryParse("z" + new string('2', 10_000_000), out _));

    [Fact]
    public void EveryBaseOfTextReadsBack()
    {
        Cid foo = Cid.Parse(FooText);
        foreach (MultibaseEncoding encoding in Enum.GetValues<MultibaseEncoding>())
        {
            if (encoding != MultibaseEncoding.None)
                Assert.Equal(foo, Cid.Parse(foo.ToString(encoding)));
        }

        Assert.Throws<ArgumentException>(() => Cid.Parse(EmptyV0).ToString(MultibaseEncoding.Base32Lower));
        Assert.Equal(EmptyV0, Cid.Parse(EmptyV0).ToString(MultibaseEncoding.Base58Btc));
    }

    [Fact]
    public void EqualityAndOrderAreThoseOfTheBytes()
    {
        Cid a = Cid.Create(Multicodec.Raw, Multicodec.Identity, [1]);
        Cid b = Cid.Create(Multicodec.Raw, Multicodec.Identity, [2]);
        Cid again = Cid.Create(Multicodec.Raw, Multicodec.Identity, [1]);
        Assert.True(a == again && a.Equals((object)again) && a.GetHashCode() == again.GetHashCode());
        Assert.True(a != b && !a.Equals(null) && a.CompareTo(b) < 0 && b.CompareTo(a) > 0 && a.CompareTo(again) == 0 && a.CompareTo(null) > 0);
    }

    [Fact]
    public void RandomBytesNeverThrowAndWhatIsReadReadsBack()
    {
        Random random = new(11);
        byte[] bytes = new byte[80];
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = 1;
            bytes[2] &= 0x3f;
            bytes[3] &= 0x7f;
            if (!Cid.TryRead(bytes, out Cid? cid, out int consumed))
                continue;

            read++;
            Assert.InRange(consumed, 4, bytes.Length);
            Assert.True(Cid.TryParse(cid.Bytes, out Cid? again));
            Assert.Equal(cid, again);
            Assert.Equal(cid, Cid.Parse(cid.ToString()));
        }

        Assert.True(read > 1000, $"only {read} were CIDs");
    }
}
