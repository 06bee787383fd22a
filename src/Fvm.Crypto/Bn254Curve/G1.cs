using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>The curve y^2 = x^3 + 3 over F(p), a group of prime order r (EIP-196).</summary>
internal static class G1
{
    private static readonly Fp B = ResidueEncoding.FromUInt64<BaseModulus>(3);

    /// <summary>The agreed base point (1, 2).</summary>
    public static AffinePoint<Fp> Generator => new(Fp.One, Fp.One.Double());

    /// <summary>Whether the point satisfies the curve's equation; infinity, (0, 0), counts as on it.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp> point) =>
        point.IsInfinity || point.Y.Square() == (point.X.Square() * point.X) + B;
}
