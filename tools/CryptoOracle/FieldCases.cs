using System.Numerics;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Fields;
using Bls2 = Fvm.Crypto.Bls12381.Fp2;
using Bn = Fvm.Crypto.Bn254Curve;
using Fp12 = Fvm.Crypto.Bls12381.Fp12;
using Fp6 = Fvm.Crypto.Bls12381.Fp6;
using R1 = Fvm.Crypto.Secp256r1Curve;
using Sec = Fvm.Crypto.Secp256k1Curve;

namespace Fvm.CryptoOracle;

/// <summary>Single operations of every field. The answers are canonical encodings.</summary>
internal static class FieldCases
{
    private static readonly BigInteger BlsPrime = BigInteger.Parse(
        "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787",
        System.Globalization.CultureInfo.InvariantCulture);

    internal static IEnumerable<CaseKind> All =>
    [
        .. BlsBase(), .. BlsTower(),
        .. Residues<ScalarModulus>("bls.fr"),
        .. Residues<Bn.BaseModulus>("bn254.fp"),
        .. Residues<R1.BaseModulus>("p256.fp"),
        .. Residues<R1.OrderModulus>("p256.fn"),
        .. Secp(),
    ];

    internal static Fp NextFp(Inputs inputs)
    {
        _ = Fp.TryRead(inputs.Number(BlsPrime, Fp.EncodedLength), out Fp value);
        return value;
    }

    internal static Bls2 NextFp2(Inputs inputs) => new(NextFp(inputs), NextFp(inputs));

    internal static string Text(in Fp value)
    {
        Span<byte> bytes = stackalloc byte[Fp.EncodedLength];
        value.Write(bytes);
        return Inputs.Hex(bytes);
    }

    internal static string Text(in Bls2 value) => Text(value.C0) + Text(value.C1);

    internal static string Text(in Fp12 value) => Text(value.C0) + Text(value.C1);

    private static string Text(in Fp6 value) => Text(value.C0) + Text(value.C1) + Text(value.C2);

    private static string Text<T>(in Residue<T> value)
        where T : unmanaged, IModulus<T>
    {
        Span<byte> bytes = stackalloc byte[32];
        ResidueEncoding.WriteBigEndian(value, bytes);
        return Inputs.Hex(bytes);
    }

    private static IEnumerable<CaseKind> BlsBase() =>
    [
        Binary("bls.fp.add", NextFp, (a, b) => a + b, v => Text(v)),
        Binary("bls.fp.sub", NextFp, (a, b) => a - b, v => Text(v)),
        Binary("bls.fp.mul", NextFp, (a, b) => a * b, v => Text(v)),
        Unary("bls.fp.sqr", NextFp, a => a.Square(), v => Text(v)),
        Unary("bls.fp.neg", NextFp, a => -a, v => Text(v)),
        Unary("bls.fp.inv", NextFp, a => a.Invert(), v => Text(v)),

        // A root squared: either root will do, and the oracle answers with zero where there is none.
        Unary("bls.fp.sqrt", NextFp, a => FpPowers.TrySquareRoot(a, out Fp root) ? root.Square() : default, v => Text(v)),
    ];

    private static IEnumerable<CaseKind> BlsTower() =>
    [
        Binary("bls.fp2.add", NextFp2, (a, b) => a + b, v => Text(v)),
        Binary("bls.fp2.sub", NextFp2, (a, b) => a - b, v => Text(v)),
        Binary("bls.fp2.mul", NextFp2, (a, b) => a * b, v => Text(v)),
        Unary("bls.fp2.sqr", NextFp2, a => a.Square(), v => Text(v)),
        Unary("bls.fp2.inv", NextFp2, a => a.Invert(), v => Text(v)),
        Unary("bls.fp2.sqrt", NextFp2, a => Bls2.TrySquareRoot(a, out Bls2 root) ? root.Square() : default, v => Text(v)),
        Binary("bls.fp12.mul", NextFp12, (a, b) => a * b, v => Text(v)),
        Unary("bls.fp12.sqr", NextFp12, a => a.Square(), v => Text(v)),
        Unary("bls.fp12.inv", NextFp12, a => a.Invert(), v => Text(v)),
        Unary("bls.fp12.frobenius", NextFp12, a => a.Frobenius(), v => Text(v)),
        Binary("bn254.fp2.mul", NextBn2, (a, b) => a * b, Text),
        Unary("bn254.fp2.sqr", NextBn2, a => a.Square(), Text),
        Unary("bn254.fp2.inv", NextBn2, a => a.Invert(), Text),
    ];

