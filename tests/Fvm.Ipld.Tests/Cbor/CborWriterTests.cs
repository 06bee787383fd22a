using System.Text;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

public sealed class CborWriterTests
{
    // RFC 8949, appendix A, the rows that DAG-CBOR has.
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(23UL, "17")]
    [InlineData(24UL, "1818")]
    [InlineData(100UL, "1864")]
    [InlineData(255UL, "18ff")]
    [InlineData(256UL, "190100")]
    [InlineData(1000UL, "1903e8")]
    [InlineData(65535UL, "19ffff")]
    [InlineData(65536UL, "1a00010000")]
    [InlineData(1000000UL, "1a000f4240")]
    [InlineData(4294967295UL, "1affffffff")]
    [InlineData(4294967296UL, "1b0000000100000000")]
    [InlineData(1000000000000UL, "1b000000e8d4a51000")]
    [InlineData(18446744073709551615UL, "1bffffffffffffffff")]
    public void UnsignedIntegers(ulong value, string hex) => AssertWrites(w => w.WriteUInt64(value), hex);

    [Theory]
    [InlineData(-1L, "20")]
    [InlineData(-10L, "29")]
    [InlineData(-100L, "3863")]
    [InlineData(-1000L, "3903e7")]
    [InlineData(long.MinValue, "3b7fffffffffffffff")]
    [InlineData(long.MaxValue, "1b7fffffffffffffff")]
    [InlineData(0L, "00")]
    public void SignedIntegers(long value, string hex) => AssertWrites(w => w.WriteInt64(value), hex);

    [Fact]
    public void EverythingElse()
    {
        AssertWrites(w => w.WriteBytes([1, 2, 3, 4]), "4401020304");
        AssertWrites(w => w.WriteText("IETF"), "6449455446");
        AssertWrites(w => w.WriteText("\u6c34"), "63e6b0b4");
        AssertWrites(w => w.WriteText("\ud800\udd51"), "64f0908591");
        AssertWrites(w => w.WriteTextUtf8("a"u8), "6161");
        AssertWrites(w => w.WriteBool(true), "f5");
        AssertWrites(w => w.WriteBool(false), "f4");
        AssertWrites(w => w.WriteNull(), "f6");
        AssertWrites(w => w.WriteArrayHeader(25), "9819");
        AssertWrites(w => w.WriteMapHeader(2), "a2");
        AssertWrites(w => w.WriteRaw([0xff]), "ff");

        // serde_ipld_dagcbor, tests/cid.rs.
        AssertWrites(
            w => w.WriteCid(Cid.Parse("bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy")),
            "d82a582500015512202c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
    }

    [Fact]
    public void HalfASurrogateIsRefused() => Assert.Throws<EncoderFallbackException>(() => new CborWriter().WriteText("\ud800"));

    [Fact]
    public void GrowsAndStartsOver()
    {
        CborWriter writer = new(1);
        byte[] large = new byte[100_000];
        writer.WriteBytes(large);
        writer.WriteNull();
        Assert.Equal((5 + large.Length + 1, 0xf6), (writer.Length, writer.Written[^1]));
        writer.Clear();
        Assert.Equal(0, writer.Length);
        writer.WriteBool(true);
        Assert.Equal([0xf5], writer.ToArray());
    }

    [Fact]
    public void CodecsDecodeWhatTheyEncode()
    {
        AssertRoundTrips(CborCodecs.UInt64, ulong.MaxValue, "1bffffffffffffffff");
        AssertRoundTrips(CborCodecs.Int64, -5, "24");
        AssertRoundTrips(CborCodecs.Bool, true, "f5");
        AssertRoundTrips(CborCodecs.Bytes, [1, 2], "420102");
        AssertRoundTrips(CborCodecs.Text, "a", "6161");
        AssertRoundTrips(CborCodecs.Raw, [0x81, 0xf6], "81f6");
        AssertRoundTrips(CborCodecs.Cid, Cid.Create(Multicodec.Raw, 0, "a"u8), "d82a46000155000161");
        Assert.False(CborCodecs.UInt64.TryDecode([0x01, 0x01], out _));
        Assert.False(CborCodecs.UInt64.TryDecode([0x18, 0x01], CborProfile.Strict, out _, out CborError error));
        Assert.Equal(CborErrorKind.NonCanonicalHead, error.Kind);
        Assert.Throws<CborException>(() => CborCodecs.Cid.Decode([0xf6]));
    }

    private static void AssertRoundTrips<T>(CborCodec<T> codec, T value, string hex)
    {
        byte[] encoded = codec.Encode(value);
        Assert.Equal(hex, Convert.ToHexStringLower(encoded));
        Assert.True(codec.TryDecode(encoded, out T? decoded));
        Assert.Equal(value, decoded);
        Assert.Equal(value, codec.Decode(encoded, CborProfile.Strict));
    }

    private static void AssertWrites(Action<CborWriter> write, string hex)
    {
        CborWriter writer = new();
        write(writer);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.Written));
    }
}
