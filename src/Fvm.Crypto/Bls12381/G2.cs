using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>The group of order r on the twist E': y^2 = x^3 + 4(1 + u) over F(p^2).</summary>
internal static class G2
{
    /// <summary>The agreed base point (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1).</summary>
    public static readonly AffinePoint<Fp2> Generator = new(
        Fp2.FromHex(
            "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
            "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"),
        Fp2.FromHex(
            "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801",
            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"));

    /// <summary>The constant term 4(1 + u) of the curve's equation.</summary>
    public static readonly Fp2 B = new(Fp.FromUInt64(4), Fp.FromUInt64(4));

    /// <summary>The right-hand side of the curve's equation.</summary>
    public static Fp2 RightSide(in Fp2 x) => (x.Square() * x) + B;

    /// <summary>Whether the point satisfies the curve's equation; infinity does.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp2> point) =>
        point.IsInfinity || point.Y.Square() == RightSide(point.X);

    /// <summary>
    /// Whether a point of the twist lies in the subgroup: psi(P) = x P. As psi^2 - (x + 1) psi + p = 0 on the whole twist, that gives
    /// (p - x) P = (x - 1)^2/3 * r * P = 0, and (x - 1)^2/3 has no factor in common with the twist's cofactor
    /// (Scott, eprint 2021/1130, section 4).
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<Fp2> point)
    {
        var jacobian = new JacobianPoint<Fp2>(point);
        return Psi(jacobian) == -jacobian.Multiply(CurveParameters.AbsoluteX);
    }

    /// <summary>Untwist, p-th power, twist (RFC 9380 appendix G.3): an endomorphism that multiplies by p = x in the subgroup.</summary>
    public static JacobianPoint<Fp2> Psi(in JacobianPoint<Fp2> point) => new(
        point.X.Conjugate() * FrobeniusConstants.PsiX,
        point.Y.Conjugate() * FrobeniusConstants.PsiY,
        point.Z.Conjugate());

    /// <summary>The same for a point in affine coordinates.</summary>
    public static AffinePoint<Fp2> Psi(in AffinePoint<Fp2> point) => new(
        point.X.Conjugate() * FrobeniusConstants.PsiX, point.Y.Conjugate() * FrobeniusConstants.PsiY);

    /// <summary>
    /// The multiple by h_eff of RFC 9380 section 8.8.2, which lies in the subgroup: (x^2 - x - 1) P + (x - 1) psi(P) + psi(psi(2P))
    /// (appendix G.3; Budroni and Pintore, eprint 2017/419).
    /// </summary>
    public static JacobianPoint<Fp2> ClearCofactor(in JacobianPoint<Fp2> point)
    {
        JacobianPoint<Fp2> xp = -point.Multiply(CurveParameters.AbsoluteX);
        JacobianPoint<Fp2> psi = Psi(point);

        // x (xP + psi(P)) - xP - P - psi(P) + psi(psi(2P))
        JacobianPoint<Fp2> sum = -(xp + psi).Multiply(CurveParameters.AbsoluteX);
        return sum - xp - point - psi + Psi(Psi(point.Double()));
    }
}
