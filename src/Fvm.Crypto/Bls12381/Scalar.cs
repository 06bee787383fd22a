namespace Fvm.Crypto.Bls12381;

/// <summary>Integers modulo the group order r, of which only the encodings are needed: points are multiplied by bytes.</summary>
internal static class Scalar
{
    public const int Length = 32;

    /// <summary>
    /// Turns 32 little-endian bytes into big-endian ones for <see cref="Curves.JacobianPoint{T}.Multiply(ReadOnlySpan{byte})"/>. False when the
    /// length is wrong or the integer is r or more (<c>from_repr</c> of the reference's scalar field).
    /// </summary>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes32, Span<byte> bigEndian32)
    {
        if (bytes32.Length != Length)
            return false;
        bytes32.CopyTo(bigEndian32);
        bigEndian32.Reverse();
        return bigEndian32.SequenceCompareTo(CurveParameters.Order) < 0;
    }
}
