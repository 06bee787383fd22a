using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Fields;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>An element <c>C0 + C1 u</c> of F(p^2), where u^2 = -1 (EIP-197).</summary>
internal readonly struct Fp2(in Fp c0, in Fp c1) : IField<Fp2>
{
    public readonly Fp C0 = c0;
    public readonly Fp C1 = c1;

    public static Fp2 One => new(Fp.One, default);

    public bool IsZero => C0.IsZero && C1.IsZero;

    public static Fp2 operator +(in Fp2 left, in Fp2 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    public static Fp2 operator -(in Fp2 left, in Fp2 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    public static Fp2 operator -(in Fp2 value) => new(-value.C0, -value.C1);

    /// <summary>Three multiplications instead of four (Karatsuba). 2^260 is 84p, so both sums of the third may stay as they are.</summary>
    public static Fp2 operator *(in Fp2 left, in Fp2 right)
    {
        Fp low = left.C0 * right.C0;
        Fp high = left.C1 * right.C1;
        Fp cross = Fp.AddLazily(left.C0, left.C1) * Fp.AddLazily(right.C0, right.C1);
        return new Fp2(low - high, cross - low - high);
    }

    public static Fp2 operator *(in Fp2 left, in Fp right) => new(left.C0 * right, left.C1 * right);

    public static bool operator ==(in Fp2 left, in Fp2 right) => left.C0 == right.C0 && left.C1 == right.C1;

    public static bool operator !=(in Fp2 left, in Fp2 right) => !(left == right);

    /// <summary>(a + bu)^2 = (a + b)(a - b) + 2ab u.</summary>
    public Fp2 Square() => new(Fp.AddLazily(C0, C1) * (C0 - C1), Fp.AddLazily(C0, C0) * C1);

    public Fp2 Double() => new(C0.Double(), C1.Double());

    /// <summary>a - bu, which is also the p-th power.</summary>
    public Fp2 Conjugate() => new(C0, -C1);

    /// <summary>The product with xi = 9 + u, the non-residue that F(p^6) is built with.</summary>
    public Fp2 MultiplyByNonResidue()
    {
        Fp2 eightfold = Double().Double().Double();
        return new Fp2(eightfold.C0 + (C0 - C1), eightfold.C1 + (C1 + C0));
    }

    public Fp2 Invert()
    {
        Fp factor = (C0.Square() + C1.Square()).Invert();
        return new Fp2(C0 * factor, -(C1 * factor));
    }

    public bool Equals(Fp2 other) => this == other;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp2 other && this == other;

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"{C0} + {C1} u";

    /// <summary>A constant given by the hexadecimal digits of both coefficients.</summary>
    public static Fp2 FromHex(string c0, string c1) =>
        new(ResidueEncoding.FromHex<BaseModulus>(c0), ResidueEncoding.FromHex<BaseModulus>(c1));
}
