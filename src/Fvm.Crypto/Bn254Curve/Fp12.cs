namespace Fvm.Crypto.Bn254Curve;

/// <summary>An element <c>C0 + C1 w</c> of F(p^12), where w^2 = v: the field that pairings take their values in.</summary>
internal readonly struct Fp12(in Fp6 c0, in Fp6 c1)
{
    public readonly Fp6 C0 = c0;
    public readonly Fp6 C1 = c1;

    public static Fp12 One => new(Fp6.One, default);

    public static Fp12 operator *(in Fp12 left, in Fp12 right)
    {
        Fp6 low = left.C0 * right.C0;
        Fp6 high = left.C1 * right.C1;
        Fp6 cross = (left.C0 + left.C1) * (right.C0 + right.C1);
        return new Fp12(low + high.MultiplyByV(), cross - low - high);
    }

    public static bool operator ==(in Fp12 left, in Fp12 right) => left.C0 == right.C0 && left.C1 == right.C1;

    public static bool operator !=(in Fp12 left, in Fp12 right) => !(left == right);

    /// <summary>The square by two multiplications: (a + b)(a + bv) - ab - abv + 2ab w.</summary>
    public Fp12 Square()
    {
        Fp6 product = C0 * C1;
        Fp6 sum = (C0 + C1) * (C0 + C1.MultiplyByV());
        return new Fp12(sum - product - product.MultiplyByV(), product + product);
    }

    /// <summary>The square of an element of the cyclotomic subgroup (Granger and Scott, eprint 2009/565, section 3.2): nine squarings in F(p^2).</summary>
    public Fp12 CyclotomicSquare()
    {
        (Fp2 a0, Fp2 a1) = SquareInFp4(C0.C0, C1.C1);
        (Fp2 b0, Fp2 b1) = SquareInFp4(C1.C0, C0.C2);
        (Fp2 c0, Fp2 c1) = SquareInFp4(C0.C1, C1.C2);
        Fp2 c1Xi = c1.MultiplyByNonResidue();
        return new Fp12(
            new Fp6(ThriceLessTwice(a0, C0.C0), ThriceLessTwice(b0, C0.C1), ThriceLessTwice(c0, C0.C2)),
            new Fp6(ThricePlusTwice(c1Xi, C1.C0), ThricePlusTwice(a1, C1.C1), ThricePlusTwice(b1, C1.C2)));
    }

    /// <summary>The product with <c>l0 + l3 w + l4 v w</c>, the shape of a line in the Miller loop.</summary>
    public Fp12 MultiplyByLine(in Fp2 l0, in Fp2 l3, in Fp2 l4)
    {
        var low = new Fp6(C0.C0 * l0, C0.C1 * l0, C0.C2 * l0);
        Fp6 high = C1.MultiplyBy01(l3, l4);
        Fp6 cross = (C0 + C1).MultiplyBy01(l0 + l3, l4);
        return new Fp12(low + high.MultiplyByV(), cross - low - high);
    }

    /// <summary>The p^6-th power; in the cyclotomic subgroup also the inverse.</summary>
    public Fp12 Conjugate() => new(C0, -C1);

    public Fp12 Invert()
    {
        Fp6 factor = ((C0 * C0) - (C1 * C1).MultiplyByV()).Invert();
        return new Fp12(C0 * factor, -(C1 * factor));
    }

    /// <summary>The p-th power: conjugates each coefficient of w^i and multiplies it by xi^(i(p-1)/6).</summary>
    public Fp12 Frobenius() => new(
        new Fp6(
            C0.C0.Conjugate(),
            C0.C1.Conjugate() * FrobeniusConstants.W2,
            C0.C2.Conjugate() * FrobeniusConstants.W4),
        new Fp6(
            C1.C0.Conjugate() * FrobeniusConstants.W1,
            C1.C1.Conjugate() * FrobeniusConstants.W3,
            C1.C2.Conjugate() * FrobeniusConstants.W5));

    public override bool Equals(object? obj) => obj is Fp12 other && this == other;

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>(a + b s)^2 in F(p^4), where s^2 = xi.</summary>
    private static (Fp2 C0, Fp2 C1) SquareInFp4(in Fp2 a, in Fp2 b)
    {
        Fp2 a2 = a.Square();
        Fp2 b2 = b.Square();
        return (a2 + b2.MultiplyByNonResidue(), (a + b).Square() - a2 - b2);
    }

    private static Fp2 ThriceLessTwice(in Fp2 thrice, in Fp2 twice) => (thrice - twice).Double() + thrice;

    private static Fp2 ThricePlusTwice(in Fp2 thrice, in Fp2 twice) => (thrice + twice).Double() + thrice;
}
