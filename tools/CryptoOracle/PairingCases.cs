using System.Numerics;
using System.Text;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.CryptoOracle;

/// <summary>Pairings, sums of many multiples, maps and hashes to curves, powers in the target group.</summary>
internal static class PairingCases
{
    private static readonly byte[] Tag = Encoding.ASCII.GetBytes("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_");

    internal static IEnumerable<CaseKind> All =>
    [
        new("bls.pairing", true, BlsPairing),
        new("bls.pairing.product", true, BlsPairingProduct),
        new("bls.gt.power", true, GtPower),
        new("bn254.pairing.check", true, BnPairing),
        new("bls.g1.msm", true, inputs => MultiScalarG1(inputs)),
        new("bls.g2.msm", true, inputs => MultiScalarG2(inputs)),
        new("bls.map.g1", true, MapG1),
        new("bls.map.g2", true, MapG2),
        new("bls.hash.g1", true, HashG1),
        new("bls.hash.g2", true, HashG2),
    ];

    private static OracleCase BlsPairing(Inputs inputs)
    {
        AffinePoint<Fp> left = PointCases.NextG1(inputs);
        AffinePoint<Fp2> right = PointCases.NextG2(inputs);
        return new OracleCase(
            $"bls.pairing {PointCases.Text(left)} {PointCases.Text(right)}", FieldCases.Text(Pairing.Product([new PairingTerm(left, right)])));
    }

    /// <summary>One to four terms whose exponents cancel every other time.</summary>
    private static OracleCase BlsPairingProduct(Inputs inputs)
    {
        int count = 1 + inputs.Below(3);
        var terms = new List<PairingTerm>();
        BigInteger sum = 0;
        for (int i = 0; i < count; i++)
        {
            uint a = (uint)inputs.Below(1000), b = (uint)inputs.Below(1000);
            sum += a * b;
            terms.Add(new PairingTerm(Times(a), new JacobianPoint<Fp2>(G2.Generator).Multiply(b).ToAffine()));
        }

        terms.Add(new PairingTerm(-Times((uint)sum + (uint)inputs.Below(2)), G2.Generator));
        string question = string.Join(' ', terms.Select(t => $"{PointCases.Text(t.Left)} {PointCases.Text(t.Right)}"));
        return new OracleCase($"bls.pairing.product {question}", Pairing.IsProductOne([.. terms]) ? "1" : "0");
    }

    private static AffinePoint<Fp> Times(uint factor) => new JacobianPoint<Fp>(G1.Generator).Multiply(factor).ToAffine();

    private static OracleCase GtPower(Inputs inputs)
    {
        Fp12 value = Pairing.Product([new PairingTerm(PointCases.NextG1(inputs), G2.Generator)]);
        byte[] exponent = inputs.Number(new BigInteger(ScalarModulus.Prime, isUnsigned: true, isBigEndian: true), 32);
        return new OracleCase(
            $"bls.gt.power {FieldCases.Text(value)} {Inputs.Hex(exponent)}", FieldCases.Text(CyclotomicPower.Power(value, Fr.ReadReduced(exponent))));
    }

    private static OracleCase BnPairing(Inputs inputs)
    {
        // e(aG, bH) e(-abG, H), sometimes off by one.
        uint a = (uint)inputs.Below(60_000), b = (uint)inputs.Below(60_000);
        byte[] left = BnTimes(a), right = PointCases.BnBytes(
            new JacobianPoint<Fvm.Crypto.Bn254Curve.Fp2>(Fvm.Crypto.Bn254Curve.G2.Generator).Multiply(b).ToAffine());
        byte[] closing = BnTimes(BigInteger.Parse(
            "21888242871839275222246405745257275088548364400416034343698204186575808495617", System.Globalization.CultureInfo.InvariantCulture)
            - ((BigInteger)a * b) - inputs.Below(2));
        byte[] input = [.. left, .. right, .. closing, .. PointCases.BnBytes(Fvm.Crypto.Bn254Curve.G2.Generator)];
        bool isJudged = Bn254.TryPairingCheck(input, out bool isOne);
        return new OracleCase($"bn254.pairing.check {Inputs.Hex(input)}", isJudged ? (isOne ? "1" : "0") : "no");
    }

    private static byte[] BnTimes(BigInteger factor)
    {
        byte[] output = new byte[64], input = [.. Inputs.ToBytes(1, 32), .. Inputs.ToBytes(2, 32), .. Inputs.ToBytes(factor, 32)];
        _ = Bn254.TryMultiply(input, output);
        return output;
    }

    private static OracleCase MultiScalarG1(Inputs inputs)
    {
        int count = 1 + inputs.Below(inputs.Below(4) == 0 ? 70 : 12);
        var points = new AffinePoint<Fp>[count];
        var factors = new Fr[count];
        var question = new StringBuilder("bls.g1.msm");
        for (int i = 0; i < count; i++)
        {
            points[i] = i > 0 && inputs.Below(8) == 0 ? points[i - 1] : PointCases.NextG1(inputs);
            byte[] factor = inputs.Number(new BigInteger(ScalarModulus.Prime, isUnsigned: true, isBigEndian: true), 32);
            factors[i] = Fr.ReadReduced(factor);
            question.Append(' ').Append(PointCases.Text(points[i])).Append(' ').Append(Inputs.Hex(factor));
        }

        return new OracleCase(question.ToString(), PointCases.Text(MultiScalar.Sum<Fp>(points, factors).ToAffine()));
    }

    private static OracleCase MultiScalarG2(Inputs inputs)
    {
        int count = 1 + inputs.Below(10);
        var points = new AffinePoint<Fp2>[count];
        var factors = new Fr[count];
        var question = new StringBuilder("bls.g2.msm");
        for (int i = 0; i < count; i++)
        {
            points[i] = i > 0 && inputs.Below(8) == 0 ? -points[i - 1] : PointCases.NextG2(inputs);
            byte[] factor = inputs.Number(new BigInteger(ScalarModulus.Prime, isUnsigned: true, isBigEndian: true), 32);
            factors[i] = Fr.ReadReduced(factor);
            question.Append(' ').Append(PointCases.Text(points[i])).Append(' ').Append(Inputs.Hex(factor));
        }

        return new OracleCase(question.ToString(), PointCases.Text(MultiScalar.Sum<Fp2>(points, factors).ToAffine()));
    }

    private static OracleCase MapG1(Inputs inputs)
    {
        Fp u = FieldCases.NextFp(inputs);
        return new OracleCase($"bls.map.g1 {FieldCases.Text(u)}", PointCases.Text(HashToG1.Map(u)));
    }

    private static OracleCase MapG2(Inputs inputs)
    {
        Fp2 u = FieldCases.NextFp2(inputs);
        return new OracleCase($"bls.map.g2 {FieldCases.Text(u)}", PointCases.Text(HashToG2.Map(u)));
    }

    private static OracleCase HashG1(Inputs inputs)
    {
        byte[] message = inputs.Bytes(inputs.Below(150));
        return new OracleCase($"bls.hash.g1 {Inputs.Hex(message)} {Inputs.Hex(Tag)}", PointCases.Text(HashToG1.Hash(message, Tag)));
    }

    private static OracleCase HashG2(Inputs inputs)
    {
        byte[] message = inputs.Bytes(inputs.Below(150));
        return new OracleCase($"bls.hash.g2 {Inputs.Hex(message)} {Inputs.Hex(Tag)}", PointCases.Text(HashToG2.Hash(message, Tag)));
    }
}
