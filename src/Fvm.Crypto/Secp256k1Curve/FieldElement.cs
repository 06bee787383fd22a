using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static Fvm.Crypto.Secp256k1Curve.WordArithmetic;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977 (SEC 2, section 2.4.1). The four words may hold any value below 2^256 that is
/// congruent to the number: p is so near to 2^256 that reducing an overflow is one multiplication by
/// <see cref="Fold"/>, and the last step below p is left to those who compare or write. Every operation but
/// <see cref="TryRead"/> and the comparisons runs in time that does not depend on the values.
/// </summary>
internal readonly struct FieldElement
{
    internal const int ByteLength = 32;

    // 2^256 mod p.
    private const ulong Fold = 0x1000003d1;

    private readonly ulong w0, w1, w2, w3;

    /// <summary>The words of a number below 2^256, least significant first.</summary>
    internal FieldElement(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0);

    internal bool IsZero
    {
        get
        {
            FieldElement canonical = Normalize();
            return (canonical.w0 | canonical.w1 | canonical.w2 | canonical.w3) == 0;
        }
    }

    internal bool IsOdd => (Normalize().w0 & 1) != 0;

    /// <summary>Reads 32 big-endian bytes; false if the number is p or greater.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bigEndian, out FieldElement element)
    {
        element = new FieldElement(
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian));
        ulong carry = 0;
        element.PlusFold(ref carry);
        return carry == 0;
    }

    /// <summary>Writes the canonical number, 32 big-endian bytes.</summary>
    internal void Write(Span<byte> bigEndian)
    {
        FieldElement canonical = Normalize();
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[24..], canonical.w0);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[16..], canonical.w1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[8..], canonical.w2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian, canonical.w3);
    }

    /// <summary>The words of the canonical number, least significant first.</summary>
    internal void WriteWords(Span<ulong> words)
    {
        FieldElement canonical = Normalize();
        words[0] = canonical.w0;
        words[1] = canonical.w1;
        words[2] = canonical.w2;
        words[3] = canonical.w3;
    }

    internal bool IsCongruentTo(in FieldElement other) => (this - other).IsZero;

    /// <summary><paramref name="whenSet"/> where the mask is all ones, else <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Choose(ulong mask, in FieldElement whenSet, in FieldElement otherwise) => new(
        Select(mask, whenSet.w0, otherwise.w0),
        Select(mask, whenSet.w1, otherwise.w1),
        Select(mask, whenSet.w2, otherwise.w2),
        Select(mask, whenSet.w3, otherwise.w3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator +(in FieldElement x, in FieldElement y)
    {
        ulong carry = 0;
        ulong r0 = Add(x.w0, y.w0, ref carry);
        ulong r1 = Add(x.w1, y.w1, ref carry);
        ulong r2 = Add(x.w2, y.w2, ref carry);
        ulong r3 = Add(x.w3, y.w3, ref carry);

        ulong fold = Mask(carry) & Fold;
        carry = 0;
        r0 = Add(r0, fold, ref carry);
        r1 = Add(r1, 0, ref carry);
        r2 = Add(r2, 0, ref carry);
        r3 = Add(r3, 0, ref carry);

        // A second overflow leaves less than Fold: adding it once more stays within the first word.
        return new FieldElement(r0 + (Mask(carry) & Fold), r1, r2, r3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator -(in FieldElement x, in FieldElement y)
    {
        ulong borrow = 0;
        ulong r0 = Subtract(x.w0, y.w0, ref borrow);
        ulong r1 = Subtract(x.w1, y.w1, ref borrow);
        ulong r2 = Subtract(x.w2, y.w2, ref borrow);
        ulong r3 = Subtract(x.w3, y.w3, ref borrow);

        ulong fold = Mask(borrow) & Fold;
        borrow = 0;
        r0 = Subtract(r0, fold, ref borrow);
        r1 = Subtract(r1, 0, ref borrow);
        r2 = Subtract(r2, 0, ref borrow);
        r3 = Subtract(r3, 0, ref borrow);

        // A second underflow leaves at least 2^256 - Fold: taking it off once more stays within the first word.
        return new FieldElement(r0 - (Mask(borrow) & Fold), r1, r2, r3);
    }

    public static FieldElement operator -(in FieldElement x) => Zero - x;

    public static FieldElement operator *(in FieldElement x, in FieldElement y)
    {
        Multiply(
            x.w0, x.w1, x.w2, x.w3, y.w0, y.w1, y.w2, y.w3,
            out ulong t0, out ulong t1, out ulong t2, out ulong t3, out ulong t4, out ulong t5, out ulong t6, out ulong t7);
        return Reduce(t0, t1, t2, t3, t4, t5, t6, t7);
    }

    /// <summary>The product with a small constant.</summary>
    public static FieldElement operator *(in FieldElement x, uint factor)
    {
        ulong carry = 0;
        ulong r0 = MultiplyAdd(x.w0, factor, 0, ref carry);
        ulong r1 = MultiplyAdd(x.w1, factor, 0, ref carry);
        ulong r2 = MultiplyAdd(x.w2, factor, 0, ref carry);
        ulong r3 = MultiplyAdd(x.w3, factor, 0, ref carry);
        return ReduceTop(r0, r1, r2, r3, carry);
    }

    /// <summary>The square: ten word products where a general multiplication takes sixteen.</summary>
    internal FieldElement Square()
    {
        // The six products of different words ...
        ulong carry = 0;
        ulong t1 = MultiplyAdd(w0, w1, 0, ref carry);
        ulong t2 = MultiplyAdd(w0, w2, 0, ref carry);
        ulong t3 = MultiplyAdd(w0, w3, 0, ref carry);
        ulong t4 = carry;
        carry = 0;
        t3 = MultiplyAdd(w1, w2, t3, ref carry);
        t4 = MultiplyAdd(w1, w3, t4, ref carry);
        ulong t5 = carry;
        carry = 0;
        t5 = MultiplyAdd(w2, w3, t5, ref carry);
        ulong t6 = carry;

        // ... count twice, each square once.
        ulong t7 = t6 >> 63;
        t6 = (t6 << 1) | (t5 >> 63);
        t5 = (t5 << 1) | (t4 >> 63);
        t4 = (t4 << 1) | (t3 >> 63);
        t3 = (t3 << 1) | (t2 >> 63);
        t2 = (t2 << 1) | (t1 >> 63);
        t1 <<= 1;

        carry = 0;
        t1 = Add(t1, MultiplyHigh(w0, w0), ref carry);
        t2 = Add(t2, w1 * w1, ref carry);
        t3 = Add(t3, MultiplyHigh(w1, w1), ref carry);
        t4 = Add(t4, w2 * w2, ref carry);
        t5 = Add(t5, MultiplyHigh(w2, w2), ref carry);
        t6 = Add(t6, w3 * w3, ref carry);
        t7 += MultiplyHigh(w3, w3) + carry;
        return Reduce(w0 * w0, t1, t2, t3, t4, t5, t6, t7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5, ulong t6, ulong t7)
    {
        ulong carry = 0;
        t0 = MultiplyAdd(t4, Fold, t0, ref carry);
        t1 = MultiplyAdd(t5, Fold, t1, ref carry);
        t2 = MultiplyAdd(t6, Fold, t2, ref carry);
        t3 = MultiplyAdd(t7, Fold, t3, ref carry);
        return ReduceTop(t0, t1, t2, t3, carry);
    }

    /// <summary>Folds a fifth word of at most 34 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement ReduceTop(ulong t0, ulong t1, ulong t2, ulong t3, ulong top)
    {
        ulong carry = 0;
        t0 = Add(t0, top * Fold, ref carry);
        t1 = Add(t1, MultiplyHigh(top, Fold), ref carry);
        t2 = Add(t2, 0, ref carry);
        t3 = Add(t3, 0, ref carry);

        // An overflow here leaves less than top * Fold < 2^67, so the second word takes the last carry.
        ulong fold = Mask(carry) & Fold;
        carry = 0;
        t0 = Add(t0, fold, ref carry);
        return new FieldElement(t0, t1 + carry, t2, t3);
    }

    /// <summary>The representative below p.</summary>
    private FieldElement Normalize()
    {
        // Adding 2^256 - p overflows exactly when the value is p or more, and then leaves the value less p.
        ulong carry = 0;
        FieldElement lowered = PlusFold(ref carry);
        return Choose(Mask(carry), lowered, this);
    }

    private FieldElement PlusFold(ref ulong carry) => new(
        Add(w0, Fold, ref carry), Add(w1, 0, ref carry), Add(w2, 0, ref carry), Add(w3, 0, ref carry));
}
