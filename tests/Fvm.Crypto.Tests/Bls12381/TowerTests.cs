using System.Numerics;
using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>The extension fields against schoolbook formulas and against their own laws.</summary>
public sealed class TowerTests
{
    private const int Rounds = 10;

    [Fact]
    public void Fp2AgreesWithSchoolbook()
    {
        var random = new Random(11);
        for (int i = 0; i < Rounds; i++)
        {
            Fp2 a = random.NextFp2();
            Fp2 b = random.NextFp2();
            var expected = new Fp2((a.C0 * b.C0) - (a.C1 * b.C1), (a.C0 * b.C1) + (a.C1 * b.C0));
            Assert.Equal(expected, a * b);
            Assert.Equal(a * a, a.Square());
            Assert.Equal(Fp2.One, a * a.Invert());
            Assert.Equal(new Fp2(a.Norm(), default), a * a.Conjugate());
            Assert.Equal(a * new Fp2(Fp.One, Fp.One), a.MultiplyByNonResidue());
            Assert.Equal(a, a.Half().Double());
            Assert.Equal(default, a + (-a));
            Assert.Equal(a * new Fp2(b.C0, default), a * b.C0);
        }

        Assert.Equal(default, default(Fp2).Invert());
        Assert.Equal(-Fp2.One, new Fp2(default, Fp.One).Square());
    }

    [Fact]
    public void Fp2RootsExistExactlyForSquares()
    {
        var random = new Random(12);
        int roots = 0;
        for (int i = 0; i < 4 * Rounds; i++)
        {
            Fp2 a = random.NextFp2();
            if (i % 4 == 1)
                a = new Fp2(a.C0, default); // always a square in F(p^2)
            if (i % 4 == 2)
                a = new Fp2(default, a.C1);
            bool isSquare = Model.Power(a, ((Model.P * Model.P) - 1) / 2) == Fp2.One;
            Assert.Equal(isSquare, Fp2.TrySquareRoot(a, out Fp2 root));
            Assert.Equal(isSquare, root.Square() == a);
            roots += isSquare ? 1 : 0;

            Assert.True(Fp2.TrySquareRoot(a.Square(), out root));
            Assert.True(root == a || root == -a);
            Assert.False(Fp2.TrySquareRoot(a.Square().MultiplyByNonResidue(), out _));
        }

        Assert.InRange(roots, Rounds, (4 * Rounds) - 1);
        Assert.True(Fp2.TrySquareRoot(default, out Fp2 zero));
        Assert.True(zero.IsZero);
        Assert.True(Fp2.TrySquareRoot(-Fp2.One, out Fp2 u));
        Assert.Equal(-Fp2.One, u.Square());
    }

    [Fact]
    public void Fp2SignsFollowTheirDefinitions()
    {
        // RFC 9380 section 4.1 looks at c0 first; the point encoding looks at c1 first.
        Fp one = Fp.One;
        Fp two = Fp.FromUInt64(2);
        (Fp2 Value, bool IsOdd, bool IsLarger)[] rows =
        [
            (default, false, false),
            (new Fp2(one, default), true, false),
            (new Fp2(default, one), true, false),
            (new Fp2(two, one), false, false),
            (new Fp2(one, -one), true, true),
            (new Fp2(two, -two), false, true),
            (new Fp2(-one, one), false, false),
            (new Fp2(-one, default), false, true),
            (new Fp2(-two, default), true, true),
        ];
        foreach ((Fp2 value, bool isOdd, bool isLarger) in rows)
        {
            Assert.Equal(isOdd, value.IsOdd());
            Assert.Equal(isLarger, value.IsLexicographicallyLarger());
        }
    }

    [Fact]
    public void Fp6ObeysItsLaws()
    {
        var random = new Random(13);
        var v = new Fp6(default, Fp2.One, default);
        Assert.Equal(new Fp6(new Fp2(Fp.One, Fp.One), default, default), v * v * v);
        for (int i = 0; i < Rounds; i++)
        {
            Fp6 a = random.NextFp6();
            Fp6 b = random.NextFp6();
            Fp6 c = random.NextFp6();
            Assert.Equal(a * b, b * a);
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a * (b * c), a * b * c);
            Assert.Equal(Fp6.One, a * a.Invert());
            Assert.Equal(a * v, a.MultiplyByV());
            Assert.Equal(a * new Fp6(b.C0, b.C1, default), a.MultiplyBy01(b.C0, b.C1));
            Assert.Equal(a * new Fp6(default, b.C1, default), a.MultiplyBy1(b.C1));
        }
    }

    [Fact]
    public void Fp12ObeysItsLaws()
    {
        var random = new Random(14);
        var w = new Fp12(default, Fp6.One);
        Assert.Equal(new Fp12(new Fp6(default, Fp2.One, default), default), w * w);
        for (int i = 0; i < Rounds; i++)
        {
            Fp12 a = random.NextFp12();
            Fp12 b = random.NextFp12();
            Fp12 c = random.NextFp12();
            Assert.Equal(a * b, b * a);
            Assert.Equal(a * (b * c), a * b * c);
            Assert.Equal(a * a, a.Square());
            Assert.Equal(Fp12.One, a * a.Invert());

            Fp2 l0 = random.NextFp2();
            Fp2 l1 = random.NextFp2();
            Fp2 l4 = random.NextFp2();
            var line = new Fp12(new Fp6(l0, l1, default), new Fp6(default, l4, default));
            Assert.Equal(a * line, a.MultiplyByLine(l0, l1, l4));
        }
    }

    [Fact]
    public void FrobeniusIsThePthPower()
    {
        Fp12 a = new Random(15).NextFp12();
        Assert.Equal(Model.Power(a, Model.P), a.Frobenius());
        Fp12 sixth = a;
        for (int i = 0; i < 6; i++)
            sixth = sixth.Frobenius();
        Assert.Equal(sixth, a.Conjugate());
    }

    [Fact]
    public void FrobeniusConstantsFollowTheirFormulas()
    {
        var xi = new Fp2(Fp.One, Fp.One);
        Fp2[] powers =
        [
            FrobeniusConstants.W1, FrobeniusConstants.W2, FrobeniusConstants.W3, FrobeniusConstants.W4, FrobeniusConstants.W5,
        ];
        for (int i = 0; i < powers.Length; i++)
            Assert.Equal(Model.Power(xi, (i + 1) * (Model.P - 1) / 6), powers[i]);
        Assert.Equal(Fp2.One, FrobeniusConstants.PsiX * Model.Power(xi, (Model.P - 1) / 3));
        Assert.Equal(Fp2.One, FrobeniusConstants.PsiY * Model.Power(xi, (Model.P - 1) / 2));
    }

    [Fact]
    public void CyclotomicSquareIsASquare()
    {
        Fp12 a = new Random(16).NextFp12();
        Fp12 t = a.Conjugate() * a.Invert();
        Fp12 cyclotomic = t.Frobenius().Frobenius() * t;
        Assert.Equal(cyclotomic.Square(), cyclotomic.CyclotomicSquare());
        Assert.Equal(Fp12.One, cyclotomic * cyclotomic.Conjugate());
    }

    [Fact]
    public void FinalExponentiationIsThePowerItClaims()
    {
        Fp12 a = new Random(17).NextFp12();
        BigInteger exponent = 3 * (BigInteger.Pow(Model.P, 12) - 1) / Model.R;
        Assert.Equal(Model.Power(a, exponent), FinalExponentiation.Apply(a));
    }
}
