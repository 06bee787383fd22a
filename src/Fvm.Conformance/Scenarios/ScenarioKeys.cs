using System.Buffers.Binary;
using Fvm.Crypto;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>The keys of scenarios: a private key is its number, in 32 bytes.</summary>
internal static class ScenarioKeys
{
    private const int PrivateKeyLength = 32;

    public static Address Secp256k1(int number)
    {
        Span<byte> publicKey = stackalloc byte[Address.Secp256k1KeyLength];
        return Crypto.Secp256k1.TryGetPublicKey(Private(number), publicKey)
            ? Address.FromSecp256k1PublicKey(publicKey)
            : throw new ArgumentOutOfRangeException(nameof(number), number, "no private key");
    }

    public static Address Bls(int number)
    {
        Span<byte> publicKey = stackalloc byte[Address.BlsKeyLength];
        return Crypto.Bls.TryGetPublicKey(Private(number), publicKey)
            ? Address.FromBls(publicKey)
            : throw new ArgumentOutOfRangeException(nameof(number), number, "no private key");
    }

    public static Address Delegated(byte number) => Address.FromDelegated(10, [.. Enumerable.Repeat(number, 20)]);

    public static Signature SignSecp256k1(int number, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureVerifier.Secp256k1Length];
        Crypto.Secp256k1.Sign(Private(number), Blake2b.Hash256(message), signature);
        return new Signature(SignatureType.Secp256k1, signature);
    }

    public static Signature SignBls(int number, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureVerifier.BlsLength];
        Crypto.Bls.Sign(Private(number), message, signature);
        return new Signature(SignatureType.Bls, signature);
    }

    private static byte[] Private(int number)
    {
        byte[] key = new byte[PrivateKeyLength];
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(PrivateKeyLength - sizeof(int)), number);
        return key;
    }
}
