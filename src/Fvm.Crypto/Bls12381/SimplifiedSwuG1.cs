using System.Diagnostics;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// RFC 9380 section 6.6.2, <c>map_to_curve_simple_swu</c>, onto E': y^2 = x^3 + A'x + B' over F(p), with the constants of section 8.8.1.
/// </summary>
internal static class SimplifiedSwuG1
{
    public static readonly Fp A = Fp.FromHex("144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d");

    public static readonly Fp B = Fp.FromHex("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0");

    private static readonly Fp Z = Fp.FromUInt64(11);

    /// <summary>-B / A.</summary>
    private static readonly Fp NegativeBOverA = -B * A.Invert();

    /// <summary>B / (Z A).</summary>
    private static readonly Fp BOverZA = B * (Z * A).Invert();

    /// <summary>A point of E' for every element.</summary>
    public static AffinePoint<Fp> Map(in Fp u)
    {
        Fp zu2 = Z * u.Square();
        Fp tv1 = (zu2.Square() + zu2).Invert();
        Fp x = tv1.IsZero ? BOverZA : NegativeBOverA * (Fp.One + tv1);
        if (!FpPowers.TrySquareRoot(RightSide(x), out Fp y))
        {
            x = zu2 * x;
            bool isSquare = FpPowers.TrySquareRoot(RightSide(x), out y);
            Debug.Assert(isSquare, "Of the two candidates exactly one has a square on its right side.");
        }

        return new AffinePoint<Fp>(x, u.IsOdd() == y.IsOdd() ? y : -y);
    }

    private static Fp RightSide(in Fp x) => ((x.Square() + A) * x) + B;
}
