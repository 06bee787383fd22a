using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fvm.Crypto.Fields;

/// <summary>
/// An integer modulo a prime p of 253 to 256 bits, in Montgomery form: five limbs of 52 bits, least significant first, hold value * 2^260 mod p
/// up to a multiple of p. Between operations the number is below 4p (not below p), which saves most of the corrections; 2^260 is at least 16p,
/// so that a product of two numbers below 4p and 12p is below 4p again. Comparisons and writing reduce to the end.
/// Addition, subtraction, multiplication and selection run in time that does not depend on the values.
/// </summary>
internal readonly struct Residue<TModulus> : IField<Residue<TModulus>>
    where TModulus : unmanaged, IModulus<TModulus>
{
    /// <summary>Length of an encoding in bytes.</summary>
    public const int EncodedLength = 32;

    /// <summary>Bits of a limb.</summary>
    internal const int Width = 52;

    private const ulong Mask = (1UL << Width) - 1;

    internal readonly ulong L0, L1, L2, L3, L4;

    internal Residue(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    public static Residue<TModulus> One => TModulus.One;

    /// <summary>
    /// Whether this is a multiple of p: one of 0, p, 2p, 3p. The lowest limb alone tells which it would be, and nearly always that it is none.
    /// </summary>
    public bool IsZero
    {
        get
        {
            ulong multiple = (0 - (L0 * TModulus.NegativeInverse)) & Mask;
            return multiple < 4 && IsMultiple(multiple);
        }
    }

    public static Residue<TModulus> operator +(in Residue<TModulus> left, in Residue<TModulus> right) => Corrected(
        left.L0 + right.L0 - (TModulus.P0 << 2),
        left.L1 + right.L1 - (TModulus.P1 << 2),
        left.L2 + right.L2 - (TModulus.P2 << 2),
        left.L3 + right.L3 - (TModulus.P3 << 2),
        left.L4 + right.L4 - (TModulus.P4 << 2));

    public static Residue<TModulus> operator -(in Residue<TModulus> left, in Residue<TModulus> right) => Corrected(
        left.L0 - right.L0, left.L1 - right.L1, left.L2 - right.L2, left.L3 - right.L3, left.L4 - right.L4);

    public static Residue<TModulus> operator -(in Residue<TModulus> value) => default(Residue<TModulus>) - value;

    public static Residue<TModulus> operator *(in Residue<TModulus> left, in Residue<TModulus> right) =>
        ResidueProduct<TModulus>.Multiply(left, right);

    public static bool operator ==(in Residue<TModulus> left, in Residue<TModulus> right) => (left - right).IsZero;

    public static bool operator !=(in Residue<TModulus> left, in Residue<TModulus> right) => !(left == right);

    public Residue<TModulus> Square() => ResidueProduct<TModulus>.Square(this);

    public Residue<TModulus> Double() => this + this;

    /// <summary>The inverse, zero for zero; its time depends on the value.</summary>
    public Residue<TModulus> Invert() => ResidueInverse.Invert(this);

    /// <summary>
    /// The sum without the correction, for one side of a multiplication: below 8p, so the other side must be a number as operations leave it.
    /// </summary>
    public static Residue<TModulus> AddLazily(in Residue<TModulus> left, in Residue<TModulus> right)
    {
        ulong l0 = left.L0 + right.L0;
        ulong l1 = left.L1 + right.L1 + (l0 >> Width);
        ulong l2 = left.L2 + right.L2 + (l1 >> Width);
        ulong l3 = left.L3 + right.L3 + (l2 >> Width);
        return new Residue<TModulus>(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, left.L4 + right.L4 + (l3 >> Width));
    }

    /// <summary><paramref name="whenSet"/> where the mask is all ones, <paramref name="otherwise"/> where it is zero.</summary>
    public static Residue<TModulus> Choose(ulong mask, in Residue<TModulus> whenSet, in Residue<TModulus> otherwise) => new(
        otherwise.L0 ^ (mask & (whenSet.L0 ^ otherwise.L0)),
        otherwise.L1 ^ (mask & (whenSet.L1 ^ otherwise.L1)),
        otherwise.L2 ^ (mask & (whenSet.L2 ^ otherwise.L2)),
        otherwise.L3 ^ (mask & (whenSet.L3 ^ otherwise.L3)),
        otherwise.L4 ^ (mask & (whenSet.L4 ^ otherwise.L4)));

    public bool Equals(Residue<TModulus> other) => this == other;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Residue<TModulus> other && this == other;

    public override int GetHashCode() => ResidueEncoding.Plain(this).L0.GetHashCode();

    /// <summary>0x and 64 hexadecimal digits, not in Montgomery form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[EncodedLength];
        ResidueEncoding.WriteBigEndian(this, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"0x{Convert.ToHexStringLower(bytes)}");
    }

    /// <summary>The representative below p of a number below 4p.</summary>
    internal Residue<TModulus> Canonical() => LessIfNotBelow(1).LessIfNotBelow(0);

    /// <summary>Takes off p * 2^<paramref name="power"/> unless the number is below it.</summary>
    private Residue<TModulus> LessIfNotBelow(int power) => Corrected(
        L0 - (TModulus.P0 << power),
        L1 - (TModulus.P1 << power),
        L2 - (TModulus.P2 << power),
        L3 - (TModulus.P3 << power),
        L4 - (TModulus.P4 << power),
        power);

    private bool IsMultiple(ulong multiple)
    {
        ulong c0 = TModulus.P0 * multiple;
        ulong c1 = (TModulus.P1 * multiple) + (c0 >> Width);
        ulong c2 = (TModulus.P2 * multiple) + (c1 >> Width);
        ulong c3 = (TModulus.P3 * multiple) + (c2 >> Width);
        ulong c4 = (TModulus.P4 * multiple) + (c3 >> Width);
        return (((c0 & Mask) ^ L0) | ((c1 & Mask) ^ L1) | ((c2 & Mask) ^ L2) | ((c3 & Mask) ^ L3) | (c4 ^ L4)) == 0;
    }

    /// <summary>
    /// Carries through limbs that are differences (two's complement) and adds p * 2^<paramref name="power"/> if the whole is negative.
    /// </summary>
    private static Residue<TModulus> Corrected(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, int power = 2)
    {
        l1 += (ulong)((long)l0 >> Width);
        l2 += (ulong)((long)l1 >> Width);
        l3 += (ulong)((long)l2 >> Width);
        l4 += (ulong)((long)l3 >> Width);
        ulong negative = (ulong)((long)l4 >> 63);

        l0 = (l0 & Mask) + ((TModulus.P0 << power) & negative);
        l1 = (l1 & Mask) + ((TModulus.P1 << power) & negative) + (l0 >> Width);
        l2 = (l2 & Mask) + ((TModulus.P2 << power) & negative) + (l1 >> Width);
        l3 = (l3 & Mask) + ((TModulus.P3 << power) & negative) + (l2 >> Width);
        l4 += ((TModulus.P4 << power) & negative) + (l3 >> Width);
        return new Residue<TModulus>(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4);
    }
}
