namespace Fvm.Ipld.Tests;

public sealed class VarintTests
{
    // The first five rows are the examples of the multiformats/unsigned-varint specification.
    [Theory]
    [InlineData(1UL, "01")]
    [InlineData(127UL, "7f")]
    [InlineData(128UL, "8001")]
    [InlineData(255UL, "ff01")]
    [InlineData(300UL, "ac02")]
    [InlineData(16384UL, "808001")]
    [InlineData(0UL, "00")]
    [InlineData(0xb220UL, "a0e402")]
    [InlineData(ulong.MaxValue >> 1, "ffffffffffffffff7f")]
    [InlineData(ulong.MaxValue, "ffffffffffffffffff01")]
    public void WritesAndReads(ulong value, string hex)
    {
        Span<byte> buffer = stackalloc byte[Varint.MaxLength];
        int written = Varint.Write(buffer, value);
        Assert.Equal(hex, Convert.ToHexStringLower(buffer[..written]));
        Assert.Equal(written, Varint.Length(value));
        Assert.True(Varint.TryRead(Convert.FromHexString(hex + "ff"), out ulong read, out int consumed));
        Assert.Equal(value, read);
        Assert.Equal(written, consumed);
    }

    [Theory]
    [InlineData("", "nothing is there")]
    [InlineData("80", "cut short")]
    [InlineData("ffffffffffffffffff", "cut short after nine bytes")]
    [InlineData("8000", "not minimal")]
    [InlineData("818000", "not minimal")]
    [InlineData("80808080808080808000", "not minimal, ten bytes")]
    [InlineData("8080808080808080808001", "eleven bytes")]
    public void Refuses(string hex, string why) => Assert.False(Varint.TryRead(Convert.FromHexString(hex), out _, out _), why);

    // unsigned-varint 0.8 shifts the tenth byte by 63 without looking at what falls off.
    [Fact]
    public void DropsTheSurplusBitsOfTheTenthByte()
    {
        Assert.True(Varint.TryRead(Convert.FromHexString("8080808080808080807f"), out ulong value, out int consumed));
        Assert.Equal(1UL << 63, value);
        Assert.Equal(10, consumed);
    }

    [Fact]
    public void EveryLengthRoundTrips()
    {
        byte[] buffer = new byte[Varint.MaxLength];
        for (int bit = 0; bit < 64; bit++)
        {
            foreach (ulong value in new[] { 1UL << bit, (1UL << bit) - 1, (1UL << bit) | 1 })
            {
                int written = Varint.Write(buffer, value);
                Assert.True(Varint.TryRead(buffer, out ulong read, out int consumed));
                Assert.Equal((value, written, written), (read, consumed, Varint.Length(value)));
            }
        }
    }
}
