using System.Globalization;
using System.Numerics;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;

namespace Fvm.Bench.Crypto;

/// <summary>Points, pairings and maps; Poseidon stands here for its field.</summary>
internal static class PointRows
{
    private const string Blst = "blst";

    internal static IEnumerable<Row> All => [.. Points(), .. Sums(), .. Bn(), PoseidonRow()];

    private static IEnumerable<Row> Points()
    {
        G1Point p = G1Point.Generator * Scalar(1);
        G2Point q = G2Point.Generator * Scalar(2);
        byte[] g1 = Compressed(p), g2 = Compressed(q), out1 = new byte[48], out2 = new byte[96], message = Inputs.Bytes(32, 6), factor = Inputs.Bytes(32, 7);
        factor[0] &= 0x3f;
        var k = Fr.ReadReduced(factor);
        G1Point read1 = default;
        G2Point read2 = default;
        yield return new Row(
            "bls.g1.decode", new Operation(() => G1Point.TryReadCompressed(g1, out read1), () => Inputs.Hex(Compressed(read1))), Inputs.Hexes(g1), Blst);
        yield return new Row(
            "bls.g2.decode", new Operation(() => G2Point.TryReadCompressed(g2, out read2), () => Inputs.Hex(Compressed(read2))), Inputs.Hexes(g2), Blst);
        yield return new Row(
            "bls.hash.g2",
            new Operation(
                () => read2 = new G2Point(HashToG2.Hash(message, "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"u8)), () => Inputs.Hex(Compressed(read2))),
            Inputs.Hexes(message));
        yield return new Row("bls.g1.mul", Inputs.Bytes(() => (p * k).WriteCompressed(out1), out1), Inputs.Hexes(g1, factor));
        yield return new Row("bls.g2.mul", Inputs.Bytes(() => (q * k).WriteCompressed(out2), out2), Inputs.Hexes(g2, factor));
    }

    private static IEnumerable<Row> Sums()
    {
        G1Point[] left = [G1Point.Generator * Fr.FromUInt64(6), -(G1Point.Generator * Fr.FromUInt64(21))];
        G2Point[] right = [G2Point.Generator * Fr.FromUInt64(7), G2Point.Generator * Fr.FromUInt64(2)];
        yield return new Row(
            "bls.pairing2",
            Inputs.Check(() => Gt.IsPairingProductOne(left, right)),
            Inputs.Hexes(Compressed(left[0]), Compressed(right[0]), Compressed(left[1]), Compressed(right[1])));

        const int Count = 128;
        var points = new G1Point[Count];
        var factors = new Fr[Count];
        var arguments = new List<string>();
        byte[] output = new byte[48], factor = new byte[32];
        for (int i = 0; i < Count; i++)
        {
            points[i] = G1Point.Generator * Scalar(100 + i);
            factors[i] = Scalar(300 + i);
            factors[i].WriteBigEndian(factor);
            arguments.AddRange(Inputs.Hexes(Compressed(points[i]), factor));
        }

        yield return new Row("bls.g1.msm128", Inputs.Bytes(() => G1Point.MultiplySum(points, factors).WriteCompressed(output), output), [.. arguments]);
    }

    private static IEnumerable<Row> Bn()
    {
        byte[] a = BnTimes(0x1234_5678_9abc), b = BnTimes(0xfedc_ba98_7654), output = new byte[64], factor = Inputs.Bytes(32, 8);
        factor[0] &= 0x1f;
        byte[] sum = [.. a, .. b], product = [.. a, .. factor];
        yield return new Row("bn254.add", Inputs.Bytes(() => Bn254.TryAdd(sum, output), output), Inputs.Hexes(a, b));
        yield return new Row("bn254.mul", Inputs.Bytes(() => Bn254.TryMultiply(product, output), output), Inputs.Hexes(a, factor));
        byte[] check = BnCheck();
        yield return new Row("bn254.pairing2", Inputs.Check(() => Bn254.TryPairingCheck(check, out bool isOne) && isOne), Inputs.Hexes(check));
    }

    private static Row PoseidonRow()
    {
        Fr[] inputs = [.. Enumerable.Range(400, 8).Select(Scalar)];
        Poseidon hash = Poseidon.ForTree(8);
        Fr digest = default;
        byte[] bytes = new byte[32];
        string Text(Fr value)
        {
            value.WriteBigEndian(bytes);
            return Inputs.Hex(bytes);
        }

        return new Row(
            "poseidon8", new Operation(() => digest = hash.Hash(inputs), () => Text(digest)), ["ff", .. inputs.Select(Text)]);
    }

    /// <summary>e(P, Q) e(-P, Q) for multiples of the generators, in the form of EIP-197.</summary>
    internal static byte[] BnCheck()
    {
        byte[] left = BnTimes(12345), right = Convert.FromHexString(
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
            + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa");
        BigInteger p = BigInteger.Parse("21888242871839275222246405745257275088696311157297823662689037894645226208583", CultureInfo.InvariantCulture);
        BigInteger y = p - new BigInteger(left.AsSpan(32), isUnsigned: true, isBigEndian: true);
        return [.. left, .. right, .. left[..32], .. Padded(y), .. right];
    }

    private static byte[] BnTimes(ulong factor)
    {
        byte[] output = new byte[64], input = [.. Padded(1), .. Padded(2), .. Padded(factor)];
        _ = Bn254.TryMultiply(input, output);
        return output;
    }

    private static byte[] Padded(BigInteger value)
    {
        byte[] bytes = new byte[32], bare = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        bare.CopyTo(bytes, bytes.Length - bare.Length);
        return bytes;
    }

    private static Fr Scalar(int seed) => Fr.ReadReduced(Inputs.Bytes(32, seed));

    private static byte[] Compressed(G1Point point)
    {
        byte[] bytes = new byte[48];
        point.WriteCompressed(bytes);
        return bytes;
    }

    private static byte[] Compressed(G2Point point)
    {
        byte[] bytes = new byte[96];
        point.WriteCompressed(bytes);
        return bytes;
    }
}
