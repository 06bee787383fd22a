using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Secp256r1Curve.BaseModulus>;

namespace Fvm.Crypto.Secp256r1Curve;

/// <summary>
/// A point (X/Z^2, Y/Z^3) of P-256, y^2 = x^3 - 3x + b (SEC 2, section 2.4.2); infinity has Z = 0. Formulas: hyperelliptic.org/EFD, shortw jacobian-3,
/// dbl-2001-b, add-2007-bl and madd-2007-bl. Every pair of operands is covered.
/// </summary>
internal readonly struct Point(in Fp x, in Fp y, in Fp z)
{
    public readonly Fp X = x;
    public readonly Fp Y = y;
    public readonly Fp Z = z;

    private static readonly Fp B = ResidueEncoding.FromHex<BaseModulus>("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    /// <summary>The agreed base point.</summary>
    public static readonly Point Generator = new(
        ResidueEncoding.FromHex<BaseModulus>("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
        ResidueEncoding.FromHex<BaseModulus>("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
        Fp.One);

    public static Point Infinity => default;

    public bool IsInfinity => Z.IsZero;

    public static Point operator -(in Point point) => new(point.X, -point.Y, point.Z);

    public static Point operator +(in Point left, in Point right)
    {
        if (left.IsInfinity)
            return right;
        if (right.IsInfinity)
            return left;

        Fp z1z1 = left.Z.Square();
        Fp z2z2 = right.Z.Square();
        Fp u1 = left.X * z2z2;
        Fp s1 = left.Y * right.Z * z2z2;
        Fp h = (right.X * z1z1) - u1;
        Fp halfR = (right.Y * left.Z * z1z1) - s1;
        if (h.IsZero)
            return halfR.IsZero ? left.Double() : Infinity;

        return Sum(u1, s1, h, halfR.Double(), (left.Z * right.Z * h).Double());
    }

    public static Point operator +(in Point left, in AffinePoint<Fp> right)
    {
        if (left.IsInfinity)
            return new Point(right.X, right.Y, Fp.One);

        Fp z1z1 = left.Z.Square();
        Fp h = (right.X * z1z1) - left.X;
        Fp halfR = (right.Y * left.Z * z1z1) - left.Y;
        if (h.IsZero)
            return halfR.IsZero ? left.Double() : Infinity;

        return Sum(left.X, left.Y, h, halfR.Double(), (left.Z * h).Double());
    }

    /// <summary>The point with these coordinates; false when they are not those of a finite point of the curve.</summary>
    public static bool TryCreate(in Fp x, in Fp y, out Point point)
    {
        point = new Point(x, y, Fp.One);
        Fp threeX = x.Double() + x;
        return y.Square() == (x.Square() * x) - threeX + B;
    }

    public Point Double()
    {
        Fp delta = Z.Square();
        Fp gamma = Y.Square();
        Fp beta = X * gamma;
        Fp product = (X - delta) * Fp.AddLazily(X, delta);
        Fp alpha = product.Double() + product;
        Fp fourBeta = beta.Double().Double();
        Fp x3 = alpha.Square() - fourBeta.Double();
        Fp z3 = (Y + Z).Square() - gamma - delta;
        Fp y3 = (alpha * (fourBeta - x3)) - gamma.Square().Double().Double().Double();
        return new Point(x3, y3, z3);
    }

    /// <summary>The end that both additions share: x1 and y1 over the joint denominator, h = x2 - x1, r = 2(y2 - y1).</summary>
    private static Point Sum(in Fp x1, in Fp y1, in Fp h, in Fp r, in Fp z3)
    {
        Fp i = h.Double().Square();
        Fp j = h * i;
        Fp v = x1 * i;
        Fp x3 = r.Square() - j - v.Double();
        return new Point(x3, (r * (v - x3)) - (y1 * j).Double(), z3);
    }
}
