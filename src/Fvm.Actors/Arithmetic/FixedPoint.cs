using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Fvm.Actors;

/// <summary>
/// Numbers in Q.128: 128 bits behind the point. Shifts right round towards minus infinity, as .NET's do; divisions do only by
/// <see cref="FloorDiv"/>, for <see cref="BigInteger"/>'s own truncate. Source: builtin-actors <c>runtime/src/builtin/reward/math.rs</c>.
/// </summary>
internal static class FixedPoint
{
    /// <summary>Bits behind the point.</summary>
    public const int Precision = 128;

    /// <summary>One.</summary>
    public static BigInteger One { get; } = BigInteger.One << Precision;

    /// <summary>The quotient rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0; wasm actors panic then, and native ones exit with 24 alike.</exception>
    public static BigInteger FloorDiv(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return !remainder.IsZero && remainder.Sign != divisor.Sign ? quotient - 1 : quotient;
    }

    /// <summary>A polynomial at x, by Horner's rule, rounding down at each step.</summary>
    /// <param name="coefficients">Highest degree first, Q.128.</param>
    /// <param name="x">Q.128.</param>
    public static BigInteger Polynomial(ImmutableArray<BigInteger> coefficients, BigInteger x)
    {
        BigInteger result = BigInteger.Zero;
        foreach (BigInteger coefficient in coefficients)
            result = ((result * x) >> Precision) + coefficient;
        return result;
    }

    /// <summary>Reads a table of decimal numbers.</summary>
    public static ImmutableArray<BigInteger> Parse(params ReadOnlySpan<string> decimals)
    {
        var numbers = ImmutableArray.CreateBuilder<BigInteger>(decimals.Length);
        foreach (string text in decimals)
            numbers.Add(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        return numbers.MoveToImmutable();
    }
}
