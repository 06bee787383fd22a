using System.Text;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Tests.Bls12381;

public sealed class HashToG2Tests
{
    [Fact]
    public void ExpandMessageMatchesRfc9380AppendixK1()
    {
        Assert.Equal(10, Rfc9380Vectors.Expand.Length);
        byte[] tag = Encoding.ASCII.GetBytes(Rfc9380Vectors.ExpandTag);
        foreach ((string message, string output) in Rfc9380Vectors.Expand)
        {
            byte[] bytes = new byte[output.Length / 2];
            ExpandMessage.Xmd(Encoding.ASCII.GetBytes(message), tag, bytes);
            Assert.Equal(output, Convert.ToHexStringLower(bytes));
        }
    }

    [Fact]
    public void ExpandMessageRefusesWhatTheFormatCannotHold()
    {
        ExpandMessage.Xmd([], new byte[255], new byte[255 * 32]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpandMessage.Xmd([], new byte[256], new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpandMessage.Xmd([], new byte[1], new byte[(255 * 32) + 1]));
    }

    [Fact]
    public void HashMatchesRfc9380AppendixJ101()
    {
        Assert.Equal(5, Rfc9380Vectors.HashToG2.Length);
        byte[] tag = Encoding.ASCII.GetBytes(Rfc9380Vectors.HashToG2Tag);
        foreach ((string text, string[] u0, string[] u1, string[] x, string[] y) in Rfc9380Vectors.HashToG2)
        {
            byte[] message = Encoding.ASCII.GetBytes(text);
            Assert.Equal((Element(u0), Element(u1)), HashToG2.HashToField(message, tag));
            Assert.Equal(new AffinePoint<Fp2>(Element(x), Element(y)), HashToG2.Hash(message, tag));
        }
    }

    [Fact]
    public void MapSurvivesItsExceptionalInputs()
    {
        // RFC 9380 section 6.6.2: the denominator Z^2 u^4 + Z u^2 vanishes for u = 0, and for Z u^2 = -1, which no u fulfils here.
        var z = -new Fp2(Fp.FromUInt64(2), Fp.One);
        Assert.False(Fp2.TrySquareRoot(-z.Invert(), out _));
        Fp2 ordinary = new Random(41).NextFp2();
        foreach ((Fp2 u0, Fp2 u1) in new[] { (default(Fp2), ordinary), (ordinary, default), (default, default), (ordinary, -ordinary) })
        {
            (AffinePoint<Fp2> q0, AffinePoint<Fp2> q1) = SimplifiedSwu.Map(u0, u1);

            // The shared inversion must not let one element disturb the other.
            Assert.Equal(SimplifiedSwu.Map(u0, u0).Q0, q0);
            Assert.Equal(SimplifiedSwu.Map(u1, u1).Q1, q1);
            foreach ((Fp2 u, AffinePoint<Fp2> q) in new[] { (u0, q0), (u1, q1) })
            {
                Assert.Equal((q.X.Square() * q.X) + (SimplifiedSwu.A * q.X) + SimplifiedSwu.B, q.Y.Square());
                Assert.Equal(u.IsOdd(), q.Y.IsOdd());
                Assert.True(G2.IsOnCurve(Isogeny.Map(q).ToAffine()));
            }
        }
    }

    private static Fp2 Element(string[] coefficients) => Fp2.FromHex(coefficients[0], coefficients[1]);
}
