using System.Numerics;
using Fvm.Crypto.Curves;
using Fvm.Crypto.Secp256k1Curve;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

public sealed class PointTests
{
    /// <summary>
    /// k, and k * G compressed: the list of multiples for secp256k1 that implementations have shared since 2013
    /// (crypto.stackexchange.com/questions/784, chuckbatson.wordpress.com), first twenty and its end.
    /// </summary>
    public static TheoryData<string, string> Multiples => new()
    {
        { "1", "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798" },
        { "2", "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5" },
        { "3", "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9" },
        { "4", "02e493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13" },
        { "5", "022f8bde4d1a07209355b4a7250a5c5128e88b84bddc619ab7cba8d569b240efe4" },
        { "6", "03fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556" },
        { "7", "025cbdf0646e5db4eaa398f365f2ea7a0e3d419b7e0330e39ce92bddedcac4f9bc" },
        { "8", "022f01e5e15cca351daff3843fb70f3c2f0a1bdd05e5af888a67784ef3e10a2a01" },
        { "9", "03acd484e2f0c7f65309ad178a9f559abde09796974c57e714c35f110dfc27ccbe" },
        { "a", "03a0434d9e47f3c86235477c7b1ae6ae5d3442d49b1943c2b752a68e2a47e247c7" },
        { "b", "03774ae7f858a9411e5ef4246b70c65aac5649980be5c17891bbec17895da008cb" },
        { "c", "03d01115d548e7561b15c38f004d734633687cf4419620095bc5b0f47070afe85a" },
        { "d", "03f28773c2d975288bc7d1d205c3748651b075fbc6610e58cddeeddf8f19405aa8" },
        { "e", "03499fdf9e895e719cfd64e67f07d38e3226aa7b63678949e6e49b241a60e823e4" },
        { "f", "02d7924d4f7d43ea965a465ae3095ff41131e5946f3c85f79e44adbcf8e27e080e" },
        { "10", "03e60fce93b59e9ec53011aabc21c23e97b2a31369b87a5ae9c44ee89e2a6dec0a" },
        { "11", "03defdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34" },
        { "12", "025601570cb47f238d2b0286db4a990fa0f3ba28d1a319f5e7cf55c2a2444da7cc" },
        { "13", "022b4ea0a797a443d293ef5cff444f4979f06acfebd7e86d277475656138385b6c" },
        { "14", "024ce119c96e2fa357200b559b2f7dd5a5f02d5290aff74b03f3e471b273211c97" },
        { "18ebbb95eed0e13", "02a90cc3d3f3e146daadfc74ca1372207cb4b725ae708cef713a98edd73d99ef29" },
        { "159d893d4cdd747246cdca43590e13", "03e5a2636bcfd412ebf36ec45b19bfb68a1bc5f8632e678132b885f7df99c5e9b3" },
        { "3fffffffffffffffffffffffffffffffaeabb739abd2280eeff497a3340d9050", "03a6b594b38fb3e77c6edf78161fade2041f4e09fd8497db776e546c41567feb3c" },
        { "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", "0300000000000000000000003b78ce563f89a0ed9414f5aa28ad0d96d6795f9c63" },
        { "bfffffffffffffffffffffffffffffff0c0325ad0376782ccfddc6e99c28b0f0", "02e24ce4beee294aa6350faa67512b99d388693ae4e7f53d19882a6ea169fc1ce1" },
        { "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413e", "03f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9" },
        { "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413f", "03c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5" },
        { "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798" },
    };

    [Theory]
    [MemberData(nameof(Multiples))]
    public void MultiplesOfTheGeneratorAreThePublishedOnes(string kHex, string compressed)
    {
        ArgumentNullException.ThrowIfNull(kHex);
        Scalar k = ScalarTests.ToScalar(CurveModel.Hex(kHex));
        Assert.True(AffinePoint.TryDecode(Convert.FromHexString(compressed), out AffinePoint expected));
        AssertSame(expected.ToProjective(), GeneratorMultiples.MultiplySecret(k));
        AssertSame(expected.ToProjective(), Multiply(AffinePoint.Generator, k));
        AssertSame(expected.ToProjective(), Sum(k, AffinePoint.Generator, default));
    }

    [Fact]
    public void MultiplicationsAgreeWithTheModel()
    {
        Random random = new(7);
        for (int i = 0; i < 60; i++)
        {
            BigInteger k = ScalarTests.Next(random), m = ScalarTests.Next(random);
            Scalar scalar = ScalarTests.ToScalar(k);
            (BigInteger X, BigInteger Y)? expected = CurveModel.Multiply(k, CurveModel.G);
            AssertIs(expected, Sum(scalar, AffinePoint.Generator, default));
            AssertIs(expected, GeneratorMultiples.MultiplySecret(scalar));

            if (m.IsZero) continue;
            AffinePoint point = GeneratorMultiples.MultiplySecret(ScalarTests.ToScalar(m)).ToAffine();
            AssertIs(CurveModel.Multiply(k * m % CurveModel.N, CurveModel.G), Multiply(point, scalar));
            AssertIs(CurveModel.Multiply((k * m + m) % CurveModel.N, CurveModel.G), Sum(ScalarTests.ToScalar(m), point, scalar));
            AssertIs(null, Sum(ScalarTests.ToScalar(m), point, -Scalar.One));
        }
    }

