using System.Globalization;
using System.Numerics;

namespace Fvm.Protocol.Tests;

/// <summary>Amounts of FIL. Display rows re-typed from ref-fvm shared/src/econ/mod.rs, display_basic and display_negative.</summary>
public class TokenAmountTests
{
    [Theory]
    [InlineData("0", "0.0", "0 FIL")]
    [InlineData("1", "0.000000000000000001", "0.000000000000000001 FIL")]
    [InlineData("1000", "0.000000000000001", "0.000000000000001 FIL")]
    [InlineData("123400000000000000", "0.1234", "0.1234 FIL")]
    [InlineData("101010000000000000", "0.10101", "0.10101 FIL")]
    [InlineData("1000000000000000000", "1.0", "1 FIL")]
    [InlineData("1100000000000000000", "1.1", "1.1 FIL")]
    [InlineData("1000000000000000001", "1.000000000000000001", "1.000000000000000001 FIL")]
    [InlineData("1234000000000123456789", "1234.000000000123456789", "1234.000000000123456789 FIL")]
    [InlineData("-1000000000000", "-0.000001", "-0.000001 FIL")]
    public void Amount_and_text_say_the_same(string atto, string display, string fil)
    {
        TokenAmount amount = new(BigInteger.Parse(atto, CultureInfo.InvariantCulture));
        Assert.Equal(display, amount.ToString());
        Assert.Equal(fil, amount.ToFilString());
        Assert.Equal(amount, TokenAmount.Parse(display));
        Assert.Equal(amount, TokenAmount.Parse(fil));
        Assert.Equal(amount, TokenAmount.Parse(atto + " attoFIL"));
    }

    [Theory]
    [InlineData("1.5", "1500000000000000000")]
    [InlineData(" 1.5 FIL ", "1500000000000000000")]
    [InlineData("1.5fil", "1500000000000000000")]
    [InlineData("250 nanoFIL", "250000000000")]
    [InlineData("2 milliFIL", "2000000000000000")]
    [InlineData("2 microfil", "2000000000000")]
    [InlineData("2 picofil", "2000000")]
    [InlineData("2 femtofil", "2000")]
    [InlineData("1.001 femtofil", "1001")]
    [InlineData("7afil", "7")]
    [InlineData("007", "7000000000000000000")]
    [InlineData("-2", "-2000000000000000000")]
    // Refused: nothing, no digits, two points, a point at an end, more places than the unit has, other signs and symbols.
    [InlineData("", null)]
    [InlineData("FIL", null)]
    [InlineData("1.2.3", null)]
    [InlineData(".5", null)]
    [InlineData("5.", null)]
    [InlineData("0.0000000000000000001", null)]
    [InlineData("0.5 attofil", null)]
    [InlineData("+1", null)]
    [InlineData("--1", null)]
    [InlineData("1e18", null)]
    [InlineData("1,000", null)]
    [InlineData("1 000", null)]
    [InlineData("0x10", null)]
    [InlineData("1 BTC", null)]
    [InlineData("١", null)]
    [InlineData(null, null)]
    public void Text_is_read_without_rounding(string? text, string? atto)
    {
        Assert.Equal(atto is not null, TokenAmount.TryParse(text, out TokenAmount amount));
        if (atto is not null)
            Assert.Equal(atto, amount.Atto.ToString(CultureInfo.InvariantCulture));
        else if (text is not null)
            Assert.Throws<FormatException>(() => TokenAmount.Parse(text));
    }

    [Fact]
    public void Arithmetic()
    {
        TokenAmount ten = TokenAmount.FromAtto(10);
        TokenAmount seven = TokenAmount.FromAtto(7);
        Assert.Equal(17, (ten + seven).Atto);
        Assert.Equal(-3, (seven - ten).Atto);
        Assert.Equal(30, (ten * 3).Atto);
        Assert.Equal(30, (3 * ten).Atto);
        Assert.Equal(-10, (-ten).Atto);
        Assert.True(seven < ten && ten > seven && ten >= seven && seven <= ten && ten.CompareTo(seven) > 0);
        Assert.Equal(ten, TokenAmount.Max(ten, seven));
        Assert.Equal(seven, TokenAmount.Min(ten, seven));
        Assert.Equal(TokenAmount.FromNano(1), TokenAmount.FromFil(1).DivFloor(1_000_000_000));
        Assert.True(default(TokenAmount).IsZero && TokenAmount.Zero == default);
        Assert.Equal((-1, true), ((-ten).Sign, (-ten).IsNegative));
    }

    [Theory]
    [InlineData(14, 4, 3, 4)]
    [InlineData(-14, 4, -4, -3)]
    [InlineData(14, -4, -4, -3)]
    [InlineData(-14, -4, 3, 4)]
    [InlineData(12, 4, 3, 3)]
    [InlineData(-12, 4, -3, -3)]
    [InlineData(0, 4, 0, 0)]
    [InlineData(1, 4, 0, 1)]
    [InlineData(-1, 4, -1, 0)]
    public void Division_rounds_down_or_up(int amount, int divisor, int floor, int ceiling)
    {
        Assert.Equal(floor, TokenAmount.FromAtto(amount).DivFloor(divisor).Atto);
        Assert.Equal(ceiling, TokenAmount.FromAtto(amount).DivCeil(divisor).Atto);
    }

    [Fact]
    public void Syscalls_pass_128_bits()
    {
        Assert.True(new TokenAmount(UInt128.MaxValue).TryToUInt128(out UInt128 max) && max == UInt128.MaxValue);
        Assert.Equal(new TokenAmount(BigInteger.Pow(2, 128) - 1), TokenAmount.FromUInt128(UInt128.MaxValue));
        Assert.False(new TokenAmount(BigInteger.Pow(2, 128)).TryToUInt128(out _));
        Assert.False(TokenAmount.FromAtto(-1).TryToUInt128(out _));
        Assert.True(TokenAmount.Zero.TryToUInt128(out UInt128 zero) && zero == 0);
    }
}
