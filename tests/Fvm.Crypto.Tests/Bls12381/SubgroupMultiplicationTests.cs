using System.Numerics;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>Multiples by endomorphisms beside those by doubling and adding alone.</summary>
public sealed class SubgroupMultiplicationTests
{
    private static readonly BigInteger Order = new(CurveParameters.Order, isUnsigned: true, isBigEndian: true);

    /// <summary>Both ends, and all sums of the digits' edges: 0, 1 and |x| - 1 at each of the four places.</summary>
    public static IEnumerable<BigInteger> Factors()
    {
        yield return Order - 1;
        yield return Order >> 1;
        BigInteger x = CurveParameters.AbsoluteX;
        BigInteger[] edges = [0, 1, x - 1];
        for (int i = 0; i < 81; i++)
        {
            BigInteger factor = edges[i % 3] + (x * (edges[i / 3 % 3] + (x * (edges[i / 9 % 3] + (x * edges[i / 27])))));
            yield return factor % Order;
        }
    }

    [Fact]
    public void MultiplesAreThoseOfDoublingAndAdding()
    {
        var random = new Random(4);
        byte[] bytes = new byte[32];
        JacobianPoint<Fp> g1 = new(G1.Generator);
        JacobianPoint<Fp2> g2 = new(G2.Generator);
        foreach (BigInteger edge in Factors().Concat(Enumerable.Range(0, 40).Select(_ => Next(random))))
        {
            bytes.AsSpan().Clear();
            edge.TryWriteBytes(bytes.AsSpan(32 - edge.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
            Fr factor = Fr.ReadReduced(bytes);
            Assert.True(g1.Multiply(bytes) == SubgroupMultiplication.Multiply(g1, factor), $"G1 {edge}");
            Assert.True(g2.Multiply(bytes) == SubgroupMultiplication.Multiply(g2, factor), $"G2 {edge}");
            (g1, g2) = (g1.Double() + G1.Generator, g2.Double() + G2.Generator);
        }

        Assert.True(SubgroupMultiplication.Multiply(JacobianPoint<Fp>.Infinity, Fr.ReadReduced(bytes)).IsInfinity);
        Assert.True(SubgroupMultiplication.Multiply(JacobianPoint<Fp2>.Infinity, Fr.ReadReduced(bytes)).IsInfinity);
    }

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Order;
    }
}
