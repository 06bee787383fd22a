namespace Fvm.Crypto.Bn254Curve;

/// <summary>An element <c>C0 + C1 v + C2 v^2</c> of F(p^6), where v^3 = xi = 9 + u.</summary>
internal readonly struct Fp6(in Fp2 c0, in Fp2 c1, in Fp2 c2)
{
    public readonly Fp2 C0 = c0;
    public readonly Fp2 C1 = c1;
    public readonly Fp2 C2 = c2;

    public static Fp6 One => new(Fp2.One, default, default);

    public static Fp6 operator +(in Fp6 left, in Fp6 right) =>
        new(left.C0 + right.C0, left.C1 + right.C1, left.C2 + right.C2);

    public static Fp6 operator -(in Fp6 left, in Fp6 right) =>
        new(left.C0 - right.C0, left.C1 - right.C1, left.C2 - right.C2);

    public static Fp6 operator -(in Fp6 value) => new(-value.C0, -value.C1, -value.C2);

    /// <summary>Six multiplications instead of nine (Karatsuba).</summary>
    public static Fp6 operator *(in Fp6 left, in Fp6 right)
    {
        Fp2 v0 = left.C0 * right.C0;
        Fp2 v1 = left.C1 * right.C1;
        Fp2 v2 = left.C2 * right.C2;
        Fp2 s12 = ((left.C1 + left.C2) * (right.C1 + right.C2)) - v1 - v2;
        Fp2 s01 = ((left.C0 + left.C1) * (right.C0 + right.C1)) - v0 - v1;
        Fp2 s02 = ((left.C0 + left.C2) * (right.C0 + right.C2)) - v0 - v2;
        return new Fp6(
            v0 + s12.MultiplyByNonResidue(),
            s01 + v2.MultiplyByNonResidue(),
            s02 + v1);
    }

    public static bool operator ==(in Fp6 left, in Fp6 right) =>
        left.C0 == right.C0 && left.C1 == right.C1 && left.C2 == right.C2;

    public static bool operator !=(in Fp6 left, in Fp6 right) => !(left == right);

    /// <summary>The product with v.</summary>
    public Fp6 MultiplyByV() => new(C2.MultiplyByNonResidue(), C0, C1);

    /// <summary>The product with <c>b0 + b1 v</c>.</summary>
    public Fp6 MultiplyBy01(in Fp2 b0, in Fp2 b1)
    {
        Fp2 v0 = C0 * b0;
        Fp2 v1 = C1 * b1;
        return new Fp6(
            v0 + (C2 * b1).MultiplyByNonResidue(),
            ((C0 + C1) * (b0 + b1)) - v0 - v1,
            v1 + (C2 * b0));
    }

    public Fp6 Invert()
    {
        // The adjugate: with t0, t1, t2 below, (C0 + C1 v + C2 v^2)(t0 + t1 v + t2 v^2) lies in F(p^2).
        Fp2 t0 = C0.Square() - (C1 * C2).MultiplyByNonResidue();
        Fp2 t1 = C2.Square().MultiplyByNonResidue() - (C0 * C1);
        Fp2 t2 = C1.Square() - (C0 * C2);
        Fp2 norm = (C0 * t0) + ((C2 * t1) + (C1 * t2)).MultiplyByNonResidue();
        Fp2 factor = norm.Invert();
        return new Fp6(t0 * factor, t1 * factor, t2 * factor);
    }

    public override bool Equals(object? obj) => obj is Fp6 other && this == other;

    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);
}
