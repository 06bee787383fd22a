namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>
/// An element C0 + C1 w of F(p^12), each half an element of F(p^6) in slots 0 to 2 of a <see cref="Fp2x4"/> (slot 3 is idle). All bounds are 2.
/// The formulas are those of <see cref="Fp12"/>; products in F(p^6) are schoolbook, since sums of products are cheaper here than the additions of Karatsuba.
/// </summary>
internal readonly struct Fp12Wide(in Fp2x4 c0, in Fp2x4 c1)
{
    /// <summary>Slot 2 moves to slot 0, the others up.</summary>
    private const byte Rotate = 0b11_01_00_10;

    /// <summary>The same twice.</summary>
    private const byte RotateTwice = 0b11_00_10_01;

    private const byte Slot0 = 0b00_00_00_00, Slot1 = 0b01_01_01_01, Slot2 = 0b10_10_10_10;

    private static readonly Fp2x4 FrobeniusFactors0 = SlotTransfer.Gather(Fp2.One, FrobeniusConstants.W2, FrobeniusConstants.W4).Reduce();

    private static readonly Fp2x4 FrobeniusFactors1 =
        SlotTransfer.Gather(FrobeniusConstants.W1, FrobeniusConstants.W3, FrobeniusConstants.W5).Reduce();

    internal readonly Fp2x4 C0 = c0;
    internal readonly Fp2x4 C1 = c1;

    internal Fp12Wide(in Fp12 value)
        : this(
            SlotTransfer.Gather(value.C0.C0, value.C0.C1, value.C0.C2).Reduce(),
            SlotTransfer.Gather(value.C1.C0, value.C1.C1, value.C1.C2).Reduce())
    {
    }

    public static Fp12Wide operator *(in Fp12Wide left, in Fp12Wide right)
    {
        Fp2x4 low = MultiplyFp6(left.C0, right.C0);
        Fp2x4 high = MultiplyFp6(left.C1, right.C1);
        Fp2x4 cross = MultiplyFp6(left.C0 + left.C1, right.C0 + right.C1);
        return new Fp12Wide((low + MultiplyByV(high)).Reduce(), Fp2x4.Subtract(cross, low + high, 2).Reduce());
    }

    /// <summary>The square by two multiplications: (a + b)(a + bv) - ab - abv + 2ab w.</summary>
    internal Fp12Wide Square()
    {
        Fp2x4 product = MultiplyFp6(C0, C1);
        Fp2x4 sum = MultiplyFp6(C0 + MultiplyByV(C1), C0 + C1);
        return new Fp12Wide(Fp2x4.Subtract(sum, product + MultiplyByV(product), 3).Reduce(), (product + product).Reduce());
    }

    /// <summary>
    /// The square of an element of the cyclotomic subgroup (Granger and Scott, eprint 2009/565, section 3.2), its three squarings in F(p^4) side by side:
    /// (x + y s)^2 = (x + y)(x + xi y) - xy - xi xy + 2xy s.
    /// </summary>
    internal Fp12Wide CyclotomicSquare()
    {
        // x = (c00, c10, c01) and y = (c11, c02, c12).
        Fp2x4 x = Fp2x4.Permute(Fp2x4.Combine(C0, C1, 0b01_00_01_00), 0b11_01_10_00);
        Fp2x4 y = Fp2x4.Permute(Fp2x4.Combine(C1, C0, 0b10_10_10_01), 0b11_01_10_00);
        Fp2x4 product = Fp2x4Product.Multiply(x, y);
        Fp2x4 sum = Fp2x4Product.Multiply(x + y, x + y.MultiplyByNonResidue(2));
        Fp2x4 even = Fp2x4.Subtract(sum, product + product.MultiplyByNonResidue(2), 3);
        Fp2x4 odd = MultiplyByV(product + product);
        return new Fp12Wide(
            Fp2x4.Subtract(even + even + even, C0 + C0, 3).Reduce(),
            (odd + odd + odd + C1 + C1).Reduce());
    }

    /// <summary>
    /// The product with <c>l0 + l1 v + l4 v w</c>, the shape of a line in the Miller loop; each coefficient stands in all slots of its vector, with bound 2.
    /// </summary>
    internal Fp12Wide MultiplyByLine(in Fp2x4 l0, in Fp2x4 l1, in Fp2x4 l4)
    {
        Fp2x4 vC0 = MultiplyByV(C0), vC1 = MultiplyByV(C1);
        return new Fp12Wide(
            Fp2x4Product.MultiplySum(l0, C0, l1, vC0, l4, MultiplyByVSquared(C1)),
            Fp2x4Product.MultiplySum(l0, C1, l1, vC1, l4, vC0));
    }

    /// <summary>The p^6-th power; in the cyclotomic subgroup also the inverse.</summary>
    internal Fp12Wide Conjugate() => new(C0, Fp2x4.Subtract(default, C1, 2).Reduce());

    /// <summary>The p-th power: conjugates each coefficient of w^i and multiplies it by xi^(i(p-1)/6).</summary>
    internal Fp12Wide Frobenius() => new(
        Fp2x4Product.Multiply(C0.Conjugate(2), FrobeniusFactors0),
        Fp2x4Product.Multiply(C1.Conjugate(2), FrobeniusFactors1));

    internal Fp12 ToFp12() => new(ToFp6(C0), ToFp6(C1));

    private static Fp6 ToFp6(in Fp2x4 value) => new(SlotTransfer.Extract(value, 0), SlotTransfer.Extract(value, 1), SlotTransfer.Extract(value, 2));

    /// <summary>The product in F(p^6), for a left bound up to 8 and a right one up to 4: a0 b + a1 vb + a2 v^2 b. Its bound is 2.</summary>
    private static Fp2x4 MultiplyFp6(in Fp2x4 left, in Fp2x4 right)
    {
        Fp2x4 timesXi = right.MultiplyByNonResidue(3);
        return Fp2x4Product.MultiplySum(
            Fp2x4.Permute(left, Slot0),
            right,
            Fp2x4.Permute(left, Slot1),
            Fp2x4.Select(SlotMasks.Slot0, Fp2x4.Permute(timesXi, Rotate), Fp2x4.Permute(right, Rotate)),
            Fp2x4.Permute(left, Slot2),
            Fp2x4.Select(SlotMasks.Slots01, Fp2x4.Permute(timesXi, RotateTwice), Fp2x4.Permute(right, RotateTwice)));
    }

    /// <summary>(xi c2, c0, c1), for a bound up to 3, which becomes 7.</summary>
    private static Fp2x4 MultiplyByV(in Fp2x4 value)
    {
        Fp2x4 rotated = Fp2x4.Permute(value, Rotate);
        return Fp2x4.Select(SlotMasks.Slot0, rotated.MultiplyByNonResidue(2), rotated);
    }

    /// <summary>(xi c1, xi c2, c0), for a bound up to 3, which becomes 7.</summary>
    private static Fp2x4 MultiplyByVSquared(in Fp2x4 value)
    {
        Fp2x4 rotated = Fp2x4.Permute(value, RotateTwice);
        return Fp2x4.Select(SlotMasks.Slots01, rotated.MultiplyByNonResidue(2), rotated);
    }
}
