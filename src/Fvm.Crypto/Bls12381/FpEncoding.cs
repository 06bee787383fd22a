using System.Buffers.Binary;

namespace Fvm.Crypto.Bls12381;

/// <summary>Elements of the base field as bytes and as bare integers. A limb is seven bytes.</summary>
internal static class FpEncoding
{
    private const int LimbBytes = Fp.Width / 8;

    /// <summary>2^784 mod p: multiplying by it brings a plain integer into Montgomery form.</summary>
    private static Fp RSquared => new(
        0x6d_1c34_5103_70ed, 0xec_45c5_3e24_3d62, 0x09_3317_d3b1_d65a, 0x5d_7408_8b4f_36a0,
        0x86_5d11_8c10_ea72, 0xfd_5cd5_0732_0a75, 0x00_0c8d_4cc8_a759);

    /// <summary>p, big-endian.</summary>
    private static ReadOnlySpan<byte> Prime =>
    [
        0x1a, 0x01, 0x11, 0xea, 0x39, 0x7f, 0xe6, 0x9a, 0x4b, 0x1b, 0xa7, 0xb6, 0x43, 0x4b, 0xac, 0xd7,
        0x64, 0x77, 0x4b, 0x84, 0xf3, 0x85, 0x12, 0xbf, 0x67, 0x30, 0xd2, 0xa0, 0xf6, 0xb0, 0xf6, 0x24,
        0x1e, 0xab, 0xff, 0xfe, 0xb1, 0x53, 0xff, 0xff, 0xb9, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xaa, 0xab,
    ];

    /// <summary>Reads 48 big-endian bytes; false when the integer is p or more.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes48, out Fp value)
    {
        bool isCanonical = bytes48[..Fp.EncodedLength].SequenceCompareTo(Prime) < 0;
        value = isCanonical ? ToMontgomery(ReadPlain(bytes48)) : default;
        return isCanonical;
    }

    /// <summary>Writes 48 big-endian bytes.</summary>
    internal static void Write(in Fp value, Span<byte> bytes48)
    {
        Fp plain = Plain(value);
        ReadOnlySpan<ulong> limbs = [plain.L0, plain.L1, plain.L2, plain.L3, plain.L4, plain.L5, plain.L6];
        for (int i = 0; i < Fp.EncodedLength; i++)
            bytes48[Fp.EncodedLength - 1 - i] = (byte)(limbs[i / LimbBytes] >> (8 * (i % LimbBytes)));
    }

    /// <summary>Reduces a 64-byte big-endian integer modulo p.</summary>
    internal static Fp FromWide(ReadOnlySpan<byte> bytes64)
    {
        // high * 2^256 + low, each of 256 bits and so below p.
        Span<byte> padded = stackalloc byte[Fp.EncodedLength];
        padded.Clear();
        bytes64[..32].CopyTo(padded[16..]);
        Fp high = ToMontgomery(ReadPlain(padded));
        bytes64[32..64].CopyTo(padded[16..]);
        Fp low = ToMontgomery(ReadPlain(padded));

        // 2^256 = 2^(4 * 56 + 32).
        Fp shift = ToMontgomery(new Fp(0, 0, 0, 0, 1UL << 32, 0, 0));
        return (high * shift) + low;
    }

    internal static Fp ToMontgomery(in Fp plain) => plain * RSquared;

    /// <summary>The value out of Montgomery form, below p, as bare limbs.</summary>
    internal static Fp Plain(in Fp value) => (value * new Fp(1, 0, 0, 0, 0, 0, 0)).Canonical();

    /// <summary>Whether a plain integer exceeds (p - 1) / 2.</summary>
    internal static bool IsAboveHalf(in Fp plain)
    {
        // Twice the integer is above p exactly then; p is odd, so they never meet. Limbs of the difference carry as two's complement.
        long carry = (long)Fp.P0 - (long)(plain.L0 << 1);
        carry = (carry >> Fp.Width) + (long)Fp.P1 - (long)(plain.L1 << 1);
        carry = (carry >> Fp.Width) + (long)Fp.P2 - (long)(plain.L2 << 1);
        carry = (carry >> Fp.Width) + (long)Fp.P3 - (long)(plain.L3 << 1);
        carry = (carry >> Fp.Width) + (long)Fp.P4 - (long)(plain.L4 << 1);
        carry = (carry >> Fp.Width) + (long)Fp.P5 - (long)(plain.L5 << 1);
        return (carry >> Fp.Width) + (long)Fp.P6 - (long)(plain.L6 << 1) < 0;
    }

    /// <summary>Reads 48 big-endian bytes as bare limbs.</summary>
    private static Fp ReadPlain(ReadOnlySpan<byte> bytes48) => new(
        Limb(bytes48[40..]),
        Limb(bytes48[33..]),
        Limb(bytes48[26..]),
        Limb(bytes48[19..]),
        Limb(bytes48[12..]),
        Limb(bytes48[5..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48) >> 16);

    /// <summary>The last seven of eight bytes.</summary>
    private static ulong Limb(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes) & ((1UL << Fp.Width) - 1);
}
