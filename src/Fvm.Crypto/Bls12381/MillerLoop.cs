namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The Miller loop of the optimal ate pairing for many terms at once, which share the squarings. This is the form for any processor;
/// <see cref="Wide.WideMillerLoop"/> is the one for vectors.
/// </summary>
internal static class MillerLoop
{
    /// <summary>The unreduced product of finite terms.</summary>
    public static Fp12 Run(ReadOnlySpan<PairingTerm> terms, ReadOnlySpan<PreparedTerm> prepared)
    {
        var running = new RunningPoint[terms.Length];
        for (int i = 0; i < running.Length; i++)
            running[i] = new RunningPoint(terms[i].Right);

        Fp12 product = Fp12.One;
        int line = 0;
        for (int bit = CurveParameters.TopBitOfX - 1; bit >= 0; bit--)
        {
            product = product.Square();
            for (int i = 0; i < running.Length; i++)
                product = Multiply(product, running[i].Double(), terms[i].Left.X, terms[i].Left.Y);
            product = MultiplyPrepared(product, prepared, line++);
            if (((CurveParameters.AbsoluteX >> bit) & 1) == 0)
                continue;
            for (int i = 0; i < running.Length; i++)
                product = Multiply(product, running[i].Add(), terms[i].Left.X, terms[i].Left.Y);
            product = MultiplyPrepared(product, prepared, line++);
        }

        // The parameter is negative: f_(-n) is 1/f_n up to a vertical line, and the conjugate serves as the inverse.
        return product.Conjugate();
    }

    private static Fp12 MultiplyPrepared(Fp12 product, ReadOnlySpan<PreparedTerm> prepared, int line)
    {
        foreach (ref readonly PreparedTerm term in prepared)
            product = Multiply(product, term.Lines[line], term.Left.X, term.Left.Y);
        return product;
    }

    private static Fp12 Multiply(in Fp12 product, in LineCoefficients line, in Fp px, in Fp py) =>
        product.MultiplyByLine(line.Constant, line.X * px, line.Y * py);
}
