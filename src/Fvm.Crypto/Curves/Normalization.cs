using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Curves;

/// <summary>Makes many points affine with one inversion (Montgomery's trick: Math. Comp. 48, 1987, section 10.3.1).</summary>
internal static class Normalization
{
    /// <summary>The same points by their coordinates. Points whose Z is one already, and infinity, cost nothing.</summary>
    public static AffinePoint<T>[] ToAffine<T>(ReadOnlySpan<JacobianPoint<T>> points)
        where T : unmanaged, IField<T>
    {
        var affine = new AffinePoint<T>[points.Length];
        ToAffine(points, affine);
        return affine;
    }

    /// <summary>As the other, into <paramref name="affine"/>, whose x coordinates hold the running products meanwhile.</summary>
    public static void ToAffine<T>(ReadOnlySpan<JacobianPoint<T>> points, Span<AffinePoint<T>> affine)
        where T : unmanaged, IField<T>
    {
        T product = T.One;
        for (int i = 0; i < points.Length; i++)
        {
            affine[i] = new AffinePoint<T>(product, default);
            if (!IsAffine(points[i]))
                product *= points[i].Z;
        }

        T inverse = product.Invert();
        for (int i = points.Length - 1; i >= 0; i--)
        {
            ref readonly JacobianPoint<T> point = ref points[i];
            if (IsAffine(point))
            {
                affine[i] = point.IsInfinity ? default : new AffinePoint<T>(point.X, point.Y);
                continue;
            }

            T inverseOfZ = inverse * affine[i].X;
            inverse *= point.Z;
            T square = inverseOfZ.Square();
            affine[i] = new AffinePoint<T>(point.X * square, point.Y * square * inverseOfZ);
        }
    }

    private static bool IsAffine<T>(in JacobianPoint<T> point)
        where T : unmanaged, IField<T>
        => point.IsInfinity || point.Z.Equals(T.One);
}
