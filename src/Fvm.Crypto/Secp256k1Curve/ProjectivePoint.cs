namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// A point (X : Y : Z) of y² = x³ + 7 in homogeneous coordinates, x = X/Z and y = Y/Z; the point at infinity is (0 : 1 : 0).
/// The formulas are the complete ones of Renes, Costello and Batina, "Complete addition formulas for prime order
/// elliptic curves" (2016), algorithms 7 to 9: right for equal points, opposite points and infinity with no case
/// distinction, so nothing here branches.
/// </summary>
internal readonly struct ProjectivePoint(in FieldElement x, in FieldElement y, in FieldElement z)
{
    // 3 * b.
    private const uint ThreeB = 21;

    internal readonly FieldElement X = x, Y = y, Z = z;

    internal static ProjectivePoint Infinity => new(FieldElement.Zero, FieldElement.One, FieldElement.Zero);

    internal bool IsInfinity => Z.IsZero;

    /// <summary>The sum, 12 multiplications (algorithm 7).</summary>
    public static ProjectivePoint operator +(in ProjectivePoint p, in ProjectivePoint q)
    {
        FieldElement xx = p.X * q.X, yy = p.Y * q.Y, zz = p.Z * q.Z;
        FieldElement xy = ((p.X + p.Y) * (q.X + q.Y)) - (xx + yy);
        FieldElement yz = ((p.Y + p.Z) * (q.Y + q.Z)) - (yy + zz);
        FieldElement xz = ((p.X + p.Z) * (q.X + q.Z)) - (xx + zz);
        return Combine(xx, yy, zz * ThreeB, xy, yz, xz * ThreeB);
    }

    /// <summary>The sum with an affine point, 11 multiplications (algorithm 8).</summary>
    public static ProjectivePoint operator +(in ProjectivePoint p, in AffinePoint q)
    {
        FieldElement xx = p.X * q.X, yy = p.Y * q.Y;
        FieldElement xy = ((p.X + p.Y) * (q.X + q.Y)) - (xx + yy);
        FieldElement yz = (q.Y * p.Z) + p.Y;
        FieldElement xz = (q.X * p.Z) + p.X;
        return Combine(xx, yy, p.Z * ThreeB, xy, yz, xz * ThreeB);
    }

    public static ProjectivePoint operator -(in ProjectivePoint p) => new(p.X, -p.Y, p.Z);

    /// <summary>Twice the point, 6 multiplications and 2 squarings (algorithm 9).</summary>
    internal ProjectivePoint Double()
    {
        FieldElement yy = Y.Square();
        FieldElement zz = Z.Square() * ThreeB;
        FieldElement yy8 = yy * 8u;
        FieldElement difference = yy - (zz * 3u);
        FieldElement half = difference * (X * Y);
        return new ProjectivePoint(
            half + half,
            (difference * (yy + zz)) + (yy8 * zz),
            yy8 * (Y * Z));
    }

    /// <summary><paramref name="whenSet"/> where the mask is all ones, else <paramref name="otherwise"/>.</summary>
    internal static ProjectivePoint Choose(ulong mask, in ProjectivePoint whenSet, in ProjectivePoint otherwise) => new(
        FieldElement.Choose(mask, whenSet.X, otherwise.X),
        FieldElement.Choose(mask, whenSet.Y, otherwise.Y),
        FieldElement.Choose(mask, whenSet.Z, otherwise.Z));

    /// <summary>The point in affine coordinates; (0, 0), which is not on the curve, for infinity.</summary>
    internal AffinePoint ToAffine()
    {
        FieldElement inverse = FieldPowers.Invert(Z);
        return new AffinePoint(X * inverse, Y * inverse);
    }

    /// <summary>The common end of both additions; <paramref name="zz"/> and <paramref name="xz"/> come multiplied by 3b.</summary>
    private static ProjectivePoint Combine(
        in FieldElement xx, in FieldElement yy, in FieldElement zz, in FieldElement xy, in FieldElement yz, in FieldElement xz)
    {
        FieldElement sum = yy + zz, difference = yy - zz, xx3 = xx * 3u;
        return new ProjectivePoint(
            (xy * difference) - (yz * xz),
            (difference * sum) + (xx3 * xz),
            (yz * sum) + (xx3 * xy));
    }
}
