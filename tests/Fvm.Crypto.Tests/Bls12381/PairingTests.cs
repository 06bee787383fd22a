using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Tests.Bls12381;

public sealed class PairingTests
{
    /// <summary>
    /// e(G1, G2), from C1.C2.C1 down to C0.C0.C0: the first entry of pairing.json in github.com/paulmillr/noble-curves,
    /// test/vectors/bls12-381/go_pairing_vectors (made with github.com/kilic/bls12-381, whose value is the cubed one as ours).
    /// </summary>
    private static readonly string[] Generators =
    [
        "0f41e58663bf08cf068672cbd01a7ec73baca4d72ca93544deff686bfd6df543d48eaa24afe47e1efde449383b676631",
        "04c581234d086a9902249b64728ffd21a189e87935a954051c7cdba7b3872629a4fafc05066245cb9108f0242d0fe3ef",
        "03350f55a7aefcd3c31b4fcb6ce5771cc6a0e9786ab5973320c806ad360829107ba810c5a09ffdd9be2291a0c25a99a2",
        "11b8b424cd48bf38fcef68083b0b0ec5c81a93b330ee1a677d0d15ff7b984e8978ef48881e32fac91b93b47333e2ba57",
        "06fba23eb7c5af0d9f80940ca771b6ffd5857baaf222eb95a7d2809d61bfe02e1bfd1b68ff02f0b8102ae1c2d5d5ab1a",
        "19f26337d205fb469cd6bd15c3d5a04dc88784fbb3d0b2dbdea54d43b2b73f2cbb12d58386a8703e0f948226e47ee89d",
        "018107154f25a764bd3c79937a45b84546da634b8f6be14a8061e55cceba478b23f7dacaa35c8ca78beae9624045b4b6",
        "01b2f522473d171391125ba84dc4007cfbf2f8da752f7c74185203fcca589ac719c34dffbbaad8431dad1c1fb597aaa5",
        "193502b86edb8857c273fa075a50512937e0794e1e65a7617c90d8bd66065b1fffe51d7a579973b1315021ec3c19934f",
        "1368bb445c7c2d209703f239689ce34c0378a68e72a6b3b216da0e22a5031b54ddff57309396b38c881c4c849ec23e87",
        "089a1c5b46e5110b86750ec6a532348868a84045483c92b7af5af689452eafabf1a8943e50439f1d59882a98eaa0170f",
        "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7b6d194f60839c508a84305aaca1789b6",
    ];

    /// <summary>SHA-256 of the first six entries of the same file, e(i G1, i G2) for i = 1 to 6.</summary>
    private const string FirstSixDigest = "cd3548b010bc16ca632e368c6a0ff933f59744176d52a8362e163678003b3907";

    [Fact]
    public void GeneratorsPairToThePublishedValue()
    {
        Fp12 value = Pair(G1.Generator, G2.Generator);
        Assert.Equal(string.Concat(Generators), Convert.ToHexStringLower(Encode(value)));
        Assert.NotEqual(Fp12.One, value);
        Assert.Equal(Fp12.One, Model.Power(value, Model.R));
    }

    [Fact]
    public void MultiplesPairToThePublishedValues()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (uint i = 1; i <= 6; i++)
            hash.AppendData(Encode(Pair(TimesG1([(byte)i]), TimesG2([(byte)i]))));
        Assert.Equal(FirstSixDigest, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void PairingIsBilinear()
    {
        var random = new Random(51);
        byte[] a = random.NextScalar();
        byte[] b = random.NextScalar();
        Fp12 both = Pair(TimesG1(a), TimesG2(b));
        Assert.Equal(both, Pair(TimesG1(b), TimesG2(a)));
        Assert.Equal(both, Pair(new JacobianPoint<Fp>(TimesG1(a)).Multiply(b).ToAffine(), G2.Generator));

        AffinePoint<Fp> sum = (new JacobianPoint<Fp>(TimesG1(a)) + TimesG1(b)).ToAffine();
        Assert.Equal(
            Pair(TimesG1(a), G2.Generator) * Pair(TimesG1(b), G2.Generator),
            Pair(sum, G2.Generator));
        Assert.Equal(
            Pairing.Product([new PairingTerm(TimesG1(a), G2.Generator), new PairingTerm(TimesG1(b), G2.Generator)]),
            Pair(sum, G2.Generator));
    }

    [Fact]
    public void ProductsCancelExactlyWhenTheyShould()
    {
        var random = new Random(52);
        byte[] a = random.NextScalar();
        var right = new PairingTerm(-G1.Generator, TimesG2(a));
        Assert.True(Pairing.IsProductOne([new PairingTerm(TimesG1(a), G2.Generator), right]));
        Assert.False(Pairing.IsProductOne([new PairingTerm(-TimesG1(a), G2.Generator), right]));
        Assert.False(Pairing.IsProductOne([new PairingTerm(G1.Generator, G2.Generator)]));
        Assert.True(Pairing.IsProductOne([]));
    }

    [Fact]
    public void InfinityContributesOne()
    {
        Assert.Equal(Fp12.One, Pair(AffinePoint<Fp>.Infinity, G2.Generator));
        Assert.Equal(Fp12.One, Pair(G1.Generator, AffinePoint<Fp2>.Infinity));
        Assert.Equal(
            Pair(G1.Generator, G2.Generator),
            Pairing.Product(
            [
                new PairingTerm(AffinePoint<Fp>.Infinity, G2.Generator),
                new PairingTerm(G1.Generator, G2.Generator),
                new PairingTerm(G1.Generator, AffinePoint<Fp2>.Infinity),
            ]));
    }

    private static Fp12 Pair(AffinePoint<Fp> left, AffinePoint<Fp2> right) => Pairing.Product([new PairingTerm(left, right)]);

    private static AffinePoint<Fp> TimesG1(byte[] factor) => new JacobianPoint<Fp>(G1.Generator).Multiply(factor).ToAffine();

    private static AffinePoint<Fp2> TimesG2(byte[] factor) => new JacobianPoint<Fp2>(G2.Generator).Multiply(factor).ToAffine();

    /// <summary>The order of coefficients in the published file.</summary>
    private static byte[] Encode(Fp12 value)
    {
        Fp2[] coefficients = [value.C1.C2, value.C1.C1, value.C1.C0, value.C0.C2, value.C0.C1, value.C0.C0];
        byte[] bytes = new byte[12 * Fp.EncodedLength];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i].C1.Write(bytes.AsSpan(2 * i * Fp.EncodedLength));
            coefficients[i].C0.Write(bytes.AsSpan(((2 * i) + 1) * Fp.EncodedLength));
        }

        return bytes;
    }
}
