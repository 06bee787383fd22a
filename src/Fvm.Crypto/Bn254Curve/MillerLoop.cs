using Fvm.Crypto.Curves;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>
/// The Miller loop of the optimal ate pairing for many terms at once, which share the squarings. The running point of each term
/// is in homogeneous coordinates (X/Z, Y/Z) on the twist. Formulas: Costello, Lange and Naehrig, eprint 2009/615, section 5, in the form
/// of Aranha et al., eprint 2010/526, section 4; lines are scaled by factors in F(p^2), which the final exponentiation removes.
/// </summary>
internal static class MillerLoop
{
    /// <summary>6x + 2 in non-adjacent form, the leading one left out: most significant digit first.</summary>
    private static ReadOnlySpan<sbyte> LoopDigits =>
    [
        0, -1, 0, 1, 0, 0, 0, -1, 0, -1, 0, 0, 0, -1, 0, 1, 0, -1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 1, 0,
        0, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, -1, 0, -1, 0, 0, 1, 0, 0, 0, -1, 0, 0, -1, 0, 1, 0, 1, 0, 0, 0,
    ];

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
        foreach (sbyte digit in LoopDigits)
        {
            product = product.Square();
            for (int i = 0; i < count; i++)
                product = running[i].DoubleStep(product);
            for (int i = 0; digit != 0 && i < count; i++)
                product = running[i].AddStep(product, negate: digit < 0);
        }

        for (int i = 0; i < count; i++)
            product = running[i].LastSteps(product);
        return product;
    }

    private struct Runner(in PairingTerm term)
    {
        private static readonly Fp Half = (Fp.One + Fp.One).Invert();

        private readonly Fp _px = term.Left.X;
        private readonly Fp _py = term.Left.Y;
        private readonly AffinePoint<Fp2> _q = term.Right;
        private Fp2 _x = term.Right.X;
        private Fp2 _y = term.Right.Y;
        private Fp2 _z = Fp2.One;

        /// <summary>Doubles the running point and multiplies the product by the tangent's value at P.</summary>
        public Fp12 DoubleStep(in Fp12 product)
        {
            Fp2 a = _x * _y * Half;
            Fp2 b = _y.Square();
            Fp2 c = _z.Square();
            Fp2 e = (c.Double() + c) * G2.B;
            Fp2 f = e.Double() + e;
            Fp2 g = (b + f) * Half;
            Fp2 h = (_y + _z).Square() - b - c;
            Fp2 x2 = _x.Square();
            Fp2 e2 = e.Square();
            _x = a * (b - f);
            _y = g.Square() - (e2.Double() + e2);
            _z = b * h;
            return product.MultiplyByLine(-(h * _py), (x2.Double() + x2) * _px, e - b);
        }

        /// <summary>Adds Q or its negative to the running point and multiplies the product by the chord's value at P.</summary>
        public Fp12 AddStep(in Fp12 product, bool negate) => Add(product, negate ? -_q : _q);

        /// <summary>Adds psi(Q), then -psi^2(Q), as the exponent 6x + 2 + p - p^2 + p^3 has it (the last term contributes one).</summary>
        public Fp12 LastSteps(in Fp12 product)
        {
            Fp12 once = Add(product, G2.Psi(_q));

            // xi^((p^2-1)/2) = -1 negates y, and the sign negates it back.
            return Add(once, new AffinePoint<Fp2>(_q.X * FrobeniusConstants.SquareX, _q.Y));
        }

        private Fp12 Add(in Fp12 product, in AffinePoint<Fp2> q)
        {
            Fp2 theta = _y - (q.Y * _z);
            Fp2 lambda = _x - (q.X * _z);
            Fp2 c = theta.Square();
            Fp2 d = lambda.Square();
            Fp2 e = lambda * d;
            Fp2 f = _z * c;
            Fp2 g = _x * d;
            Fp2 h = e + f - g.Double();
            _x = lambda * h;
            _y = (theta * (g - h)) - (e * _y);
            _z *= e;
            return product.MultiplyByLine(lambda * _py, -(theta * _px), (theta * q.X) - (lambda * q.Y));
        }
    }
}
