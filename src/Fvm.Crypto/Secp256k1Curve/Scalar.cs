using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using static Fvm.Crypto.Secp256k1Curve.WordArithmetic;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// A number modulo n, the order of the group (SEC 2, section 2.4.1), always the canonical one below n. Addition,
/// multiplication, negation, inversion and choice run in time that does not depend on the values.
/// </summary>
internal readonly struct Scalar
{
    internal const int ByteLength = 32;
    internal const int WordCount = 4;

    private const ulong N0 = 0xbfd25e8cd0364141, N1 = 0xbaaedce6af48a03b, N2 = 0xfffffffffffffffe, N3 = 0xffffffffffffffff;

    // 2^256 mod n = 2^256 - n, 129 bits; its third word is 1.
    private const ulong Fold0 = 0x402da1732fc9bebf, Fold1 = 0x4551231950b75fc4;

    private readonly ulong w0, w1, w2, w3;

    /// <summary>The words of a number below n, least significant first.</summary>
    internal Scalar(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    internal static Scalar One => new(1, 0, 0, 0);

    internal bool IsZero => (w0 | w1 | w2 | w3) == 0;

    /// <summary>Whether the number is above (n - 1) / 2: the "high" half, whose negation is low.</summary>
    internal bool IsHigh
    {
        get
        {
            // n is odd, so the high half is where n - x < x.
            ulong borrow = 0;
            Scalar negated = -this;
            _ = Subtract(negated.w0, w0, ref borrow);
            _ = Subtract(negated.w1, w1, ref borrow);
            _ = Subtract(negated.w2, w2, ref borrow);
            _ = Subtract(negated.w3, w3, ref borrow);
            return borrow != 0;
        }
    }

    /// <summary>Reads 32 big-endian bytes; false if the number is n or greater.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bigEndian, out Scalar scalar)
    {
        scalar = ReadWords(bigEndian);
        ulong carry = 0;
        scalar.PlusFold(1, ref carry);
        return carry == 0;
    }

    /// <summary>Reads 32 big-endian bytes modulo n.</summary>
    internal static Scalar ReadReduced(ReadOnlySpan<byte> bigEndian) => ReadWords(bigEndian).Normalize();

    /// <summary>Writes 32 big-endian bytes.</summary>
    internal void Write(Span<byte> bigEndian)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[24..], w0);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[16..], w1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian[8..], w2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian, w3);
    }

    /// <summary>Writes the four words, least significant first.</summary>
    internal void WriteWords(Span<ulong> words)
    {
        words[3] = w3;
        words[2] = w2;
        words[1] = w1;
        words[0] = w0;
    }

    /// <summary>Four bits, the window of weight 16^<paramref name="index"/>; index 0..63.</summary>
    internal int Nibble(int index)
    {
        ulong word = (index >> 4) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
        return (int)(word >> ((index & 15) * 4)) & 15;
    }

    /// <summary><paramref name="whenSet"/> where the mask is all ones, else <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Scalar Choose(ulong mask, in Scalar whenSet, in Scalar otherwise) => new(
        Select(mask, whenSet.w0, otherwise.w0),
        Select(mask, whenSet.w1, otherwise.w1),
        Select(mask, whenSet.w2, otherwise.w2),
        Select(mask, whenSet.w3, otherwise.w3));

    public static Scalar operator +(in Scalar x, in Scalar y)
    {
        ulong carry = 0;
        Scalar sum = new(
            Add(x.w0, y.w0, ref carry), Add(x.w1, y.w1, ref carry), Add(x.w2, y.w2, ref carry), Add(x.w3, y.w3, ref carry));

        // Below 2n < 2^257: take n off once if the sum overflowed or the lowered sum does.
        ulong lowers = 0;
        Scalar lowered = sum.PlusFold(1, ref lowers);
        return Choose(Mask(carry | lowers), lowered, sum);
    }

    public static Scalar operator -(in Scalar x, in Scalar y) => x + -y;

    public static Scalar operator -(in Scalar x)
    {
        ulong borrow = 0;
        Scalar negated = new(
            Subtract(N0, x.w0, ref borrow), Subtract(N1, x.w1, ref borrow), Subtract(N2, x.w2, ref borrow), Subtract(N3, x.w3, ref borrow));

        // n - 0 is n, not canonical.
        ulong bits = x.w0 | x.w1 | x.w2 | x.w3;
        return Choose(Mask((bits | (0 - bits)) >> 63), negated, default);
    }

    public static Scalar operator *(in Scalar x, in Scalar y)
    {
        Multiply(
            x.w0, x.w1, x.w2, x.w3, y.w0, y.w1, y.w2, y.w3,
            out ulong t0, out ulong t1, out ulong t2, out ulong t3, out ulong t4, out ulong t5, out ulong t6, out ulong t7);

        // 512 bits to 385: the high half times 2^256 mod n.
        ulong carry = 0;
        t0 = MultiplyAdd(t4, Fold0, t0, ref carry);
        t1 = MultiplyAdd(t5, Fold0, t1, ref carry);
        t2 = MultiplyAdd(t6, Fold0, t2, ref carry);
        t3 = MultiplyAdd(t7, Fold0, t3, ref carry);
        ulong s4 = carry;
        carry = 0;
        t1 = MultiplyAdd(t4, Fold1, t1, ref carry);
        t2 = MultiplyAdd(t5, Fold1, t2, ref carry);
        t3 = MultiplyAdd(t6, Fold1, t3, ref carry);
        s4 = MultiplyAdd(t7, Fold1, s4, ref carry);
        ulong s5 = carry;
        carry = 0;
        t2 = Add(t2, t4, ref carry);
        t3 = Add(t3, t5, ref carry);
        s4 = Add(s4, t6, ref carry);
        s5 = Add(s5, t7, ref carry);
        return ReduceTop(t0, t1, t2, t3, s4, s5, carry);
    }

    /// <summary>1/x, as x^(n - 2) by Fermat; 0 for 0. Only the exponent, which is public, decides the steps.</summary>
    internal Scalar Invert()
    {
        Span<Scalar> powers = stackalloc Scalar[16];
        powers[0] = One;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * this;

        Scalar exponent = new(N0 - 2, N1, N2, N3);
        Scalar result = powers[exponent.Nibble(63)];
        for (int i = 62; i >= 0; i--)
        {
            result *= result;
            result *= result;
            result *= result;
            result *= result;
            result *= powers[exponent.Nibble(i)];
        }

        return result;
    }

    /// <summary>385 bits to canonical: once more the same way over 129 high bits, then over the few that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar ReduceTop(ulong t0, ulong t1, ulong t2, ulong t3, ulong s4, ulong s5, ulong s6)
    {
        ulong carry = 0;
        t0 = MultiplyAdd(s4, Fold0, t0, ref carry);
        t1 = MultiplyAdd(s5, Fold0, t1, ref carry);
        t2 = MultiplyAdd(s6, Fold0, t2, ref carry);
        ulong top = 0;
        t3 = Add(t3, carry, ref top);
        carry = 0;
        t1 = MultiplyAdd(s4, Fold1, t1, ref carry);
        t2 = MultiplyAdd(s5, Fold1, t2, ref carry);
        t3 = MultiplyAdd(s6, Fold1, t3, ref carry);
        top += carry;
        carry = 0;
        t2 = Add(t2, s4, ref carry);
        t3 = Add(t3, s5, ref carry);
        top += s6 + carry;

        // At most 260 bits now. One more fold leaves at most one overflow, and behind it far less than n.
        carry = 0;
        Scalar folded = new Scalar(t0, t1, t2, t3).PlusFold(top, ref carry);
        ulong ignored = 0;
        return folded.PlusFold(carry, ref ignored).Normalize();
    }

    private static Scalar ReadWords(ReadOnlySpan<byte> bigEndian) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bigEndian));

    /// <summary>Takes n off once where the value, below 2n, is not below n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scalar Normalize()
    {
        // Adding 2^256 - n overflows exactly when the value is n or more, and then leaves the value less n.
        ulong carry = 0;
        Scalar lowered = PlusFold(1, ref carry);
        return Choose(Mask(carry), lowered, this);
    }

    /// <summary>The value plus <paramref name="times"/> * (2^256 - n); the carry out of 2^256 replaces the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scalar PlusFold(ulong times, ref ulong carry)
    {
        ulong high = 0;
        ulong r0 = MultiplyAdd(times, Fold0, w0, ref high);
        ulong r1 = MultiplyAdd(times, Fold1, w1, ref high);
        carry = 0;
        ulong r2 = Add(w2, times, ref carry);
        ulong r3 = Add(w3, 0, ref carry);
        ulong rest = 0;
        r2 = Add(r2, high, ref rest);
        r3 = Add(r3, 0, ref rest);
        carry |= rest;
        return new Scalar(r0, r1, r2, r3);
    }
}
