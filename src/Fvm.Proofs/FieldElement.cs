using System.Buffers.Binary;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs;

/// <summary>Elements of the scalar field of BLS12-381 as 32 bytes, little-endian, as commitments, replica ids and challenges are.</summary>
internal static class FieldElement
{
    /// <summary>Bytes of an element.</summary>
    public const int Length = Fr.EncodedLength;

    /// <summary>Whether there are 32 bytes, below the modulus.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> littleEndian) => Fr.TryReadLittleEndian(littleEndian, out _);

    /// <summary>The integer modulo a smaller one.</summary>
    /// <param name="littleEndian">32 bytes; any.</param>
    /// <param name="modulus">Not zero, at most 2^32.</param>
    public static ulong Modulo(ReadOnlySpan<byte> littleEndian, ulong modulus)
    {
        ulong rest = 0;
        for (int i = Length - sizeof(uint); i >= 0; i -= sizeof(uint))
            rest = ((rest << 32) | BinaryPrimitives.ReadUInt32LittleEndian(littleEndian[i..])) % modulus;
        return rest;
    }
}
