using System.Numerics;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The Miller loop of the optimal ate pairing for many terms at once, which share the squarings. The running point of each term
/// is in homogeneous coordinates (X/Z, Y/Z) on the twist. Formulas: Costello, Lange and Naehrig, eprint 2009/615, section 5, in the form
/// of Aranha et al., eprint 2010/526, section 4; lines are scaled by factors in F(p^2), which the final exponentiation removes.
/// </summary>
internal static class MillerLoop
{
    /// <summary>The unreduced product. A term with infinity on either side contributes one.</summary>
    public static Fp12 Run(ReadOnlySpan<PairingTerm> terms)
    {
        var running = new Runner[terms.Length];
        int count = 0;
        foreach (ref readonly PairingTerm term in terms)
        {
            if (!term.Left.IsInfinity && !term.Right.IsInfinity)
                running[count++] = new Runner(term);
        }

        Fp12 product = Fp12.One;
        for (int bit = 62 - BitOperations.LeadingZeroCount(CurveParameters.AbsoluteX); bit >= 0; bit--)
        {
            product = product.Square();
            for (int i = 0; i < count; i++)
                product = running[i].DoubleStep(product);
            if (((CurveParameters.AbsoluteX >> bit) & 1) == 0)
                continue;
            for (int i = 0; i < count; i++)
                product = running[i].AddStep(product);
        }

        // The parameter is negative: f_(-n) is 1/f_n up to a vertical line, and the conjugate serves as the inverse.
        return product.Conjugate();
    }

    private struct Runner(in PairingTerm term)
    {
        private readonly Fp _px = term.Left.X;
        private readonly Fp _py = term.Left.Y;
        private readonly AffinePoint<Fp2> _q = term.Right;
        private Fp2 _x = term.Right.X;
        private Fp2 _y = term.Right.Y;
        private Fp2 _z = Fp2.One;

        /// <summary>Doubles the running point and multiplies the product by the tangent's value at P.</summary>
        public Fp12 DoubleStep(in Fp12 product)
        {
            Fp2 a = (_x * _y).Half();
            Fp2 b = _y.Square();
            Fp2 c = _z.Square();
            Fp2 e = TripleB(c);
            Fp2 f = e.Double() + e;
            Fp2 g = (b + f).Half();
            Fp2 h = (_y + _z).Square() - b - c;
            Fp2 x2 = _x.Square();
            Fp2 e2 = e.Square();
            _x = a * (b - f);
            _y = g.Square() - (e2.Double() + e2);
            _z = b * h;
            return product.MultiplyByLine(e - b, (x2.Double() + x2) * _px, -(h * _py));
        }

        /// <summary>Adds Q to the running point and multiplies the product by the chord's value at P.</summary>
        public Fp12 AddStep(in Fp12 product)
        {
            Fp2 theta = _y - (_q.Y * _z);
            Fp2 lambda = _x - (_q.X * _z);
            Fp2 c = theta.Square();
            Fp2 d = lambda.Square();
            Fp2 e = lambda * d;
            Fp2 f = _z * c;
            Fp2 g = _x * d;
            Fp2 h = e + f - g.Double();
            _x = lambda * h;
            _y = (theta * (g - h)) - (e * _y);
            _z *= e;
            return product.MultiplyByLine((theta * _q.X) - (lambda * _q.Y), -(theta * _px), lambda * _py);
        }

        /// <summary>3 b' c with b' = 4(1 + u), by additions.</summary>
        private static Fp2 TripleB(in Fp2 c)
        {
            Fp2 fourfold = c.MultiplyByNonResidue().Double().Double();
            return fourfold.Double() + fourfold;
        }
    }
}
