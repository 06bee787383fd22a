using System.Globalization;
using System.Runtime.CompilerServices;

namespace Fvm.Abi;

/// <summary>
/// An amount of gas, held in milligas (1 gas = 1000 milligas). All arithmetic saturates at 0 and at <see cref="ulong.MaxValue"/> milligas,
/// as in ref-fvm <c>fvm/src/gas/mod.rs</c> (FVM v3 and later).
/// </summary>
/// <param name="Milligas">The amount in milligas.</param>
public readonly record struct GasAmount(ulong Milligas) : IComparable<GasAmount>
{
    /// <summary>Milligas in one gas.</summary>
    public const ulong Precision = 1000;

    /// <summary>No gas.</summary>
    public static GasAmount Zero => default;

    /// <summary>The greatest amount; as a limit it means "no limit".</summary>
    public static GasAmount Max => new(ulong.MaxValue);

    /// <summary>Whether the amount is nothing.</summary>
    public bool IsZero => Milligas == 0;

    /// <summary>An amount of whole gas; saturates.</summary>
    /// <param name="gas">Whole gas.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GasAmount FromGas(ulong gas) => new(SaturatingMultiply(gas, Precision));

    /// <summary>Whole gas, rounded up: what receipts and the inclusion check use.</summary>
    public ulong RoundUp() => (Milligas / Precision) + (Milligas % Precision == 0 ? 0UL : 1UL);

    /// <summary>Whole gas, rounded down: what <c>gas.available</c> tells an actor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong RoundDown() => Milligas / Precision;

    /// <summary>Saturating sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GasAmount operator +(GasAmount left, GasAmount right)
    {
        ulong sum = unchecked(left.Milligas + right.Milligas);
        return new(sum < left.Milligas ? ulong.MaxValue : sum);
    }

    /// <summary>Difference, saturating at zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GasAmount operator -(GasAmount left, GasAmount right) =>
        new(left.Milligas > right.Milligas ? left.Milligas - right.Milligas : 0);

    /// <summary>Saturating product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GasAmount operator *(GasAmount left, ulong count) => new(SaturatingMultiply(left.Milligas, count));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(GasAmount left, GasAmount right) => left.Milligas < right.Milligas;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(GasAmount left, GasAmount right) => left.Milligas > right.Milligas;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(GasAmount left, GasAmount right) => left.Milligas <= right.Milligas;

    /// <summary>Whether the left amount is greater or equal.</summary>
    public static bool operator >=(GasAmount left, GasAmount right) => left.Milligas >= right.Milligas;

    /// <summary>The smaller of two amounts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GasAmount Min(GasAmount left, GasAmount right) => left < right ? left : right;

    /// <summary>Saturating sum (the named form of <c>+</c>).</summary>
    public static GasAmount Add(GasAmount left, GasAmount right) => left + right;

    /// <summary>Saturating difference (the named form of <c>-</c>).</summary>
    public static GasAmount Subtract(GasAmount left, GasAmount right) => left - right;

    /// <summary>Saturating product (the named form of <c>*</c>).</summary>
    public static GasAmount Multiply(GasAmount left, ulong count) => left * count;

    /// <inheritdoc/>
    public int CompareTo(GasAmount other) => Milligas.CompareTo(other.Milligas);

    /// <summary>Gas with three decimals, or without any where they are zero.</summary>
    public override string ToString() => Milligas % Precision == 0
        ? (Milligas / Precision).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Milligas / Precision}.{Milligas % Precision:000}");

    private static ulong SaturatingMultiply(ulong left, ulong right) =>
        Math.BigMul(left, right, out ulong low) == 0 ? low : ulong.MaxValue;
}
