using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// An element of the base field of BLS12-381, integers modulo
/// p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
/// (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1), in Montgomery form: the limbs, least significant first, hold
/// value * 2^384 mod p and are always below p, so that equal values have equal limbs.
/// Neither this field nor anything above it runs in constant time.
/// </summary>
internal readonly struct Fp : IField<Fp>
{
    /// <summary>Length of the big-endian encoding.</summary>
    public const int EncodedLength = 48;

    private const ulong P0 = 0xb9fe_ffff_ffff_aaab;
    private const ulong P1 = 0x1eab_fffe_b153_ffff;
    private const ulong P2 = 0x6730_d2a0_f6b0_f624;
    private const ulong P3 = 0x6477_4b84_f385_12bf;
    private const ulong P4 = 0x4b1b_a7b6_434b_acd7;
    private const ulong P5 = 0x1a01_11ea_397f_e69a;

    /// <summary>-1/p modulo 2^64, the factor of Montgomery reduction.</summary>
    private const ulong NegativeInverse = 0x89f3_fffc_fffc_fffd;

    private readonly ulong _l0, _l1, _l2, _l3, _l4, _l5;

    private Fp(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
        _l4 = l4;
        _l5 = l5;
    }

    /// <summary>2^384 mod p.</summary>
    public static Fp One => new(
        0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba,
        0x77ce_5853_7052_5745, 0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493);

    /// <summary>2^768 mod p: multiplying by it brings a plain integer into Montgomery form.</summary>
    private static Fp RSquared => new(
        0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5,
        0x67eb_88a9_939d_83c0, 0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa);

    public bool IsZero => (_l0 | _l1 | _l2 | _l3 | _l4 | _l5) == 0;

    public static Fp operator +(in Fp left, in Fp right)
    {
        // Both are below p < 2^381, so the sum never leaves six limbs.
        ulong carry = 0;
        ulong l0 = Limbs.Add(left._l0, right._l0, ref carry);
        ulong l1 = Limbs.Add(left._l1, right._l1, ref carry);
        ulong l2 = Limbs.Add(left._l2, right._l2, ref carry);
        ulong l3 = Limbs.Add(left._l3, right._l3, ref carry);
        ulong l4 = Limbs.Add(left._l4, right._l4, ref carry);
        ulong l5 = left._l5 + right._l5 + carry;
        return Reduced(l0, l1, l2, l3, l4, l5);
    }

    public static Fp operator -(in Fp left, in Fp right)
    {
        ulong borrow = 0;
        ulong l0 = Limbs.Subtract(left._l0, right._l0, ref borrow);
        ulong l1 = Limbs.Subtract(left._l1, right._l1, ref borrow);
        ulong l2 = Limbs.Subtract(left._l2, right._l2, ref borrow);
        ulong l3 = Limbs.Subtract(left._l3, right._l3, ref borrow);
        ulong l4 = Limbs.Subtract(left._l4, right._l4, ref borrow);
        ulong l5 = Limbs.Subtract(left._l5, right._l5, ref borrow);

        // A mask instead of a branch: the borrow is a coin flip that no predictor learns.
        ulong mask = 0 - borrow;
        ulong carry = 0;
        l0 = Limbs.Add(l0, P0 & mask, ref carry);
        l1 = Limbs.Add(l1, P1 & mask, ref carry);
        l2 = Limbs.Add(l2, P2 & mask, ref carry);
        l3 = Limbs.Add(l3, P3 & mask, ref carry);
        l4 = Limbs.Add(l4, P4 & mask, ref carry);
        l5 = l5 + (P5 & mask) + carry;
        return new Fp(l0, l1, l2, l3, l4, l5);
    }

    public static Fp operator -(in Fp value) => default(Fp) - value;

    /// <summary>
    /// Montgomery multiplication, coarsely integrated operand scanning. p leaves three bits of the top limb free, hence the two
    /// carries of a row add up without overflow and no seventh limb is needed (Acar 1996; the "no-carry" condition is P5 &lt; 2^63).
    /// </summary>
    public static Fp operator *(in Fp left, in Fp right)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        ref ulong limbs = ref Unsafe.AsRef(in right._l0);
        for (int i = 0; i < 6; i++)
        {
            // SAFETY: the struct is six consecutive ulongs (sequential layout, one field type) and i stays below six.
            ulong digit = Unsafe.Add(ref limbs, i);
            ulong product = 0;
            ulong reduction = 0;
            t0 = Limbs.MultiplyAdd(left._l0, digit, t0, ref product);
            ulong m = t0 * NegativeInverse;
            Limbs.MultiplyAdd(m, P0, t0, ref reduction);
            t1 = Limbs.MultiplyAdd(left._l1, digit, t1, ref product);
            t0 = Limbs.MultiplyAdd(m, P1, t1, ref reduction);
            t2 = Limbs.MultiplyAdd(left._l2, digit, t2, ref product);
            t1 = Limbs.MultiplyAdd(m, P2, t2, ref reduction);
            t3 = Limbs.MultiplyAdd(left._l3, digit, t3, ref product);
            t2 = Limbs.MultiplyAdd(m, P3, t3, ref reduction);
            t4 = Limbs.MultiplyAdd(left._l4, digit, t4, ref product);
            t3 = Limbs.MultiplyAdd(m, P4, t4, ref reduction);
            t5 = Limbs.MultiplyAdd(left._l5, digit, t5, ref product);
            t4 = Limbs.MultiplyAdd(m, P5, t5, ref reduction);
            t5 = product + reduction;
        }

        return Reduced(t0, t1, t2, t3, t4, t5);
    }

    public static bool operator ==(in Fp left, in Fp right) =>
        ((left._l0 ^ right._l0) | (left._l1 ^ right._l1) | (left._l2 ^ right._l2)
            | (left._l3 ^ right._l3) | (left._l4 ^ right._l4) | (left._l5 ^ right._l5)) == 0;

    public static bool operator !=(in Fp left, in Fp right) => !(left == right);

    public Fp Square() => this * this;

    public Fp Double() => this + this;

    public Fp Invert() => FpPowers.Invert(this);

    public bool Equals(Fp other) => this == other;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp other && this == other;

    public override int GetHashCode() => _l0.GetHashCode();

    /// <summary>0x and 96 hexadecimal digits, not in Montgomery form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[EncodedLength];
        Write(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"0x{Convert.ToHexStringLower(bytes)}");
    }

    /// <summary>Half the value.</summary>
    public Fp Half()
    {
        // An odd residue becomes even by adding p; (2^381 + 2^381) / 2 fits.
        ulong mask = 0 - (_l0 & 1);
        ulong carry = 0;
        ulong l0 = Limbs.Add(_l0, P0 & mask, ref carry);
        ulong l1 = Limbs.Add(_l1, P1 & mask, ref carry);
        ulong l2 = Limbs.Add(_l2, P2 & mask, ref carry);
        ulong l3 = Limbs.Add(_l3, P3 & mask, ref carry);
        ulong l4 = Limbs.Add(_l4, P4 & mask, ref carry);
        ulong l5 = _l5 + (P5 & mask) + carry;
        return new Fp(
            (l0 >> 1) | (l1 << 63), (l1 >> 1) | (l2 << 63), (l2 >> 1) | (l3 << 63),
            (l3 >> 1) | (l4 << 63), (l4 >> 1) | (l5 << 63), l5 >> 1);
    }

    /// <summary>Whether the value as an integer in [0, p) is odd: <c>sgn0</c> of RFC 9380 section 4.1 for m = 1.</summary>
    public bool IsOdd() => (Plain()._l0 & 1) != 0;

    /// <summary>Whether the value as an integer exceeds (p - 1) / 2, so that it is the larger of itself and its negative.</summary>
    public bool IsLexicographicallyLarger()
    {
        // Twice the plain integer is above p exactly then; p is odd, so they never meet.
        Fp plain = Plain();
        ulong borrow = 0;
        _ = Limbs.Subtract(P0, plain._l0 << 1, ref borrow);
        _ = Limbs.Subtract(P1, (plain._l1 << 1) | (plain._l0 >> 63), ref borrow);
        _ = Limbs.Subtract(P2, (plain._l2 << 1) | (plain._l1 >> 63), ref borrow);
        _ = Limbs.Subtract(P3, (plain._l3 << 1) | (plain._l2 >> 63), ref borrow);
        _ = Limbs.Subtract(P4, (plain._l4 << 1) | (plain._l3 >> 63), ref borrow);
        _ = Limbs.Subtract(P5, (plain._l5 << 1) | (plain._l4 >> 63), ref borrow);
        return borrow != 0;
    }

    /// <summary>Reads 48 big-endian bytes; false when the integer is p or more.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes48, out Fp value)
    {
        Fp plain = ReadPlain(bytes48);
        ulong borrow = 0;
        _ = Limbs.Subtract(plain._l0, P0, ref borrow);
        _ = Limbs.Subtract(plain._l1, P1, ref borrow);
        _ = Limbs.Subtract(plain._l2, P2, ref borrow);
        _ = Limbs.Subtract(plain._l3, P3, ref borrow);
        _ = Limbs.Subtract(plain._l4, P4, ref borrow);
        _ = Limbs.Subtract(plain._l5, P5, ref borrow);
        value = borrow != 0 ? plain * RSquared : default;
        return borrow != 0;
    }

    /// <summary>Writes 48 big-endian bytes.</summary>
    public void Write(Span<byte> bytes48)
    {
        Fp plain = Plain();
        BinaryPrimitives.WriteUInt64BigEndian(bytes48[40..], plain._l0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes48[32..], plain._l1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes48[24..], plain._l2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes48[16..], plain._l3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes48[8..], plain._l4);
        BinaryPrimitives.WriteUInt64BigEndian(bytes48, plain._l5);
    }

    /// <summary>Reduces a 64-byte big-endian integer modulo p (RFC 9380 section 5.2, <c>hash_to_field</c> with L = 64).</summary>
    public static Fp FromWide(ReadOnlySpan<byte> bytes64)
    {
        // high * 2^256 + low, each of 256 bits and so below p.
        Span<byte> padded = stackalloc byte[EncodedLength];
        padded.Clear();
        bytes64[..32].CopyTo(padded[16..]);
        Fp high = ReadPlain(padded);
        bytes64[32..64].CopyTo(padded[16..]);
        Fp low = ReadPlain(padded);

        // 2^256 enters as 2^256 * 2^384 mod p = (2^256 * RSquared) / 2^384.
        Fp shift = new Fp(0, 0, 0, 0, 1, 0) * RSquared;
        return (high * RSquared * shift) + (low * RSquared);
    }

    /// <summary>A small integer.</summary>
    public static Fp FromUInt64(ulong value) => new Fp(value, 0, 0, 0, 0, 0) * RSquared;

    /// <summary>A constant given as hexadecimal digits, at most 96, most significant first. Throws <see cref="FormatException"/> for anything else.</summary>
    public static Fp FromHex(string digits)
    {
        if (!TryRead(Convert.FromHexString(digits.PadLeft(2 * EncodedLength, '0')), out Fp value))
            throw new FormatException("A field constant must be below p.");
        return value;
    }

    private static Fp ReadPlain(ReadOnlySpan<byte> bytes48) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes48[40..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48[32..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes48));

    /// <summary>The value out of Montgomery form, as bare limbs.</summary>
    private Fp Plain() => this * new Fp(1, 0, 0, 0, 0, 0);

    /// <summary>Subtracts p once if needed; the argument is below 2p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp Reduced(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5)
    {
        ulong borrow = 0;
        ulong s0 = Limbs.Subtract(l0, P0, ref borrow);
        ulong s1 = Limbs.Subtract(l1, P1, ref borrow);
        ulong s2 = Limbs.Subtract(l2, P2, ref borrow);
        ulong s3 = Limbs.Subtract(l3, P3, ref borrow);
        ulong s4 = Limbs.Subtract(l4, P4, ref borrow);
        ulong s5 = Limbs.Subtract(l5, P5, ref borrow);
        ulong keep = 0 - borrow;
        return new Fp(
            s0 ^ ((s0 ^ l0) & keep), s1 ^ ((s1 ^ l1) & keep), s2 ^ ((s2 ^ l2) & keep),
            s3 ^ ((s3 ^ l3) & keep), s4 ^ ((s4 ^ l4) & keep), s5 ^ ((s5 ^ l5) & keep));
    }
}
