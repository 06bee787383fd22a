using System.Numerics;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

/// <summary>Big integers as bytes: which forms are canonical, accepted and refused (ref-fvm shared/src/bigint).</summary>
public class ChainBigIntTests
{
    [Theory]
    [InlineData("0", "")]
    [InlineData("1", "0001")]
    [InlineData("-1", "0101")]
    [InlineData("127", "007f")]
    [InlineData("128", "0080")]
    [InlineData("255", "00ff")]
    [InlineData("256", "000100")]
    [InlineData("-256", "010100")]
    [InlineData("18446744073709551616", "00010000000000000000")]
    [InlineData("2000000000000000000000000000", "0006765c793fa10079d0000000")]
    public void Canonical_forms(string number, string hex)
    {
        BigInteger value = BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(hex, Convert.ToHexStringLower(ChainBigInt.ToBytes(value)));
        Assert.True(ChainBigInt.TryFromBytes(Convert.FromHexString(hex), out BigInteger back));
        Assert.Equal(value, back);
    }

    [Theory]
    // Not canonical, accepted.
    [InlineData("00", "0")]
    [InlineData("01", "0")]
    [InlineData("0000", "0")]
    [InlineData("0100", "0")]
    [InlineData("000001", "1")]
    [InlineData("010000ff", "-255")]
    // Refused: any other sign byte.
    [InlineData("02", null)]
    [InlineData("0201", null)]
    [InlineData("ff01", null)]
    [InlineData("8001", null)]
    public void Forms_that_are_not_canonical(string hex, string? number)
    {
        bool read = ChainBigInt.TryFromBytes(Convert.FromHexString(hex), out BigInteger value);
        Assert.Equal(number is not null, read);
        if (number is not null)
            Assert.Equal(number, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void At_most_128_bytes_with_the_sign()
    {
        BigInteger largest = BigInteger.Pow(2, 127 * 8) - 1;
        Assert.Equal(128, ChainBigInt.ToBytes(largest).Length);
        Assert.Equal(128, ChainBigInt.ToBytes(-largest).Length);
        Assert.Throws<OverflowException>(() => ChainBigInt.ToBytes(largest + 1));
        Assert.Throws<OverflowException>(() => ChainBigInt.ToBytes(-largest - 1));
        Assert.True(ChainBigInt.TryFromBytes([0, .. new byte[127]], out _));
        Assert.False(ChainBigInt.TryFromBytes([0, .. new byte[128]], out _));
        Assert.True(ChainBigInt.TryFromBytes([0, .. Enumerable.Repeat((byte)0xff, 127)], out BigInteger back));
        Assert.Equal(largest, back);
    }

    [Fact]
    public void Unsigned_ones_have_sign_byte_zero()
    {
        Assert.True(ChainBigInt.TryFromUnsignedBytes([], out BigInteger zero) && zero.IsZero);
        Assert.True(ChainBigInt.TryFromUnsignedBytes([0, 5], out BigInteger five) && five == 5);
        Assert.False(ChainBigInt.TryFromUnsignedBytes([1, 5], out _));
        Assert.False(ChainBigInt.TryFromUnsignedBytes([1], out _));
    }

    [Theory]
    [InlineData("40", true)]
    [InlineData("4100", true)]
    [InlineData("420005", true)]
    [InlineData("420205", false)]
    [InlineData("05", false)]
    [InlineData("f6", false)]
    [InlineData("620005", false)]
    public void Cbor_is_a_byte_string(string hex, bool good)
    {
        CborReader reader = new(Convert.FromHexString(hex));
        ChainBigInt.Read(ref reader);
        Assert.Equal(good, reader.Finish());
    }

    [Fact]
    public void Random_numbers_make_the_round_trip()
    {
        Samples samples = new(seed: 3);
        for (int i = 0; i < 2000; i++)
        {
            BigInteger value = samples.Amount().Atto;
            byte[] bytes = ChainBigInt.ToBytes(value);
            Assert.True(ChainBigInt.TryFromBytes(bytes, out BigInteger back));
            Assert.Equal(value, back);
            Assert.True(bytes.Length < 2 || bytes[1] != 0);
        }
    }
}
