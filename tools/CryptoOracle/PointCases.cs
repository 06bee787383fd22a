using System.Numerics;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;
using Bn = Fvm.Crypto.Bn254Curve;
using BnFp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.CryptoOracle;

/// <summary>Sums, multiples, encodings and subgroup checks of points. A point is x and y in hexadecimal; infinity is all zeros.</summary>
internal static class PointCases
{
    private static readonly BigInteger Order = new(ScalarModulus.Prime, isUnsigned: true, isBigEndian: true);

    private static readonly BigInteger BnOrder = BigInteger.Parse(
        "21888242871839275222246405745257275088548364400416034343698204186575808495617", System.Globalization.CultureInfo.InvariantCulture);

    internal static IEnumerable<CaseKind> All =>
    [
        Sum("bls.g1.add", NextG1, (a, b) => (new JacobianPoint<Fp>(a) + new JacobianPoint<Fp>(b)).ToAffine(), p => -p, Text),
        Sum("bls.g1.addmixed", NextG1, (a, b) => (new JacobianPoint<Fp>(a) + b).ToAffine(), p => -p, Text),
        Sum("bls.g2.add", NextG2, (a, b) => (new JacobianPoint<Fp2>(a) + new JacobianPoint<Fp2>(b)).ToAffine(), p => -p, Text),
        Multiple("bls.g1.mul", NextG1, (p, k) => PointMultiplication.Multiply(new JacobianPoint<Fp>(p), Fr.ReadReduced(k)).ToAffine(), Order, Text),
        Multiple("bls.g2.mul", NextG2, (p, k) => PointMultiplication.Multiply(new JacobianPoint<Fp2>(p), Fr.ReadReduced(k)).ToAffine(), Order, Text),
        Encoding("bls.g1.compress", NextG1, 48, (p, bytes) => PointEncoding.WriteCompressed(p, bytes), Text),
        Encoding("bls.g2.compress", NextG2, 96, (p, bytes) => PointEncoding.WriteCompressed(p, bytes), Text),
        new("bls.g1.decode", false, DecodeG1),
        new("bls.g2.decode", false, DecodeG2),
        new("bn254.g1.add", false, BnAdd),
        new("bn254.g1.mul", false, BnMultiply),
        Sum("bn254.g2.add", NextBn2, (a, b) => (new JacobianPoint<Bn.Fp2>(a) + new JacobianPoint<Bn.Fp2>(b)).ToAffine(), p => -p, Text),
        new("secp.publickey", false, SecpPublicKey),
    ];

    internal static AffinePoint<Fp> NextG1(Inputs inputs) => new JacobianPoint<Fp>(G1.Generator).Multiply(Small(inputs, Order)).ToAffine();

    internal static AffinePoint<Fp2> NextG2(Inputs inputs) => new JacobianPoint<Fp2>(G2.Generator).Multiply(Small(inputs, Order)).ToAffine();

    internal static AffinePoint<BnFp> NextBn1(Inputs inputs) => new JacobianPoint<BnFp>(Bn.G1.Generator).Multiply(Small(inputs, BnOrder)).ToAffine();

    internal static AffinePoint<Bn.Fp2> NextBn2(Inputs inputs) =>
        new JacobianPoint<Bn.Fp2>(Bn.G2.Generator).Multiply(Small(inputs, BnOrder)).ToAffine();

    internal static string Text(AffinePoint<Fp> point) => FieldCases.Text(point.X) + FieldCases.Text(point.Y);

    internal static string Text(AffinePoint<Fp2> point) => FieldCases.Text(point.X) + FieldCases.Text(point.Y);

    internal static byte[] BnBytes(in AffinePoint<BnFp> point)
    {
        byte[] bytes = new byte[64];
        ResidueEncoding.WriteBigEndian(point.X, bytes);
        ResidueEncoding.WriteBigEndian(point.Y, bytes.AsSpan(32));
        return bytes;
    }

    /// <summary>EIP-197's form: imaginary parts first.</summary>
    internal static byte[] BnBytes(in AffinePoint<Bn.Fp2> point)
    {
        byte[] bytes = new byte[128];
        ResidueEncoding.WriteBigEndian(point.X.C1, bytes);
        ResidueEncoding.WriteBigEndian(point.X.C0, bytes.AsSpan(32));
        ResidueEncoding.WriteBigEndian(point.Y.C1, bytes.AsSpan(64));
        ResidueEncoding.WriteBigEndian(point.Y.C0, bytes.AsSpan(96));
        return bytes;
    }

    private static string Text(AffinePoint<Bn.Fp2> point) => Inputs.Hex(BnBytes(point));

