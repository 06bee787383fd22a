using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Fvm.Crypto.Fields;
using static Fvm.Crypto.Secp256k1Curve.WordArithmetic;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977 (SEC 2, section 2.4.1) in five limbs of 52 bits (the form of libsecp256k1's field_5x52), which are kept below 2^53, the
/// topmost below 2^49: carries go one limb far, since products bear more (<see cref="FieldProduct"/>), and the last step below p is left to those who compare or write.
/// p is so near to 2^256 that what lies above it comes back by one multiplication with <see cref="Fold"/>. Every operation but <see cref="TryRead"/>,
/// <see cref="Invert"/> and the comparisons runs in time that does not depend on the values.
/// </summary>
internal readonly struct FieldElement : IField<FieldElement>
{
    internal const int ByteLength = 32;

    /// <summary>2^256 mod p.</summary>
    internal const ulong Fold = 0x1000003d1;

    internal const int Width = 52, TopWidth = 48;
    internal const ulong Mask = (1UL << Width) - 1, TopMask = (1UL << TopWidth) - 1;

    // p in limbs; the three between are full.
    private const ulong P0 = Mask + 1 - Fold, P4 = TopMask;

    internal readonly ulong L0, L1, L2, L3, L4;

    /// <summary>The words of a number below 2^256, least significant first.</summary>
    internal FieldElement(ulong w0, ulong w1, ulong w2, ulong w3)
        : this(w0 & Mask, ((w0 >> 52) | (w1 << 12)) & Mask, ((w1 >> 40) | (w2 << 24)) & Mask, ((w2 >> 28) | (w3 << 36)) & Mask, w3 >> 16)
    {
    }

    /// <summary>Limbs within their bounds.</summary>
    internal FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    internal static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0, 0);

    public bool IsZero
    {
        get
        {
            FieldElement canonical = Normalize();
            return (canonical.L0 | canonical.L1 | canonical.L2 | canonical.L3 | canonical.L4) == 0;
        }
    }

    internal bool IsOdd => (Normalize().L0 & 1) != 0;

    /// <summary>Reads 32 big-endian bytes; false if the number is p or greater.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bigEndian, out FieldElement element)
    {
        element = new FieldElement(
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian));
        return element.PlusFold().L4 >> TopWidth == 0;
    }

    /// <summary>Writes the canonical number, 32 big-endian bytes.</summary>
    internal void Write(Span<byte> bigEndian)
    {
        Span<ulong> words = stackalloc ulong[4];
        WriteWords(words);
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bigEndian[(8 * (3 - i))..], words[i]);
    }

    /// <summary>The words of the canonical number, least significant first.</summary>
    internal void WriteWords(Span<ulong> words)
    {
        FieldElement canonical = Normalize();
        words[0] = canonical.L0 | (canonical.L1 << 52);
        words[1] = (canonical.L1 >> 12) | (canonical.L2 << 40);
        words[2] = (canonical.L2 >> 24) | (canonical.L3 << 28);
        words[3] = (canonical.L3 >> 36) | (canonical.L4 << 16);
    }

    internal bool IsCongruentTo(in FieldElement other) => (this - other).IsZero;

    /// <summary><paramref name="whenSet"/> where the mask is all ones, else <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Choose(ulong mask, in FieldElement whenSet, in FieldElement otherwise) => new(
        Select(mask, whenSet.L0, otherwise.L0),
        Select(mask, whenSet.L1, otherwise.L1),
        Select(mask, whenSet.L2, otherwise.L2),
        Select(mask, whenSet.L3, otherwise.L3),
        Select(mask, whenSet.L4, otherwise.L4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator +(in FieldElement x, in FieldElement y) =>
        Carried(x.L0 + y.L0, x.L1 + y.L1, x.L2 + y.L2, x.L3 + y.L3, x.L4 + y.L4);

    /// <summary>The difference, by way of 4 p, none of whose limbs is below one of ours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator -(in FieldElement x, in FieldElement y) => Carried(
        x.L0 + (4 * P0) - y.L0, x.L1 + (4 * Mask) - y.L1, x.L2 + (4 * Mask) - y.L2, x.L3 + (4 * Mask) - y.L3, x.L4 + (4 * P4) - y.L4);

    public static FieldElement operator -(in FieldElement x) => Zero - x;

    public static FieldElement operator *(in FieldElement x, in FieldElement y) => FieldProduct.Multiply(x, y);

    /// <summary>The product with a constant of at most ten bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator *(in FieldElement x, uint factor) =>
        Carried(x.L0 * factor, x.L1 * factor, x.L2 * factor, x.L3 * factor, x.L4 * factor);

    public static bool operator ==(in FieldElement x, in FieldElement y) => x.IsCongruentTo(y);

    public static bool operator !=(in FieldElement x, in FieldElement y) => !x.IsCongruentTo(y);

    public FieldElement Square() => FieldProduct.Square(this);

    public FieldElement Double() => this + this;

    /// <summary>The inverse, zero for zero; its time depends on the value (<see cref="FieldPowers.Invert"/> is for secrets).</summary>
    public FieldElement Invert() => PublicInverse.Of(this);

    public bool Equals(FieldElement other) => IsCongruentTo(other);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is FieldElement other && IsCongruentTo(other);

    public override int GetHashCode() => Normalize().L0.GetHashCode();

    /// <summary>
    /// Limbs of up to 63 bits, the carries moved on by one limb and, from the topmost, folded to the first: what moves is below 2^11, or 2^15 at the top, and
    /// leaves the limbs within their bounds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carried(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => new(
        (l0 & Mask) + ((l4 >> TopWidth) * Fold),
        (l1 & Mask) + (l0 >> Width),
        (l2 & Mask) + (l1 >> Width),
        (l3 & Mask) + (l2 >> Width),
        (l4 & TopMask) + (l3 >> Width));

    /// <summary>The representative below p.</summary>
    private FieldElement Normalize()
    {
        // Without what passes 2^256 the number is below 2^256 + 2^34, that is below 2 p, and its limbs are exact but for the topmost.
        FieldElement exact = new FieldElement(L0 + ((L4 >> TopWidth) * Fold), L1, L2, L3, L4 & TopMask).Exact();

        // Adding 2^256 - p passes 2^256 exactly when the number is p or more, and then leaves the number less p.
        FieldElement lowered = exact.PlusFold();
        ulong isBelow = (lowered.L4 >> TopWidth) - 1;
        return Choose(isBelow, exact, new FieldElement(lowered.L0, lowered.L1, lowered.L2, lowered.L3, lowered.L4 & TopMask));
    }

    private FieldElement PlusFold() => new FieldElement(L0 + Fold, L1, L2, L3, L4).Exact();

    /// <summary>All carries brought to their end, which is the topmost limb.</summary>
    private FieldElement Exact()
    {
        ulong l1 = L1 + (L0 >> Width);
        ulong l2 = L2 + (l1 >> Width);
        ulong l3 = L3 + (l2 >> Width);
        return new FieldElement(L0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, L4 + (l3 >> Width));
    }
}
