using System.Buffers.Binary;

namespace Fvm.Crypto.Fields;

/// <summary>Residues as bytes and as bare integers.</summary>
internal static class ResidueEncoding
{
    private const int Length = 32;
    private const int Words = 4;

    /// <summary>Reads 32 big-endian bytes; false when the integer is p or more.</summary>
    internal static bool TryReadBigEndian<T>(ReadOnlySpan<byte> bytes32, out Residue<T> value)
        where T : unmanaged, IModulus<T>
    {
        bool isCanonical = bytes32[..Length].SequenceCompareTo(T.Prime) < 0;
        value = isCanonical ? ReadReduced<T>(bytes32) : default;
        return isCanonical;
    }

    /// <summary>Reads 32 big-endian bytes modulo p.</summary>
    internal static Residue<T> ReadReduced<T>(ReadOnlySpan<byte> bytes32)
        where T : unmanaged, IModulus<T>
    {
        Span<ulong> words = stackalloc ulong[Words];
        for (int i = 0; i < Words; i++)
            words[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes32[(8 * (Words - 1 - i))..]);
        return FromWords<T>(words);
    }

    /// <summary>Reads 32 little-endian bytes; false when the integer is p or more.</summary>
    internal static bool TryReadLittleEndian<T>(ReadOnlySpan<byte> bytes32, out Residue<T> value)
        where T : unmanaged, IModulus<T>
    {
        Span<byte> reversed = stackalloc byte[Length];
        bytes32[..Length].CopyTo(reversed);
        reversed.Reverse();
        return TryReadBigEndian(reversed, out value);
    }

    /// <summary>Four words, least significant first, modulo p.</summary>
    internal static Residue<T> FromWords<T>(ReadOnlySpan<ulong> words)
        where T : unmanaged, IModulus<T>
    {
        const ulong Mask = (1UL << Residue<T>.Width) - 1;
        var plain = new Residue<T>(
            words[0] & Mask,
            ((words[0] >> 52) | (words[1] << 12)) & Mask,
            ((words[1] >> 40) | (words[2] << 24)) & Mask,
            ((words[2] >> 28) | (words[3] << 36)) & Mask,
            words[3] >> 16);

        // 2^256 may be more than 4p, but a number below 2^260 times one below p still ends below 2p.
        return plain * T.RSquared;
    }

    /// <summary>The residue of a small integer.</summary>
    internal static Residue<T> FromUInt64<T>(ulong value)
        where T : unmanaged, IModulus<T>
        => FromWords<T>([value, 0, 0, 0]);

    /// <summary>The integer in [0, p) as four words, least significant first.</summary>
    internal static void ToWords<T>(in Residue<T> value, Span<ulong> words)
        where T : unmanaged, IModulus<T>
    {
        Residue<T> plain = Plain(value);
        words[0] = plain.L0 | (plain.L1 << 52);
        words[1] = (plain.L1 >> 12) | (plain.L2 << 40);
        words[2] = (plain.L2 >> 24) | (plain.L3 << 28);
        words[3] = (plain.L3 >> 36) | (plain.L4 << 16);
    }

    /// <summary>Writes 32 big-endian bytes.</summary>
    internal static void WriteBigEndian<T>(in Residue<T> value, Span<byte> bytes32)
        where T : unmanaged, IModulus<T>
    {
        Span<ulong> words = stackalloc ulong[Words];
        ToWords(value, words);
        for (int i = 0; i < Words; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes32[(8 * (Words - 1 - i))..], words[i]);
    }

    /// <summary>Writes 32 little-endian bytes.</summary>
    internal static void WriteLittleEndian<T>(in Residue<T> value, Span<byte> bytes32)
        where T : unmanaged, IModulus<T>
    {
        WriteBigEndian(value, bytes32);
        bytes32[..Length].Reverse();
    }

    /// <summary>A constant given as hexadecimal digits, at most 64, most significant first. Throws <see cref="FormatException"/> for anything else.</summary>
    internal static Residue<T> FromHex<T>(string digits)
        where T : unmanaged, IModulus<T>
    {
        if (!TryReadBigEndian(Convert.FromHexString(digits.PadLeft(2 * Length, '0')), out Residue<T> value))
            throw new FormatException("A field constant must be below its prime.");
        return value;
    }

    /// <summary>The value out of Montgomery form, below p, as bare limbs.</summary>
    internal static Residue<T> Plain<T>(in Residue<T> value)
        where T : unmanaged, IModulus<T>
        => (value * new Residue<T>(1, 0, 0, 0, 0)).Canonical();
}
