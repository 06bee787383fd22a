using Fvm.Crypto;
using Fvm.Protocol;

namespace Fvm.Actors.Tests.Fixtures;

/// <summary>Keys for tests: the private key is the number, in 32 bytes.</summary>
internal static class Keys
{
    public static Address Secp256k1(byte number)
    {
        Span<byte> publicKey = stackalloc byte[Address.Secp256k1KeyLength];
        Assert.True(Crypto.Secp256k1.TryGetPublicKey(Private(number), publicKey));
        return Address.FromSecp256k1PublicKey(publicKey);
    }

    public static Address Bls(byte number)
    {
        Span<byte> publicKey = stackalloc byte[Address.BlsKeyLength];
        Assert.True(Crypto.Bls.TryGetPublicKey(Private(number), publicKey));
        return Address.FromBls(publicKey);
    }

    public static byte[] SignSecp256k1(byte number, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureVerifier.Secp256k1Length];
        Crypto.Secp256k1.Sign(Private(number), Blake2b.Hash256(message), signature);
        return signature;
    }

    public static byte[] SignBls(byte number, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureVerifier.BlsLength];
        Crypto.Bls.Sign(Private(number), message, signature);
        return signature;
    }

    private static byte[] Private(byte number)
    {
        byte[] key = new byte[32];
        key[31] = number;
        return key;
    }
}
