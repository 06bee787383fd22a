using System.Numerics;
using System.Security.Cryptography;
using Fvm.Crypto;

namespace Fvm.CryptoOracle;

/// <summary>Signing, verification and recovery; about half of what is verified is broken in one place.</summary>
internal static class SignatureCases
{
    internal static readonly BigInteger SecpOrder = new(
        Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), isUnsigned: true, isBigEndian: true);

    private static readonly BigInteger BlsOrder = new(
        Convert.FromHexString("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"), isUnsigned: true, isBigEndian: true);

    private static readonly ECDsa[] Signers = [.. Enumerable.Range(0, 8).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    internal static IEnumerable<CaseKind> All =>
    [
        new("secp.sign", false, SecpSign),
        new("secp.verify", false, SecpVerify),
        new("secp.recover", false, SecpRecover),
        new("p256.verify", false, P256Verify),
        new("bls.publickey", false, BlsPublicKey),
        new("bls.sign", false, BlsSign),
        new("bls.verify", true, BlsVerify),
    ];

    private static byte[] Key(Inputs inputs, BigInteger order) => Inputs.ToBytes(inputs.Number(order - 1) + 1, 32);

    private static byte[] Hash(Inputs inputs) => inputs.Number(BigInteger.One << 256, 32);

    private static OracleCase SecpSign(Inputs inputs)
    {
        byte[] key = Key(inputs, SecpOrder), hash = Hash(inputs), signature = new byte[65];
        Secp256k1.Sign(key, hash, signature);
        return new OracleCase($"secp.sign {Inputs.Hex(key)} {Inputs.Hex(hash)}", Inputs.Hex(signature));
    }

    private static OracleCase SecpVerify(Inputs inputs)
    {
        byte[] key = Key(inputs, SecpOrder), hash = Hash(inputs), signature = new byte[65], publicKey = new byte[65];
        Secp256k1.Sign(key, hash, signature);
        _ = Secp256k1.TryGetPublicKey(key, publicKey);
        byte[] rs = signature[..64];
        Break(inputs, [hash, rs, publicKey]);
        bool isValid = Secp256k1.Verify(publicKey, hash, rs);
        return new OracleCase($"secp.verify {Inputs.Hex(publicKey)} {Inputs.Hex(hash)} {Inputs.Hex(rs)}", isValid ? "1" : "0");
    }

    private static OracleCase SecpRecover(Inputs inputs)
    {
        byte[] key = Key(inputs, SecpOrder), hash = Hash(inputs), signature = new byte[65], publicKey = new byte[65];
        Secp256k1.Sign(key, hash, signature);
        signature[64] ^= (byte)inputs.Below(2);
        Break(inputs, [hash, signature.AsSpan(0, 64).ToArray()]);
        if (inputs.Below(4) == 0)
            Inputs.ToBytes(inputs.Number(SecpOrder), 32).CopyTo(signature, inputs.Below(2) * 32);
        bool isFound = Secp256k1.TryRecover(hash, signature, publicKey);
        return new OracleCase($"secp.recover {Inputs.Hex(hash)} {Inputs.Hex(signature)}", isFound ? Inputs.Hex(publicKey) : "no");
    }

    private static OracleCase P256Verify(Inputs inputs)
    {
        ECDsa signer = Signers[inputs.Below(Signers.Length)];
        ECPoint point = signer.ExportParameters(includePrivateParameters: false).Q;
        byte[] hash = Hash(inputs), signature = signer.SignHash(hash), key = [.. point.X!, .. point.Y!];
        Break(inputs, [hash, signature, key]);
        bool isValid = Secp256r1.Verify([.. hash, .. signature, .. key]);
        return new OracleCase($"p256.verify {Inputs.Hex(key)} {Inputs.Hex(hash)} {Inputs.Hex(signature)}", isValid ? "1" : "0");
    }

    private static OracleCase BlsPublicKey(Inputs inputs)
    {
        byte[] key = Key(inputs, BlsOrder), publicKey = new byte[48];
        _ = Bls.TryGetPublicKey(Reversed(key), publicKey);
        return new OracleCase($"bls.publickey {Inputs.Hex(key)}", Inputs.Hex(publicKey));
    }

    private static OracleCase BlsSign(Inputs inputs)
    {
        byte[] key = Key(inputs, BlsOrder), message = inputs.Bytes(inputs.Below(100)), signature = new byte[96];
        Bls.Sign(Reversed(key), message, signature);
        return new OracleCase($"bls.sign {Inputs.Hex(key)} {Inputs.Hex(message)}", Inputs.Hex(signature));
    }

    private static OracleCase BlsVerify(Inputs inputs)
    {
        byte[] key = Key(inputs, BlsOrder), message = inputs.Bytes(32), signature = new byte[96], publicKey = new byte[48];
        Bls.Sign(Reversed(key), message, signature);
        _ = Bls.TryGetPublicKey(Reversed(key), publicKey);
        Break(inputs, [message, signature, publicKey]);
        bool isValid = Bls.Verify(publicKey, message, signature);
        return new OracleCase($"bls.verify {Inputs.Hex(publicKey)} {Inputs.Hex(message)} {Inputs.Hex(signature)}", isValid ? "1" : "0");
    }

    private static byte[] Reversed(byte[] key)
    {
        byte[] reversed = [.. key];
        reversed.AsSpan().Reverse();
        return reversed;
    }

    /// <summary>Turns one bit in one of the parts, every other time.</summary>
    private static void Break(Inputs inputs, byte[][] parts)
    {
        if (inputs.Below(2) == 0)
            return;
        byte[] part = parts[inputs.Below(parts.Length)];
        part[inputs.Below(part.Length)] ^= (byte)(1 << inputs.Below(8));
    }
}
