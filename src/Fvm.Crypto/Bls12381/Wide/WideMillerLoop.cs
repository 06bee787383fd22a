namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>The Miller loop of <see cref="MillerLoop"/>, two terms at a time side by side.</summary>
internal static class WideMillerLoop
{
    /// <summary>The unreduced product of finite terms.</summary>
    internal static Fp12 Run(ReadOnlySpan<PairingTerm> terms, ReadOnlySpan<PreparedTerm> prepared)
    {
        var couples = new MillerCouple[(terms.Length + 1) / 2];
        for (int i = 0; i < couples.Length; i++)
        {
            bool hasSecond = (2 * i) + 1 < terms.Length;
            couples[i] = new MillerCouple(terms[2 * i], terms[hasSecond ? (2 * i) + 1 : 2 * i], hasSecond);
        }

        var lines = new PreparedLines[prepared.Length];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = new PreparedLines(prepared[i]);

        Fp12Wide product = new(Fp12.One);
        int line = 0;
        for (int bit = CurveParameters.TopBitOfX - 1; bit >= 0; bit--)
        {
            product = product.Square();
            foreach (ref MillerCouple couple in couples.AsSpan())
                product = couple.DoubleStep(product);
            product = MultiplyPrepared(product, lines, line++);
            if (((CurveParameters.AbsoluteX >> bit) & 1) == 0)
                continue;
            foreach (ref MillerCouple couple in couples.AsSpan())
                product = couple.AddStep(product);
            product = MultiplyPrepared(product, lines, line++);
        }

        // The parameter is negative: see MillerLoop.
        return product.Conjugate().ToFp12();
    }

    private static Fp12Wide MultiplyPrepared(Fp12Wide product, PreparedLines[] lines, int line)
    {
        foreach (ref readonly PreparedLines term in lines.AsSpan())
            product = term.Multiply(product, line);
        return product;
    }
}
