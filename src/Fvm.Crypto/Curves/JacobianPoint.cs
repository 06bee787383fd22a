using System.Numerics;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Curves;

/// <summary>
/// A point (X/Z^2, Y/Z^3) of a curve y^2 = x^3 + b; infinity has Z = 0. The formulas (hyperelliptic.org/EFD, shortw
/// jacobian-0: dbl-2009-l, add-2007-bl, madd-2007-bl) do not need b. Every pair of operands is covered, equal and opposite ones included.
/// </summary>
internal readonly struct JacobianPoint<T>(in T x, in T y, in T z)
    where T : unmanaged, IField<T>
{
    public readonly T X = x;
    public readonly T Y = y;
    public readonly T Z = z;

    public JacobianPoint(in AffinePoint<T> point)
        : this(point.X, point.Y, point.IsInfinity ? default : T.One)
    {
    }

    public static JacobianPoint<T> Infinity => default;

    public bool IsInfinity => Z.IsZero;

    public static JacobianPoint<T> operator -(in JacobianPoint<T> point) => new(point.X, -point.Y, point.Z);

    public static JacobianPoint<T> operator -(in JacobianPoint<T> left, in JacobianPoint<T> right) => left + (-right);

    public static JacobianPoint<T> operator +(in JacobianPoint<T> left, in JacobianPoint<T> right)
    {
        if (left.IsInfinity)
            return right;
        if (right.IsInfinity)
            return left;

        T z1z1 = left.Z.Square();
        T z2z2 = right.Z.Square();
        T u1 = left.X * z2z2;
        T s1 = left.Y * right.Z * z2z2;
        T h = (right.X * z1z1) - u1;
        T halfR = (right.Y * left.Z * z1z1) - s1;
        if (h.IsZero)
            return halfR.IsZero ? left.Double() : Infinity;

        T zFactor = (left.Z + right.Z).Square() - z1z1 - z2z2;
        return Sum(u1, s1, h, halfR.Double(), zFactor * h);
    }

    public static JacobianPoint<T> operator +(in JacobianPoint<T> left, in AffinePoint<T> right)
    {
        if (right.IsInfinity)
            return left;
        if (left.IsInfinity)
            return new JacobianPoint<T>(right);

        T z1z1 = left.Z.Square();
        T h = (right.X * z1z1) - left.X;
        T halfR = (right.Y * left.Z * z1z1) - left.Y;
        if (h.IsZero)
            return halfR.IsZero ? left.Double() : Infinity;

        return Sum(left.X, left.Y, h, halfR.Double(), (left.Z * h).Double());
    }

    /// <summary>Whether both are the same point, whatever their Z.</summary>
    public static bool operator ==(in JacobianPoint<T> left, in JacobianPoint<T> right)
    {
        if (left.IsInfinity || right.IsInfinity)
            return left.IsInfinity == right.IsInfinity;
        T z1z1 = left.Z.Square();
        T z2z2 = right.Z.Square();
        return (left.X * z2z2).Equals(right.X * z1z1)
            && (left.Y * right.Z * z2z2).Equals(right.Y * left.Z * z1z1);
    }

    public static bool operator !=(in JacobianPoint<T> left, in JacobianPoint<T> right) => !(left == right);

    public JacobianPoint<T> Double()
    {
        T a = X.Square();
        T b = Y.Square();
        T c = b.Square();
        T d = ((X + b).Square() - a - c).Double();
        T e = a.Double() + a;
        T x3 = e.Square() - d.Double();
        T y3 = (e * (d - x3)) - c.Double().Double().Double();
        return new JacobianPoint<T>(x3, y3, (Y * Z).Double());
    }

    /// <summary>The multiple by a sparse constant: one doubling a bit, one addition a set bit.</summary>
    public JacobianPoint<T> Multiply(ulong factor)
    {
        if (factor == 0)
            return Infinity;
        JacobianPoint<T> result = this;
        for (int bit = 62 - BitOperations.LeadingZeroCount(factor); bit >= 0; bit--)
        {
            result = result.Double();
            if (((factor >> bit) & 1) != 0)
                result += this;
        }

        return result;
    }

    /// <summary>The multiple by a big-endian integer of any (short) length. Its time depends on the integer.</summary>
    public JacobianPoint<T> Multiply(ReadOnlySpan<byte> factor)
    {
        Span<ulong> words = stackalloc ulong[(factor.Length + 7) / 8];
        words.Clear();
        for (int i = 0; i < factor.Length; i++)
            words[i / 8] |= (ulong)factor[factor.Length - 1 - i] << (8 * (i % 8));
        return Multiply(words);
    }

    /// <summary>The multiple by an integer in words, least significant first. Its time depends on the integer.</summary>
    public JacobianPoint<T> Multiply(ReadOnlySpan<ulong> words)
    {
        Span<sbyte> digits = stackalloc sbyte[SignedDigits.Count(64 * words.Length)];
        SignedDigits.Recode(words, digits);
        Span<JacobianPoint<T>> multiples = stackalloc JacobianPoint<T>[SignedDigits.OddMultiples];
        JacobianPoint<T> twice = Double();
        multiples[0] = this;
        for (int i = 1; i < multiples.Length; i++)
            multiples[i] = multiples[i - 1] + twice;

        JacobianPoint<T> result = Infinity;
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            result = result.Double();
            int digit = digits[i];
            if (digit > 0)
                result += multiples[digit >> 1];
            else if (digit < 0)
                result -= multiples[-digit >> 1];
        }

        return result;
    }

    public AffinePoint<T> ToAffine()
    {
        if (IsInfinity)
            return AffinePoint<T>.Infinity;
        T inverse = Z.Invert();
        T inverse2 = inverse.Square();
        return new AffinePoint<T>(X * inverse2, Y * inverse2 * inverse);
    }

    public override bool Equals(object? obj) => obj is JacobianPoint<T> other && this == other;

    public override int GetHashCode() => ToAffine().GetHashCode();

    /// <summary>The end that both additions share: x1 and y1 over the joint denominator, h = x2 - x1, r = 2(y2 - y1).</summary>
    private static JacobianPoint<T> Sum(in T x1, in T y1, in T h, in T r, in T z3)
    {
        T i = h.Double().Square();
        T j = h * i;
        T v = x1 * i;
        T x3 = r.Square() - j - v.Double();
        T y3 = (r * (v - x3)) - (y1 * j).Double();
        return new JacobianPoint<T>(x3, y3, z3);
    }
}
