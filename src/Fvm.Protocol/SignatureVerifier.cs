using Fvm.Crypto;

namespace Fvm.Protocol;

/// <summary>
/// Verifies signatures by key addresses (f1, f3). Delegated signatures need the rules of their address manager and are refused here.
/// Source: fvm_shared <c>crypto/signature.rs</c>, module <c>ops</c>.
/// </summary>
public static class SignatureVerifier
{
    /// <summary>Bytes of a secp256k1 signature: r, s, v with v 0 to 3.</summary>
    public const int Secp256k1Length = 65;

    /// <summary>Bytes of a BLS signature, a compressed point of G2.</summary>
    public const int BlsLength = 96;

    /// <summary>Whether <paramref name="signature"/> is the signature of <paramref name="signer"/>, whose protocol must fit its type, over the data.</summary>
    public static bool Verify(Signature signature, Address signer, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Verify(signature.Type, signature.Bytes.Span, signer, data);
    }

    /// <summary>As the other overload, from the parts.</summary>
    public static bool Verify(SignatureType type, ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return type switch
        {
            SignatureType.Secp256k1 => VerifySecp256k1(signature, signer, data),
            SignatureType.Bls => VerifyBls(signature, signer, data),
            _ => false,
        };
    }

    /// <summary>Whether the message is signed by its sender: over the bytes of the CID of the unsigned message.</summary>
    public static bool Verify(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Verify(message.Signature, message.Message.From, message.Message.Cid.Bytes);
    }

    private static bool VerifyBls(ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> data)
        => signer.Protocol == AddressProtocol.Bls && signature.Length == BlsLength && Bls.Verify(signer.Payload, data, signature);

    // The public key is nowhere on chain: it is recovered from the signature, and its hash must be the address.
    private static bool VerifySecp256k1(ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> data)
    {
        if (signer.Protocol != AddressProtocol.Secp256k1 || signature.Length != Secp256k1Length)
            return false;
        Span<byte> publicKey = stackalloc byte[Address.Secp256k1KeyLength];
        return Secp256k1.TryRecover(Blake2b.Hash256(data), signature, publicKey)
            && Address.FromSecp256k1PublicKey(publicKey).Equals(signer);
    }
}
