using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>The group of order r on the twist y^2 = x^3 + 3/(9 + u) over F(p^2) (EIP-197).</summary>
internal static class G2
{
    /// <summary>x, the parameter that the family of curves is built from.</summary>
    public const ulong Parameter = 0x44e9_92b4_4a69_09f1;

    /// <summary>The constant term 3/(9 + u) of the curve's equation.</summary>
    public static readonly Fp2 B = Fp2.FromHex(
        "2b149d40ceb8aaae81be18991be06ac3b5b4c5e559dbefa33267e6dc24a138e5",
        "009713b03af0fed4cd2cafadeed8fdf4a74fa084e52d1852e4a2bd0685c315d2");

    /// <summary>The agreed base point (EIP-197).</summary>
    public static readonly AffinePoint<Fp2> Generator = new(
        Fp2.FromHex(
            "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"),
        Fp2.FromHex(
            "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
            "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"));

    /// <summary>Whether the point satisfies the curve's equation; infinity does.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp2> point) =>
        point.IsInfinity || point.Y.Square() == (point.X.Square() * point.X) + B;

    /// <summary>
    /// Whether a point of the twist lies in the subgroup of order r: (x + 1) P + psi(xP) + psi^2(xP) = psi^3(2xP)
    /// (El Housni, Guillevic and Piellard, eprint 2022/348, section 3.1.2, BN curves).
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<Fp2> point)
    {
        var jacobian = new JacobianPoint<Fp2>(point);
        JacobianPoint<Fp2> xp = jacobian.Multiply(Parameter);
        JacobianPoint<Fp2> once = Psi(xp);
        JacobianPoint<Fp2> twice = Psi(once);
        return xp + jacobian + once + twice == Psi(twice).Double();
    }

    /// <summary>Untwist, p-th power, twist: an endomorphism that multiplies by p in the subgroup.</summary>
    public static JacobianPoint<Fp2> Psi(in JacobianPoint<Fp2> point) => new(
        point.X.Conjugate() * FrobeniusConstants.W2,
        point.Y.Conjugate() * FrobeniusConstants.W3,
        point.Z.Conjugate());

    /// <summary>The same for affine coordinates.</summary>
    public static AffinePoint<Fp2> Psi(in AffinePoint<Fp2> point) =>
        new(point.X.Conjugate() * FrobeniusConstants.W2, point.Y.Conjugate() * FrobeniusConstants.W3);
}
