using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>Multiples of points by scalars. Time depends on the scalar.</summary>
internal static class PointMultiplication
{
    public static JacobianPoint<T> Multiply<T>(in JacobianPoint<T> point, in Fr factor)
        where T : unmanaged, IField<T>
    {
        Span<ulong> words = stackalloc ulong[4];
        ResidueEncoding.ToWords(factor.Residue, words);
        return point.Multiply(words);
    }
}
