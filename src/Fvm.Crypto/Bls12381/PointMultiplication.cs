using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>Multiples of points by scalars. Time depends on the scalar.</summary>
internal static class PointMultiplication
{
    public static JacobianPoint<T> Multiply<T>(in JacobianPoint<T> point, in Fr factor)
        where T : unmanaged, IField<T>
    {
        Span<byte> bytes = stackalloc byte[Fr.EncodedLength];
        factor.WriteBigEndian(bytes);
        return point.Multiply(bytes);
    }
}
