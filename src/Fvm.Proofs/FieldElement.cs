using System.Globalization;
using System.Numerics;

namespace Fvm.Proofs;

/// <summary>Elements of the scalar field of BLS12-381 as 32 bytes, little-endian, as commitments are.</summary>
internal static class FieldElement
{
    private static readonly BigInteger Modulus =
        BigInteger.Parse("073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Whether the bytes are below the modulus.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> littleEndian) => new BigInteger(littleEndian, isUnsigned: true) < Modulus;
}
