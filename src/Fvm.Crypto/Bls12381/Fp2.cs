using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>An element <c>C0 + C1 u</c> of F(p^2), where u^2 = -1 (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1).</summary>
internal readonly struct Fp2(in Fp c0, in Fp c1) : IField<Fp2>
{
    public readonly Fp C0 = c0;
    public readonly Fp C1 = c1;

    public static Fp2 One => new(Fp.One, default);

    public bool IsZero => C0.IsZero && C1.IsZero;

    public static Fp2 operator +(in Fp2 left, in Fp2 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    public static Fp2 operator -(in Fp2 left, in Fp2 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    public static Fp2 operator -(in Fp2 value) => new(-value.C0, -value.C1);

    /// <summary>Three multiplications instead of four (Karatsuba).</summary>
    public static Fp2 operator *(in Fp2 left, in Fp2 right)
    {
        Fp low = left.C0 * right.C0;
        Fp high = left.C1 * right.C1;
        Fp cross = Fp.AddLazily(left.C0, left.C1) * Fp.AddLazily(right.C0, right.C1);
        return new Fp2(Fp.SubtractProducts(low, high), Fp.SubtractProducts(cross, low, high));
    }

    public static Fp2 operator *(in Fp2 left, in Fp right) => new(left.C0 * right, left.C1 * right);

    public static bool operator ==(in Fp2 left, in Fp2 right) => left.C0 == right.C0 && left.C1 == right.C1;

    public static bool operator !=(in Fp2 left, in Fp2 right) => !(left == right);

    /// <summary>(a + bu)^2 = (a + b)(a - b) + 2ab u.</summary>
    public Fp2 Square() => new(Fp.AddLazily(C0, C1) * Fp.SubtractLazily(C0, C1), Fp.AddLazily(C0, C0) * C1);

    public Fp2 Double() => new(C0.Double(), C1.Double());

    /// <summary>Half the value.</summary>
    public Fp2 Half() => new(C0.Half(), C1.Half());

    /// <summary>a - bu, which is also the p-th power.</summary>
    public Fp2 Conjugate() => new(C0, -C1);

    /// <summary>a^2 + b^2, the product with the conjugate.</summary>
    public Fp Norm() => C0.Square() + C1.Square();

    /// <summary>The product with xi = 1 + u, the non-residue that F(p^6) is built with.</summary>
    public Fp2 MultiplyByNonResidue() => new(C0 - C1, C0 + C1);

    public Fp2 Invert()
    {
        Fp factor = Norm().Invert();
        return new Fp2(C0 * factor, -(C1 * factor));
    }

    /// <summary>
    /// One of the two square roots of <paramref name="value"/>; false when it is not a square. Of a + bu with norm s^2 and
    /// t = (a + s)/2: if t = y^2 then y + (b/2y)u is a root; else -t = y^2 (as -1 is no square) and (b/2y) + yu is one.
    /// Two exponentiations: the second yields y and 1/y at once.
    /// </summary>
    public static bool TrySquareRoot(in Fp2 value, out Fp2 root)
    {
        root = default;
        if (!FpPowers.TrySquareRoot(value.Norm(), out Fp s))
            return false;
        Fp t = (value.C0 + s).Half();
        if (t.IsZero)
            t = value.C0;

        Fp inverseRoot = FpPowers.InverseRoot(t);
        Fp y = t * inverseRoot;
        Fp other = value.C1 * inverseRoot.Half();
        root = y * inverseRoot == Fp.One ? new Fp2(y, other) : new Fp2(-other, y);
        return root.Square() == value;
    }

    /// <summary>RFC 9380 section 4.1, <c>sgn0</c> for m = 2: the parity of the first coefficient that is not zero.</summary>
    public bool IsOdd() => C0.IsZero ? C1.IsOdd() : C0.IsOdd();

    /// <summary>Whether this is the larger of itself and its negative, comparing C1 first.</summary>
    public bool IsLexicographicallyLarger() => C1.IsZero ? C0.IsLexicographicallyLarger() : C1.IsLexicographicallyLarger();

    public bool Equals(Fp2 other) => this == other;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp2 other && this == other;

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"{C0} + {C1} u";

    /// <summary>A constant given by the hexadecimal digits of both coefficients.</summary>
    public static Fp2 FromHex(string c0, string c1) => new(Fp.FromHex(c0), Fp.FromHex(c1));
}