    private static IEnumerable<CaseKind> Residues<T>(string field)
        where T : unmanaged, IModulus<T>
    {
        var prime = new BigInteger(T.Prime, isUnsigned: true, isBigEndian: true);
        Residue<T> Next(Inputs inputs) => ResidueEncoding.ReadReduced<T>(inputs.Number(prime, 32));
        return
        [
            Binary($"{field}.add", Next, (a, b) => a + b, v => Text(v)),
            Binary($"{field}.sub", Next, (a, b) => a - b, v => Text(v)),
            Binary($"{field}.mul", Next, (a, b) => a * b, v => Text(v)),
            Unary($"{field}.sqr", Next, a => a.Square(), v => Text(v)),
            Unary($"{field}.neg", Next, a => -a, v => Text(v)),
            Unary($"{field}.inv", Next, a => a.Invert(), v => Text(v)),
        ];
    }

    private static IEnumerable<CaseKind> Secp()
    {
        BigInteger p = (BigInteger.One << 256) - (BigInteger.One << 32) - 977;
        var n = new BigInteger(
            Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), isUnsigned: true, isBigEndian: true);
        Sec.FieldElement NextP(Inputs inputs) => Sec.FieldElement.TryRead(inputs.Number(p, 32), out Sec.FieldElement value) ? value : default;
        Sec.Scalar NextN(Inputs inputs) => Sec.Scalar.ReadReduced(inputs.Number(n, 32));
        string TextP(Sec.FieldElement value)
        {
            byte[] bytes = new byte[32];
            value.Write(bytes);
            return Inputs.Hex(bytes);
        }

        string TextN(Sec.Scalar value)
        {
            byte[] bytes = new byte[32];
            value.Write(bytes);
            return Inputs.Hex(bytes);
        }

        return
        [
            Binary("secp.fp.add", NextP, (a, b) => a + b, TextP),
            Binary("secp.fp.sub", NextP, (a, b) => a - b, TextP),
            Binary("secp.fp.mul", NextP, (a, b) => a * b, TextP),
            Unary("secp.fp.sqr", NextP, a => a.Square(), TextP),
            Unary("secp.fp.inv", NextP, a => Sec.FieldPowers.Invert(a), TextP),
            Unary("secp.fp.sqrt", NextP, a => Sec.FieldPowers.TrySquareRoot(a, out Sec.FieldElement root) ? root.Square() : default, TextP),
            Binary("secp.fn.add", NextN, (a, b) => a + b, TextN),
            Binary("secp.fn.sub", NextN, (a, b) => a - b, TextN),
            Binary("secp.fn.mul", NextN, (a, b) => a * b, TextN),
            Unary("secp.fn.inv", NextN, a => a.Invert(), TextN),
        ];
    }

    private static Fp12 NextFp12(Inputs inputs) => new(NextFp6(inputs), NextFp6(inputs));

    private static Fp6 NextFp6(Inputs inputs) => new(NextFp2(inputs), NextFp2(inputs), NextFp2(inputs));

    private static Bn.Fp2 NextBn2(Inputs inputs)
    {
        var prime = new BigInteger(Bn.BaseModulus.Prime, isUnsigned: true, isBigEndian: true);
        return new Bn.Fp2(
            ResidueEncoding.ReadReduced<Bn.BaseModulus>(inputs.Number(prime, 32)), ResidueEncoding.ReadReduced<Bn.BaseModulus>(inputs.Number(prime, 32)));
    }

    private static string Text(Bn.Fp2 value) => Text(value.C0) + Text(value.C1);

    private static CaseKind Unary<T>(string name, Func<Inputs, T> next, Func<T, T> apply, Func<T, string> text) => new(name, false, inputs =>
    {
        T a = next(inputs);
        return new OracleCase($"{name} {text(a)}", text(apply(a)));
    });

    private static CaseKind Binary<T>(string name, Func<Inputs, T> next, Func<T, T, T> apply, Func<T, string> text) => new(name, false, inputs =>
    {
        T a = next(inputs), b = next(inputs);
        return new OracleCase($"{name} {text(a)} {text(b)}", text(apply(a, b)));
    });
}
