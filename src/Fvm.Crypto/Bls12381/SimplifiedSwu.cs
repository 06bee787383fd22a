using System.Diagnostics;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// RFC 9380 section 6.6.2, <c>map_to_curve_simple_swu</c>, onto E'': y^2 = x^3 + A'x + B' over F(p^2), with the constants of section 8.8.2.
/// </summary>
internal static class SimplifiedSwu
{
    /// <summary>240 u.</summary>
    public static readonly Fp2 A = new(default, Fp.FromUInt64(240));

    /// <summary>1012 (1 + u).</summary>
    public static readonly Fp2 B = new(Fp.FromUInt64(1012), Fp.FromUInt64(1012));

    /// <summary>-(2 + u).</summary>
    private static readonly Fp2 Z = -new Fp2(Fp.FromUInt64(2), Fp.FromUInt64(1));

    /// <summary>-B / A.</summary>
    private static readonly Fp2 NegativeBOverA = -B * A.Invert();

    /// <summary>B / (Z A).</summary>
    private static readonly Fp2 BOverZA = B * (Z * A).Invert();

    /// <summary>Maps both elements of a hash; together, because they share the one inversion.</summary>
    public static (AffinePoint<Fp2> Q0, AffinePoint<Fp2> Q1) Map(in Fp2 u0, in Fp2 u1)
    {
        Fp2 zu0 = Z * u0.Square();
        Fp2 zu1 = Z * u1.Square();
        Fp2 d0 = zu0.Square() + zu0;
        Fp2 d1 = zu1.Square() + zu1;
        (Fp2 inverse0, Fp2 inverse1) = InvertBoth(d0, d1);
        return (Map(u0, zu0, inverse0), Map(u1, zu1, inverse1));
    }

    /// <summary>A point of E'' for one element.</summary>
    public static AffinePoint<Fp2> Map(in Fp2 u)
    {
        Fp2 zu2 = Z * u.Square();
        return Map(u, zu2, (zu2.Square() + zu2).Invert());
    }

    /// <summary>One element u, given Z u^2 and tv1 = inv0(Z^2 u^4 + Z u^2).</summary>
    private static AffinePoint<Fp2> Map(in Fp2 u, in Fp2 zu2, in Fp2 tv1)
    {
        Fp2 x = tv1.IsZero ? BOverZA : NegativeBOverA * (Fp2.One + tv1);
        if (!Fp2.TrySquareRoot(RightSide(x), out Fp2 y))
        {
            x = zu2 * x;
            bool isSquare = Fp2.TrySquareRoot(RightSide(x), out y);
            Debug.Assert(isSquare, "Of the two candidates exactly one has a square on its right side.");
        }

        return new AffinePoint<Fp2>(x, u.IsOdd() == y.IsOdd() ? y : -y);
    }

    private static Fp2 RightSide(in Fp2 x) => ((x.Square() + A) * x) + B;

    /// <summary>The <c>inv0</c> of both values with one inversion, unless one of them is zero.</summary>
    private static (Fp2 Left, Fp2 Right) InvertBoth(in Fp2 left, in Fp2 right)
    {
        if (left.IsZero || right.IsZero)
            return (left.Invert(), right.Invert());
        Fp2 inverse = (left * right).Invert();
        return (inverse * right, inverse * left);
    }
}
