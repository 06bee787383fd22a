using System.Numerics;
using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Tests.Bls12381;

public sealed class CurveTests
{
    /// <summary>
    /// 0 to 999 times the generators. The digests are those of the files g1_compressed_valid_test_vectors.dat and its three siblings of
    /// github.com/zkcrypto/pairing (also in noble-curves, test/vectors/bls12-381/zkcrypto), which hold these points one after the other.
    /// </summary>
    [Fact]
    public void FirstThousandMultiplesAreThePublishedOnes()
    {
        using var compressed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var uncompressed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] bytes = new byte[192];

        JacobianPoint<Fp> g1 = JacobianPoint<Fp>.Infinity;
        for (int i = 0; i < 1000; i++, g1 += G1.Generator)
        {
            PointEncoding.WriteCompressed(g1.ToAffine(), bytes);
            compressed.AppendData(bytes.AsSpan(0, 48));
            PointEncoding.Write(g1.ToAffine(), bytes);
            uncompressed.AppendData(bytes.AsSpan(0, 96));
        }

        Assert.Equal("8acaa1d512b4cf96f4740e4c9afc19ba4618d48fe251c452a19382395bcd0929", Finish(compressed));
        Assert.Equal("e25aae8e95c9cd39cdb1eec0100c8245e297510fef0091cbf80b91d49de6b685", Finish(uncompressed));

        JacobianPoint<Fp2> g2 = JacobianPoint<Fp2>.Infinity;
        for (int i = 0; i < 1000; i++, g2 += G2.Generator)
        {
            PointEncoding.WriteCompressed(g2.ToAffine(), bytes);
            compressed.AppendData(bytes.AsSpan(0, 96));
            PointEncoding.Write(g2.ToAffine(), bytes);
            uncompressed.AppendData(bytes);
        }

        Assert.Equal("b75bc2e41289adda41e448e56a1ea39b11009a27b02e8676c8b86defedc05deb", Finish(compressed));
        Assert.Equal("80fd0516c8115b13165589324558649fa94f49e714caa3b735537d073a9cfb65", Finish(uncompressed));
    }

    [Fact]
    public void GeneratorsHaveTheGroupOrder()
    {
        Assert.True(G1.IsOnCurve(G1.Generator) && G1.IsInSubgroup(G1.Generator));
        Assert.True(G2.IsOnCurve(G2.Generator) && G2.IsInSubgroup(G2.Generator));
        Assert.True(new JacobianPoint<Fp>(G1.Generator).Multiply(CurveParameters.Order).IsInfinity);
        Assert.True(new JacobianPoint<Fp2>(G2.Generator).Multiply(CurveParameters.Order).IsInfinity);
        Assert.False(G1.IsOnCurve(new AffinePoint<Fp>(G1.Generator.X, G1.Generator.X)));
        Assert.False(G2.IsOnCurve(new AffinePoint<Fp2>(G2.Generator.X, G2.Generator.X)));
    }

    [Fact]
    public void GroupLawHoldsInG1() => GroupLawHolds(G1.Generator);

    [Fact]
    public void GroupLawHoldsInG2() => GroupLawHolds(G2.Generator);

    private static void GroupLawHolds<T>(AffinePoint<T> generator)
        where T : unmanaged, IField<T>
    {
        var random = new Random(21);
        var g = new JacobianPoint<T>(generator);
        JacobianPoint<T> a = g.Multiply(random.NextScalar());
        JacobianPoint<T> b = g.Multiply(random.NextScalar());
        JacobianPoint<T> infinity = JacobianPoint<T>.Infinity;

        Assert.Equal(a + b, b + a);
        Assert.Equal(a + (b + g), a + b + g);
        Assert.Equal(a + b, a + b.ToAffine());
        Assert.Equal(a.Double(), a + a);
        Assert.Equal(a.Double(), a + a.ToAffine());
        Assert.Equal(infinity, a - a);
        Assert.Equal(infinity, a + (-a.ToAffine()));
        Assert.Equal(a, a + infinity);
        Assert.Equal(a, infinity + a);
        Assert.Equal(a, infinity + a.ToAffine());
        Assert.Equal(a, a + AffinePoint<T>.Infinity);
        Assert.Equal(infinity, infinity + infinity);
        Assert.Equal(infinity, infinity.Double());
        Assert.Equal(AffinePoint<T>.Infinity, infinity.ToAffine());
        Assert.NotEqual(a, b);
        Assert.NotEqual(a, infinity);
        Assert.NotEqual(a, -a);
    }

    [Fact]
    public void MultiplesAgreeWithRepeatedAddition()
    {
        var g = new JacobianPoint<Fp>(G1.Generator);
        JacobianPoint<Fp> sum = JacobianPoint<Fp>.Infinity;
        for (uint i = 0; i < 40; i++, sum += g)
        {
            Assert.Equal(sum, g.Multiply(i));
            Assert.Equal(sum, g.Multiply(Model.Bytes(i, 32)));
        }

        Assert.Equal(g.Multiply(CurveParameters.AbsoluteX), g.Multiply(Model.Bytes(CurveParameters.AbsoluteX, 9)));
        Assert.Equal(-g, g.Multiply(Model.Bytes(Model.R - 1, 32)));
    }

    [Fact]
    public void ClearCofactorMultipliesByTheSuitesFactor()
    {
        // RFC 9380 section 8.8.2, h_eff.
        BigInteger factor = Model.Hex(
            "bc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956d82bf015d1212b02ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551");
        AffinePoint<Fp2> outside = PointEncodingTests.OnTwist(new Fp2(Fp.FromUInt64(5), Fp.One));
        Assert.False(G2.IsInSubgroup(outside));

        var point = new JacobianPoint<Fp2>(outside);
        JacobianPoint<Fp2> cleared = G2.ClearCofactor(point);
        Assert.Equal(point.Multiply(Model.Bytes(factor, 80)), cleared);
        Assert.True(G2.IsInSubgroup(cleared.ToAffine()));
    }

    private static string Finish(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
