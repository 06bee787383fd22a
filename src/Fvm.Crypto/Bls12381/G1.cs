using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>The group of order r on E: y^2 = x^3 + 4 over F(p).</summary>
internal static class G1
{
    /// <summary>A primitive cube root of one: (x, y) -> (beta x, y) multiplies by -x^2 in G1, x the curve's parameter.</summary>
    private static readonly Fp Beta = Fp.FromHex(
        "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");

    /// <summary>The agreed base point (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1).</summary>
    public static readonly AffinePoint<Fp> Generator = new(
        Fp.FromHex("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
        Fp.FromHex("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"));

    private static readonly Fp B = Fp.FromUInt64(4);

    /// <summary>The right-hand side of the curve's equation.</summary>
    public static Fp RightSide(in Fp x) => (x.Square() * x) + B;

    /// <summary>Whether the point satisfies the curve's equation; infinity does.</summary>
    public static bool IsOnCurve(in AffinePoint<Fp> point) =>
        point.IsInfinity || point.Y.Square() == RightSide(point.X);

    /// <summary>
    /// Whether a point of the curve lies in the subgroup. With phi(x, y) = (beta x, y) holds phi^2 + phi + 1 = 0 on the whole curve,
    /// so phi(P) = -x^2 P gives (x^4 - x^2 + 1) P = r P = 0; the converse holds by the choice of beta. (Scott, eprint 2021/1130, section 6.)
    /// </summary>
    public static bool IsInSubgroup(in AffinePoint<Fp> point)
    {
        if (point.IsInfinity)
            return true;
        JacobianPoint<Fp> multiple = new JacobianPoint<Fp>(point)
            .Multiply(CurveParameters.AbsoluteX)
            .Multiply(CurveParameters.AbsoluteX);
        return -multiple == new JacobianPoint<Fp>(Phi(point));
    }

    /// <summary>The endomorphism that multiplies by -x^2 in the subgroup.</summary>
    public static AffinePoint<Fp> Phi(in AffinePoint<Fp> point) => new(Beta * point.X, point.Y);
}