    /// <summary>Every pair out of multiples -4..4 of G, so that equal, opposite and infinite points all meet.</summary>
    [Fact]
    public void AdditionIsCompleteForSmallMultiples()
    {
        for (int a = -4; a <= 4; a++)
        {
            ProjectivePoint left = Small(a);
            AssertIs(Model(2 * a), left.Double());
            for (int b = -4; b <= 4; b++)
            {
                AssertIs(Model(a + b), left + Small(b));
                if (b != 0) AssertIs(Model(a + b), left + Small(b).ToAffine());
            }
        }
    }

    [Fact]
    public void RandomSumsAgreeWithTheModel()
    {
        Random random = new(8);
        ProjectivePoint sum = ProjectivePoint.Infinity;
        (BigInteger X, BigInteger Y)? expected = null;
        for (int i = 0; i < 200; i++)
        {
            BigInteger k = CurveModel.Below(random, 1000) + 1;
            (BigInteger X, BigInteger Y)? term = CurveModel.Multiply(k, CurveModel.G);
            sum += GeneratorMultiples.MultiplySecret(ScalarTests.ToScalar(k)).ToAffine();
            expected = CurveModel.Add(expected, term);
            AssertIs(expected, sum);
            sum = -sum.Double();
            expected = CurveModel.Add(expected, expected);
            expected = (expected!.Value.X, CurveModel.P - expected.Value.Y);
            AssertIs(expected, sum);
        }
    }

    [Fact]
    public void TheEndomorphismIsAMultiplicationByLambda()
    {
        AffinePoint point = Small(4).ToAffine();
        AssertSame(Multiply(point, ScalarHalves.Lambda), new AffinePoint(point.X * ScalarHalves.Beta, point.Y).ToProjective());
    }

    [Fact]
    public void DecodesWhatItEncodes()
    {
        Span<byte> encoded = stackalloc byte[AffinePoint.UncompressedLength];
        for (int k = 1; k <= 4; k++)
        {
            foreach (int sign in new[] { 1, -1 })
            {
                AffinePoint point = Small(sign * k).ToAffine();
                point.EncodeUncompressed(encoded);
                Assert.True(AffinePoint.TryDecode(encoded, out AffinePoint again));
                AssertSame(point.ToProjective(), again.ToProjective());

                encoded[0] = (byte)(0x02 + (encoded[64] & 1));
                Assert.True(AffinePoint.TryDecode(encoded[..AffinePoint.CompressedLength], out again));
                AssertSame(point.ToProjective(), again.ToProjective());
            }
        }
    }

    private static ProjectivePoint Multiply(in AffinePoint point, in Scalar factor) => Sum(default, point, factor);

    private static ProjectivePoint Sum(in Scalar generatorFactor, in AffinePoint point, in Scalar factor)
    {
        AffinePoint<FieldElement> sum = PublicMultiplication.Sum(generatorFactor, point, factor).ToAffine();
        return sum.IsInfinity ? ProjectivePoint.Infinity : new ProjectivePoint(sum.X, sum.Y, FieldElement.One);
    }

    private static ProjectivePoint Small(int k)
    {
        ProjectivePoint point = GeneratorMultiples.MultiplySecret(ScalarTests.ToScalar(Math.Abs(k)));
        return k < 0 ? -point : point;
    }

    private static (BigInteger X, BigInteger Y)? Model(int k) => CurveModel.Multiply(CurveModel.Mod(k, CurveModel.N), CurveModel.G);

    private static void AssertSame(ProjectivePoint expected, ProjectivePoint actual)
    {
        Assert.True((expected.X * actual.Z).IsCongruentTo(actual.X * expected.Z));
        Assert.True((expected.Y * actual.Z).IsCongruentTo(actual.Y * expected.Z));
        Assert.Equal(expected.IsInfinity, actual.IsInfinity);
    }

    private static void AssertIs((BigInteger X, BigInteger Y)? expected, ProjectivePoint actual)
    {
        Assert.Equal(expected is null, actual.IsInfinity);
        if (expected is not { } point) return;
        byte[] encoded = new byte[AffinePoint.UncompressedLength];
        actual.ToAffine().EncodeUncompressed(encoded);
        Assert.Equal(CurveModel.Encode(point), encoded);
    }
}
