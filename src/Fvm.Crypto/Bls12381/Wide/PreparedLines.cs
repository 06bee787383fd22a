namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>A prepared term: its lines, and (1, px, py) in both lanes of the first three slots.</summary>
internal readonly struct PreparedLines(in PreparedTerm term)
{
    private readonly LineCoefficients[] _lines = term.Lines;
    private readonly Fp2x4 _p = SlotTransfer.Gather(
        new Fp2(Fp.One, Fp.One), new Fp2(term.Left.X, term.Left.X), new Fp2(term.Left.Y, term.Left.Y)).Reduce();

    /// <summary>Multiplies the product by the line's value at P.</summary>
    internal Fp12Wide Multiply(in Fp12Wide product, int line)
    {
        ref readonly LineCoefficients coefficients = ref _lines[line];
        Fp2x4 value = Fp2x4Product.MultiplyLanes(SlotTransfer.Gather(coefficients.Constant, coefficients.X, coefficients.Y), _p);
        return product.MultiplyByLine(
            Fp2x4.Permute(value, 0b00_00_00_00), Fp2x4.Permute(value, 0b01_01_01_01), Fp2x4.Permute(value, 0b10_10_10_10));
    }
}
