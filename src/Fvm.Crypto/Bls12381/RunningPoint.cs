using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The running point of one term of the Miller loop, in homogeneous coordinates (X/Z, Y/Z) on the twist. Formulas: Costello, Lange and Naehrig,
/// eprint 2009/615, section 5, in the form of Aranha et al., eprint 2010/526, section 4; lines are scaled by factors in F(p^2).
/// </summary>
internal struct RunningPoint(in AffinePoint<Fp2> start)
{
    private readonly AffinePoint<Fp2> _q = start;
    private Fp2 _x = start.X;
    private Fp2 _y = start.Y;
    private Fp2 _z = Fp2.One;

    /// <summary>Doubles the point; the line is the tangent.</summary>
    public LineCoefficients Double()
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
        return new LineCoefficients(e - b, x2.Double() + x2, -h);
    }

    /// <summary>Adds the start to the point; the line is the chord.</summary>
    public LineCoefficients Add()
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
        return new LineCoefficients((theta * _q.X) - (lambda * _q.Y), -theta, lambda);
    }

    /// <summary>3 b' c with b' = 4(1 + u), by additions.</summary>
    private static Fp2 TripleB(in Fp2 c)
    {
        Fp2 fourfold = c.MultiplyByNonResidue().Double().Double();
        return fourfold.Double() + fourfold;
    }
}
