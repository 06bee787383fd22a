using System.Security.Cryptography;
using Fvm.Crypto;

namespace Fvm.Bench.Crypto;

/// <summary>Signatures of the chain, and P-256.</summary>
internal static class SignatureRows
{
    private const string Blst = "blst", Secp = "libsecp256k1";

    internal static IEnumerable<Row> All => [.. Bls12381(), .. Secp256k1Rows(), P256()];

    private static IEnumerable<Row> Bls12381()
    {
        byte[] key = Inputs.Bytes(32, 1), message = Inputs.Bytes(32, 2), publicKey = new byte[48], signature = new byte[96];
        key[31] &= 0x3f;
        _ = Bls.TryGetPublicKey(key, publicKey);
        Bls.Sign(key, message, signature);
        string bigEndian = Inputs.Hex([.. key.Reverse()]);
        yield return new Row("bls.verify", Inputs.Check(() => Bls.Verify(publicKey, message, signature)), [.. Inputs.Hexes(publicKey, message, signature), bigEndian], Blst);
        yield return Aggregate();
        byte[] output = new byte[96];
        yield return new Row(
            "bls.sign", Inputs.Bytes(() => Bls.Sign(key, message, output), output), [bigEndian, Inputs.Hex(message)], Blst);
    }

    private static Row Aggregate()
    {
        const int Count = 10;
        var keys = new ReadOnlyMemory<byte>[Count];
        var messages = new ReadOnlyMemory<byte>[Count];
        var signatures = new ReadOnlyMemory<byte>[Count];
        var arguments = new List<string>();
        for (int i = 0; i < Count; i++)
        {
            byte[] key = Inputs.Bytes(32, 10 + i), publicKey = new byte[48], signature = new byte[96], message = Inputs.Bytes(40, 30 + i);
            key[31] &= 0x3f;
            _ = Bls.TryGetPublicKey(key, publicKey);
            Bls.Sign(key, message, signature);
            (keys[i], messages[i], signatures[i]) = (publicKey, message, signature);
            arguments.AddRange(Inputs.Hexes(publicKey, message, [.. key.Reverse()]));
        }

        byte[] sum = new byte[96];
        _ = Bls.TryAggregate(signatures, sum);
        return new Row("bls.aggregate10", Inputs.Check(() => Bls.VerifyAggregate(keys, messages, sum)), [Inputs.Hex(sum), .. arguments], Blst);
    }

    private static IEnumerable<Row> Secp256k1Rows()
    {
        byte[] key = Inputs.Bytes(32, 3), hash = Inputs.Bytes(32, 4), signature = new byte[65], publicKey = new byte[65];
        Secp256k1.Sign(key, hash, signature);
        _ = Secp256k1.TryGetPublicKey(key, publicKey);
        byte[] rs = signature[..64], recovered = new byte[65], signed = new byte[65];
        yield return new Row("secp.verify", Inputs.Check(() => Secp256k1.Verify(publicKey, hash, rs)), Inputs.Hexes(publicKey, hash, rs), Secp);
        yield return new Row(
            "secp.recover", Inputs.Bytes(() => Secp256k1.TryRecover(hash, signature, recovered), recovered), Inputs.Hexes(hash, signature), Secp);
        yield return new Row(
            "secp.sign", new Operation(() => Secp256k1.Sign(key, hash, signed), () => Inputs.Hex(signed.AsSpan(0, 64))), Inputs.Hexes(key, hash), Secp);
    }

    private static Row P256()
    {
        ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint point = signer.ExportParameters(includePrivateParameters: false).Q;
        byte[] hash = Inputs.Bytes(32, 5), signature = signer.SignHash(hash), input = [.. hash, .. signature, .. point.X!, .. point.Y!];
        return new Row(
            "p256.verify",
            Inputs.Check(() => Secp256r1.Verify(input)),
            ["04" + Inputs.Hex(point.X) + Inputs.Hex(point.Y), Inputs.Hex(hash), Inputs.Hex(signature)],
            "OpenSSL through .NET",
            Inputs.Check(() => signer.VerifyHash(hash, signature)));
    }
}
