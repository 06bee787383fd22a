using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// An element of the base field of BLS12-381, integers modulo
/// p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
/// (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1), in Montgomery form: seven limbs of 56 bits, least significant first, hold
/// value * 2^392 mod p up to a multiple of p. Between operations the number is below 8p (not below p), which saves most of the corrections; as 2^392 is
/// about 2520p, a product of numbers below 48p each is below 2p. Comparisons and writing reduce to the end.
/// Addition, subtraction and multiplication run in time that does not depend on the values; comparisons, inversion and what is built on them do not.
/// </summary>
internal readonly struct Fp : IField<Fp>
{
    /// <summary>Length of the big-endian encoding.</summary>
    public const int EncodedLength = 48;

    /// <summary>Bits of a limb.</summary>
    internal const int Width = 56;

    internal const int LimbCount = 7;

    internal const ulong P0 = 0xfe_ffff_ffff_aaab;
    internal const ulong P1 = 0xff_feb1_53ff_ffb9;
    internal const ulong P2 = 0xa0_f6b0_f624_1eab;
    internal const ulong P3 = 0xf3_8512_bf67_30d2;
    internal const ulong P4 = 0x4b_acd7_6477_4b84;
    internal const ulong P5 = 0xe6_9a4b_1ba7_b643;
    internal const ulong P6 = 0x00_1a01_11ea_397f;

    private const ulong Mask = (1UL << Width) - 1;

    /// <summary>1/p modulo 2^56.</summary>
    private const ulong Inverse = 0x0c_0003_0003_0003;

    internal readonly ulong L0, L1, L2, L3, L4, L5, L6;

    internal Fp(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
        L5 = l5;
        L6 = l6;
    }

    /// <summary>2^392 mod p.</summary>
    public static Fp One => new(
        0xd8_0000_0347_fcb8, 0x0c_de6d_2002_b119, 0x83_a209_0c72_12e0, 0xda_0f73_e037_669f,
        0x12_97bb_09b0_9b42, 0x01_2ca7_c515_d98f, 0x00_0577_a659_fcfa);

    /// <summary>
    /// Whether this is a multiple of p: one of 0, p, ... 7p. The lowest limb alone tells which it would be, and nearly always that it is none.
    /// </summary>
    public bool IsZero
    {
        get
        {
            ulong multiple = (L0 * Inverse) & Mask;
            return multiple < 8 && IsMultiple(multiple);
        }
    }

    public static Fp operator +(in Fp left, in Fp right) => Corrected(
        left.L0 + right.L0 - (P0 << 3),
        left.L1 + right.L1 - (P1 << 3),
        left.L2 + right.L2 - (P2 << 3),
        left.L3 + right.L3 - (P3 << 3),
        left.L4 + right.L4 - (P4 << 3),
        left.L5 + right.L5 - (P5 << 3),
        left.L6 + right.L6 - (P6 << 3),
        3);

    public static Fp operator -(in Fp left, in Fp right) => Corrected(
        left.L0 - right.L0,
        left.L1 - right.L1,
        left.L2 - right.L2,
        left.L3 - right.L3,
        left.L4 - right.L4,
        left.L5 - right.L5,
        left.L6 - right.L6,
        3);

    public static Fp operator -(in Fp value) => default(Fp) - value;

    public static Fp operator *(in Fp left, in Fp right) => FpProduct.Multiply(left, right);

    public static bool operator ==(in Fp left, in Fp right) => (left - right).IsZero;

    public static bool operator !=(in Fp left, in Fp right) => !(left == right);

    public Fp Square() => FpSquare.Square(this);

    public Fp Double() => this + this;

    public Fp Invert() => FpInverse.Invert(this);

    public bool Equals(Fp other) => this == other;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp other && this == other;

    public override int GetHashCode() => FpEncoding.Plain(this).L0.GetHashCode();

    /// <summary>0x and 96 hexadecimal digits, not in Montgomery form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[EncodedLength];
        Write(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"0x{Convert.ToHexStringLower(bytes)}");
    }

    /// <summary>The sum without a correction, below 16p: for factors only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Fp AddLazily(in Fp left, in Fp right) => Carried(
        left.L0 + right.L0,
        left.L1 + right.L1,
        left.L2 + right.L2,
        left.L3 + right.L3,
        left.L4 + right.L4,
        left.L5 + right.L5,
        left.L6 + right.L6);

    /// <summary>The difference plus 8p, below 16p: for factors only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Fp SubtractLazily(in Fp left, in Fp right) => Carried(
        left.L0 - right.L0 + (P0 << 3),
        left.L1 - right.L1 + (P1 << 3),
        left.L2 - right.L2 + (P2 << 3),
        left.L3 - right.L3 + (P3 << 3),
        left.L4 - right.L4 + (P4 << 3),
        left.L5 - right.L5 + (P5 << 3),
        left.L6 - right.L6 + (P6 << 3));

    /// <summary>The difference of two products, which are below 2p: plus 2p it is below 4p and needs no correction.</summary>
    internal static Fp SubtractProducts(in Fp left, in Fp right) => Carried(
        left.L0 - right.L0 + (P0 << 1),
        left.L1 - right.L1 + (P1 << 1),
        left.L2 - right.L2 + (P2 << 1),
        left.L3 - right.L3 + (P3 << 1),
        left.L4 - right.L4 + (P4 << 1),
        left.L5 - right.L5 + (P5 << 1),
        left.L6 - right.L6 + (P6 << 1));

    /// <summary>One product less two others, all below 2p: plus 4p it is below 6p and needs no correction.</summary>
    internal static Fp SubtractProducts(in Fp left, in Fp first, in Fp second) => Carried(
        left.L0 - first.L0 - second.L0 + (P0 << 2),
        left.L1 - first.L1 - second.L1 + (P1 << 2),
        left.L2 - first.L2 - second.L2 + (P2 << 2),
        left.L3 - first.L3 - second.L3 + (P3 << 2),
        left.L4 - first.L4 - second.L4 + (P4 << 2),
        left.L5 - first.L5 - second.L5 + (P5 << 2),
        left.L6 - first.L6 - second.L6 + (P6 << 2));

    /// <summary>Half the value.</summary>
    public Fp Half()
    {
        // An odd number becomes even by adding p.
        ulong odd = 0 - (L0 & 1);
        Fp even = Carried(
            L0 + (P0 & odd), L1 + (P1 & odd), L2 + (P2 & odd), L3 + (P3 & odd), L4 + (P4 & odd), L5 + (P5 & odd), L6 + (P6 & odd));
        return new Fp(
            ((even.L1 << 55) & Mask) | (even.L0 >> 1),
            ((even.L2 << 55) & Mask) | (even.L1 >> 1),
            ((even.L3 << 55) & Mask) | (even.L2 >> 1),
            ((even.L4 << 55) & Mask) | (even.L3 >> 1),
            ((even.L5 << 55) & Mask) | (even.L4 >> 1),
            ((even.L6 << 55) & Mask) | (even.L5 >> 1),
            even.L6 >> 1);
    }

    /// <summary>Whether the value as an integer in [0, p) is odd: <c>sgn0</c> of RFC 9380 section 4.1 for m = 1.</summary>
    public bool IsOdd() => (FpEncoding.Plain(this).L0 & 1) != 0;

    /// <summary>Whether the value as an integer exceeds (p - 1) / 2, so that it is the larger of itself and its negative.</summary>
    public bool IsLexicographicallyLarger() => FpEncoding.IsAboveHalf(FpEncoding.Plain(this));

    /// <summary>Reads 48 big-endian bytes; false when the integer is p or more.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes48, out Fp value) => FpEncoding.TryRead(bytes48, out value);

    /// <summary>Writes 48 big-endian bytes.</summary>
    public void Write(Span<byte> bytes48) => FpEncoding.Write(this, bytes48);

    /// <summary>Reduces a 64-byte big-endian integer modulo p (RFC 9380 section 5.2, <c>hash_to_field</c> with L = 64).</summary>
    public static Fp FromWide(ReadOnlySpan<byte> bytes64) => FpEncoding.FromWide(bytes64);

    /// <summary>A small integer.</summary>
    public static Fp FromUInt64(ulong value) => FpEncoding.ToMontgomery(new Fp(value & Mask, value >> Width, 0, 0, 0, 0, 0));

    /// <summary>A constant given as hexadecimal digits, at most 96, most significant first. Throws <see cref="FormatException"/> for anything else.</summary>
    public static Fp FromHex(string digits)
    {
        if (!TryRead(Convert.FromHexString(digits.PadLeft(2 * EncodedLength, '0')), out Fp value))
            throw new FormatException("A field constant must be below p.");
        return value;
    }

    /// <summary>The representative below p of a number below 8p.</summary>
    internal Fp Canonical() => LessIfNotBelow(2).LessIfNotBelow(1).LessIfNotBelow(0);

    /// <summary>Takes off p * 2^<paramref name="power"/> unless the number is below it.</summary>
    private Fp LessIfNotBelow(int power) => Corrected(
        L0 - (P0 << power), L1 - (P1 << power), L2 - (P2 << power), L3 - (P3 << power), L4 - (P4 << power), L5 - (P5 << power), L6 - (P6 << power), power);

    private bool IsMultiple(ulong multiple)
    {
        Fp expected = Carried(
            P0 * multiple, P1 * multiple, P2 * multiple, P3 * multiple, P4 * multiple, P5 * multiple, P6 * multiple);
        return ((expected.L0 ^ L0) | (expected.L1 ^ L1) | (expected.L2 ^ L2) | (expected.L3 ^ L3)
            | (expected.L4 ^ L4) | (expected.L5 ^ L5) | (expected.L6 ^ L6)) == 0;
    }

    /// <summary>
    /// Carries through limbs that are differences (two's complement) and adds p * 2^<paramref name="power"/> if the whole is negative.
    /// A mask instead of a branch: the sign is a coin flip that no predictor learns.
    /// </summary>
    private static Fp Corrected(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6, int power)
    {
        l1 += (ulong)((long)l0 >> Width);
        l2 += (ulong)((long)l1 >> Width);
        l3 += (ulong)((long)l2 >> Width);
        l4 += (ulong)((long)l3 >> Width);
        l5 += (ulong)((long)l4 >> Width);
        l6 += (ulong)((long)l5 >> Width);
        ulong negative = (ulong)((long)l6 >> 63);
        return Carried(
            (l0 & Mask) + ((P0 << power) & negative),
            (l1 & Mask) + ((P1 << power) & negative),
            (l2 & Mask) + ((P2 << power) & negative),
            (l3 & Mask) + ((P3 << power) & negative),
            (l4 & Mask) + ((P4 << power) & negative),
            (l5 & Mask) + ((P5 << power) & negative),
            l6 + ((P6 << power) & negative));
    }

    /// <summary>Carries through limbs of which each is a sum or a difference; the whole is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp Carried(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6)
    {
        l1 += (ulong)((long)l0 >> Width);
        l2 += (ulong)((long)l1 >> Width);
        l3 += (ulong)((long)l2 >> Width);
        l4 += (ulong)((long)l3 >> Width);
        l5 += (ulong)((long)l4 >> Width);
        l6 += (ulong)((long)l5 >> Width);
        return new Fp(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask, l5 & Mask, l6);
    }
}
