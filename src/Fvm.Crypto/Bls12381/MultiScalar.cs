using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>Sums of multiples of points.</summary>
internal static class MultiScalar
{
    public static JacobianPoint<T> Sum<T>(ReadOnlySpan<AffinePoint<T>> points, ReadOnlySpan<Fr> factors)
        where T : unmanaged, IField<T>
    {
        JacobianPoint<T> sum = JacobianPoint<T>.Infinity;
        for (int i = 0; i < points.Length; i++)
            sum += PointMultiplication.Multiply(new JacobianPoint<T>(points[i]), factors[i]);
        return sum;
    }
}
