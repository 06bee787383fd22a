using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Bls12381.Wide;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>
/// The form for vectors gives what the form for any processor gives. Both are called by name, so both are tested wherever the processor has AVX-512;
/// elsewhere, or under DOTNET_EnableAVX512=0, all other tests of pairings run on the latter and these report themselves skipped.
/// </summary>
public sealed class WidePairingTests
{
    private const int Terms = 5;

    private static readonly PairingTerm[] Pairs = [.. Enumerable.Range(1, Terms).Select(i => new PairingTerm(
        new JacobianPoint<Fp>(G1.Generator).Multiply((ulong)i * 0x9e37_79b9_7f4a_7c15).ToAffine(),
        new JacobianPoint<Fp2>(G2.Generator).Multiply((ulong)i * 0xbf58_476d_1ce4_e5b9).ToAffine()))];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void ProductsAreTheSame(int terms, int prepared)
    {
        SkipWithoutVectors();
        ReadOnlySpan<PairingTerm> pairs = Pairs.AsSpan(0, terms);
        PreparedTerm[] lines = [.. Pairs.Skip(terms).Take(prepared).Select(Prepare)];
        Assert.Equal(
            FinalExponentiation.Apply(MillerLoop.Run(pairs, lines)), WideFinalExponentiation.Apply(WideMillerLoop.Run(pairs, lines)));
    }

    [Fact]
    public void TheFinalExponentiationIsTheSame()
    {
        SkipWithoutVectors();
        Fp12 value = MillerLoop.Run(Pairs.AsSpan(0, 1), []);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(FinalExponentiation.Apply(value), WideFinalExponentiation.Apply(value));
            value = value * value.Frobenius();
        }
    }

    [Fact]
    public void PowersAreTheSame()
    {
        SkipWithoutVectors();
        Fp12 value = FinalExponentiation.Apply(MillerLoop.Run(Pairs.AsSpan(0, 1), []));
        byte[] exponent = new byte[32];
        var random = new Random(9);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(CyclotomicPower.Power(value, exponent), WideCyclotomicPower.Power(value, exponent));
            random.NextBytes(exponent);
        }
    }

    /// <summary>Operands as large as the formulas allow: multiples of p are added up to the bounds that Fp2x4 states.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(7, 14)]
    public void ProductsHoldAtTheBounds(int leftMultiple, int rightMultiple)
    {
        SkipWithoutVectors();
        Fp2[] a = [.. Pairs.Select(p => p.Right.X)], b = [.. Pairs.Select(p => p.Right.Y)];
        Fp2x4 left = Raise(Gather(a), leftMultiple), right = Raise(Gather(b), rightMultiple);
        Fp2x4 product = Fp2x4Product.Multiply(left, right);
        Fp2x4 sum = Fp2x4Product.MultiplySum(left, right, right, left, left, left);
        Fp2x4 square = Fp2x4Product.Square(left);
        for (int slot = 0; slot < 4; slot++)
        {
            Assert.Equal(a[slot] * b[slot], SlotTransfer.Extract(product, slot));
            Assert.Equal((a[slot] * b[slot]).Double() + a[slot].Square(), SlotTransfer.Extract(sum, slot));
            Assert.Equal(a[slot].Square(), SlotTransfer.Extract(square, slot));
        }
    }

    [Fact]
    public void ReductionHoldsUpToItsBound()
    {
        SkipWithoutVectors();
        Fp2[] values = [default, Fp2.One, -Fp2.One, Pairs[0].Right.X];
        Fp2x4 value = Gather(values);
        for (int multiple = 0; multiple < 125; multiple++)
        {
            for (int slot = 0; slot < 4; slot++)
                Assert.Equal(values[slot], SlotTransfer.Extract(value, slot));
            value = Raise(value, 1);
        }
    }

    [Fact]
    public void PreparedTermsGiveTheSamePairing()
    {
        G1Point[] left = [G1Point.Generator * Fr.FromUInt64(5), G1Point.Generator * Fr.FromUInt64(77), G1Point.Infinity];
        G2Point[] right = [G2Point.Generator * Fr.FromUInt64(9), G2Point.Generator, G2Point.Generator];
        PreparedG2[] prepared = [.. right.Select(p => new PreparedG2(p))];
        Gt expected = Gt.Pair(left, right);
        Assert.Equal(expected, Gt.Pair([], [], left, prepared));
        Assert.Equal(expected, Gt.Pair(left.AsSpan(0, 1), right.AsSpan(0, 1), left.AsSpan(1), prepared.AsSpan(1)));
        Assert.Equal(Gt.One, Gt.Pair([], [], left.AsSpan(0, 1), [new PreparedG2(G2Point.Infinity)]));
        Assert.True(Gt.IsPairingProductOne(left.AsSpan(0, 1), right.AsSpan(0, 1), [G1Point.Generator * -Fr.FromUInt64(45)], [prepared[1]]));
        Assert.False(Gt.IsPairingProductOne(left.AsSpan(0, 1), right.AsSpan(0, 1), [G1Point.Generator * -Fr.FromUInt64(46)], [prepared[1]]));
        Assert.Throws<ArgumentException>(() => Gt.Pair([], [], [G1Point.Generator], []));
    }

    private static void SkipWithoutVectors() => Assert.SkipUnless(Fp2x4.IsSupported, "this processor has no AVX-512");

    private static PreparedTerm Prepare(PairingTerm term) => new(term.Left, new PreparedG2(new G2Point(term.Right)).Lines);

    private static Fp2x4 Gather(Fp2[] values) => SlotTransfer.Gather(values[0], values[1], values[2], values[3]).Reduce();

    /// <summary>The same values, the numbers larger by a multiple of p.</summary>
    private static Fp2x4 Raise(Fp2x4 value, int multiple)
    {
        for (int i = 0; i < multiple; i++)
            value += new Fp2x4(Lanes(Fp.P0), Lanes(Fp.P1), Lanes(Fp.P2), Lanes(Fp.P3), Lanes(Fp.P4), Lanes(Fp.P5), Lanes(Fp.P6));
        return value;
    }

    private static System.Runtime.Intrinsics.Vector512<ulong> Lanes(ulong limb) => System.Runtime.Intrinsics.Vector512.Create(limb);
}
