using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// An amount of FIL, counted in attoFIL (10^-18 FIL); signed and of any size. On chain a <see cref="ChainBigInt"/>.
/// </summary>
/// <param name="Atto">The amount in attoFIL.</param>
public readonly record struct TokenAmount(BigInteger Atto) : IComparable<TokenAmount>, IChainValue<TokenAmount>
{
    /// <summary>The decimal places of one FIL.</summary>
    public const int Decimals = 18;

    /// <summary>One FIL in attoFIL.</summary>
    public const long AttoPerFil = 1_000_000_000_000_000_000;

    /// <inheritdoc/>
    public static bool IsImmutable => true;

    /// <summary>Nothing.</summary>
    public static TokenAmount Zero => default;

    /// <summary>Whole FIL.</summary>
    public static TokenAmount FromFil(long fil) => new(new BigInteger(fil) * AttoPerFil);

    /// <summary>NanoFIL (10^-9 FIL).</summary>
    public static TokenAmount FromNano(long nano) => new(new BigInteger(nano) * 1_000_000_000);

    /// <summary>AttoFIL.</summary>
    public static TokenAmount FromAtto(BigInteger atto) => new(atto);

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Atto.IsZero;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Atto.Sign;

    /// <summary>Whether the amount is below zero.</summary>
    public bool IsNegative => Atto.Sign < 0;

    /// <summary>The bytes on chain, without the CBOR header. Throws <see cref="OverflowException"/> above 128 bytes.</summary>
    public byte[] ToChainBytes() => ChainBigInt.ToBytes(Atto);

    /// <summary>Reads the bytes on chain by the rules of <see cref="ChainBigInt.TryFromBytes"/>.</summary>
    public static bool TryFromChainBytes(ReadOnlySpan<byte> bytes, out TokenAmount amount)
    {
        bool ok = ChainBigInt.TryFromBytes(bytes, out BigInteger atto);
        amount = new TokenAmount(atto);
        return ok;
    }

    /// <summary>The amount as the syscalls pass it, 128 bits unsigned; false if it is negative or larger.</summary>
    public bool TryToUInt128(out UInt128 value)
    {
        bool fits = Atto.Sign >= 0 && Atto <= UInt128.MaxValue;
        value = fits ? (UInt128)Atto : UInt128.Zero;
        return fits;
    }

    /// <summary>An amount as the syscalls pass it.</summary>
    public static TokenAmount FromUInt128(UInt128 atto) => new(atto);

    /// <inheritdoc/>
    public void Write(CborWriter writer) => ChainBigInt.Write(writer, Atto);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TokenAmount Read(ref CborReader reader) => new(ChainBigInt.Read(ref reader));

    /// <summary>The quotient rounded towards minus infinity.</summary>
    public TokenAmount DivFloor(BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(Atto, divisor, out BigInteger remainder);
        return new TokenAmount(!remainder.IsZero && remainder.Sign != divisor.Sign ? quotient - 1 : quotient);
    }

    /// <summary>The quotient rounded towards plus infinity.</summary>
    public TokenAmount DivCeil(BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(Atto, divisor, out BigInteger remainder);
        return new TokenAmount(!remainder.IsZero && remainder.Sign == divisor.Sign ? quotient + 1 : quotient);
    }

    /// <inheritdoc/>
    public int CompareTo(TokenAmount other) => Atto.CompareTo(other.Atto);

    /// <summary>The larger of two.</summary>
    public static TokenAmount Max(TokenAmount left, TokenAmount right) => left >= right ? left : right;

    /// <summary>The smaller of two.</summary>
    public static TokenAmount Min(TokenAmount left, TokenAmount right) => left <= right ? left : right;

    /// <summary>Sum.</summary>
    public static TokenAmount operator +(TokenAmount left, TokenAmount right) => new(left.Atto + right.Atto);

    /// <summary>Difference; may be negative.</summary>
    public static TokenAmount operator -(TokenAmount left, TokenAmount right) => new(left.Atto - right.Atto);

    /// <summary>Negation.</summary>
    public static TokenAmount operator -(TokenAmount value) => new(-value.Atto);

    /// <summary>Product with a number.</summary>
    public static TokenAmount operator *(TokenAmount amount, BigInteger factor) => new(amount.Atto * factor);

    /// <summary>Product with a number.</summary>
    public static TokenAmount operator *(BigInteger factor, TokenAmount amount) => new(amount.Atto * factor);

    /// <summary>Comparison.</summary>
    public static bool operator <(TokenAmount left, TokenAmount right) => left.Atto < right.Atto;

    /// <summary>Comparison.</summary>
    public static bool operator >(TokenAmount left, TokenAmount right) => left.Atto > right.Atto;

    /// <summary>Comparison.</summary>
    public static bool operator <=(TokenAmount left, TokenAmount right) => left.Atto <= right.Atto;

    /// <summary>Comparison.</summary>
    public static bool operator >=(TokenAmount left, TokenAmount right) => left.Atto >= right.Atto;

    /// <summary>Sum, as a method.</summary>
    public static TokenAmount Add(TokenAmount left, TokenAmount right) => left + right;

    /// <summary>Difference, as a method.</summary>
    public static TokenAmount Subtract(TokenAmount left, TokenAmount right) => left - right;

    /// <summary>Negation, as a method.</summary>
    public static TokenAmount Negate(TokenAmount value) => -value;

    /// <summary>Product, as a method.</summary>
    public static TokenAmount Multiply(TokenAmount amount, BigInteger factor) => amount * factor;

    /// <summary>Reads an amount such as <c>1.5</c>, <c>1.5 FIL</c> or <c>250 nanoFIL</c>; see <see cref="TokenAmountText"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TokenAmount amount) => TokenAmountText.TryParse(text, out amount);

    /// <summary>As <see cref="TryParse"/>; throws <see cref="FormatException"/>.</summary>
    public static TokenAmount Parse(string text)
    {
        if (!TryParse(text, out TokenAmount amount))
            Throw.NotATokenAmount(text);
        return amount;
    }

    /// <summary>In FIL, always with a decimal point and without trailing zeros, as the reference displays it: <c>1.5</c>, <c>2.0</c>.</summary>
    public override string ToString() => TokenAmountText.Format(this);

    /// <summary>In FIL with its unit: <c>1.5 FIL</c>, <c>2 FIL</c>.</summary>
    public string ToFilString() => TokenAmountText.FormatFil(this);
}