    /// <summary>Short factors make points fast; the long ones stand in the multiplication's own row.</summary>
    private static byte[] Small(Inputs inputs, BigInteger order) => inputs.Below(16) == 0 ? inputs.Number(order, 32) : inputs.Bytes(5);

    private static CaseKind Sum<T>(
        string name, Func<Inputs, T> next, Func<T, T, T> add, Func<T, T> negate, Func<T, string> text) => new(name, false, inputs =>
    {
        T a = next(inputs);
        T b = inputs.Below(16) switch
        {
            0 => a,
            1 => negate(a),
            2 => default!,
            _ => next(inputs),
        };
        if (inputs.Below(32) == 0)
            a = default!;
        return new OracleCase($"{name.Replace("mixed", "", StringComparison.Ordinal)} {text(a)} {text(b)}", text(add(a, b)));
    });

    private static CaseKind Multiple<T>(
        string name, Func<Inputs, T> next, Func<T, byte[], T> multiply, BigInteger order, Func<T, string> text) => new(name, false, inputs =>
    {
        T point = next(inputs);
        byte[] factor = inputs.Number(order, 32);
        return new OracleCase($"{name} {text(point)} {Inputs.Hex(factor)}", text(multiply(point, factor)));
    });

    private delegate void Writer<T>(T point, Span<byte> bytes);

    private static CaseKind Encoding<T>(string name, Func<Inputs, T> next, int length, Writer<T> write, Func<T, string> text) =>
        new(name, false, inputs =>
        {
            T point = next(inputs);
            byte[] bytes = new byte[length];
            write(point, bytes);
            return new OracleCase($"{name} {text(point)}", Inputs.Hex(bytes));
        });

    /// <summary>Good encodings, broken ones, and x coordinates of which half are on the curve and hardly one is in the subgroup.</summary>
    private static OracleCase DecodeG1(Inputs inputs)
    {
        byte[] bytes = new byte[48];
        PointEncoding.WriteCompressed(NextG1(inputs), bytes);
        Break(inputs, bytes);
        bool isRead = PointEncoding.TryReadG1Compressed(bytes, out AffinePoint<Fp> point);
        return new OracleCase($"bls.g1.decode {Inputs.Hex(bytes)}", isRead ? Text(point) : "no");
    }

    private static OracleCase DecodeG2(Inputs inputs)
    {
        byte[] bytes = new byte[96];
        PointEncoding.WriteCompressed(NextG2(inputs), bytes);
        Break(inputs, bytes);
        bool isRead = PointEncoding.TryReadG2Compressed(bytes, out AffinePoint<Fp2> point);
        return new OracleCase($"bls.g2.decode {Inputs.Hex(bytes)}", isRead ? Text(point) : "no");
    }

    private static void Break(Inputs inputs, byte[] bytes)
    {
        int kind = inputs.Below(8);
        if (kind == 0)
            bytes[inputs.Below(bytes.Length)] ^= (byte)(1 << inputs.Below(8));
        else if (kind == 1)
            bytes[0] ^= 0x20;
        else if (kind == 2)
            FieldCases.NextFp(inputs).Write(bytes.AsSpan(bytes.Length - 48));
        if (kind == 2)
            bytes[0] |= 0x80;
    }

    private static OracleCase BnAdd(Inputs inputs)
    {
        byte[] left = BnBytes(NextBn1(inputs));
        byte[] right = inputs.Below(16) switch { 0 => left, 1 => BnBytes(-NextBn1(inputs)), 2 => new byte[64], _ => BnBytes(NextBn1(inputs)) };
        byte[] output = new byte[64];
        _ = Bn254.TryAdd([.. left, .. right], output);
        return new OracleCase($"bn254.g1.add {Inputs.Hex(left)} {Inputs.Hex(right)}", Inputs.Hex(output));
    }

    private static OracleCase BnMultiply(Inputs inputs)
    {
        byte[] point = BnBytes(NextBn1(inputs)), factor = inputs.Number(BigInteger.One << 256, 32), output = new byte[64];
        _ = Bn254.TryMultiply([.. point, .. factor], output);
        return new OracleCase($"bn254.g1.mul {Inputs.Hex(point)} {Inputs.Hex(factor)}", Inputs.Hex(output));
    }

    private static OracleCase SecpPublicKey(Inputs inputs)
    {
        byte[] key = inputs.Number(SignatureCases.SecpOrder - 1, 32), output = new byte[65];
        key = Inputs.ToBytes(new BigInteger(key, isUnsigned: true, isBigEndian: true) + 1, 32);
        _ = Secp256k1.TryGetPublicKey(key, output);
        return new OracleCase($"secp.publickey {Inputs.Hex(key)}", Inputs.Hex(output));
    }
}
