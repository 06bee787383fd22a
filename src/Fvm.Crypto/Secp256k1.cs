using Fvm.Crypto.Secp256k1Curve;

namespace Fvm.Crypto;

/// <summary>
/// ECDSA over the curve secp256k1 (SEC 1, SEC 2): signatures of protocol-1 addresses and of Ethereum transactions. The
/// caller hashes: blake2b-256 for Filecoin messages, Keccak-256 for Ethereum's.
/// </summary>
/// <remarks>
/// Verification and recovery handle public data and run in time that depends on it. Signing and
/// <see cref="TryGetPublicKey"/> do the same arithmetic and touch the same memory for every key: field and scalar
/// arithmetic, the multiplication of the generator and the inversions have no branch and no table index that depends on
/// a secret. Not covered: what the framework's HMAC does, the retry when a nonce falls outside 1..n-1 (one in 2^128), a
/// run before the JIT has optimised, copies of secrets left on the stack, and power or fault attacks.
/// </remarks>
public static class Secp256k1
{
    /// <summary>Length of a private key in bytes: a big-endian number within 1..n-1.</summary>
    public const int PrivateKeyLength = 32;

    /// <summary>Length of an uncompressed public key in bytes: 04, x, y.</summary>
    public const int PublicKeyLength = 65;

    /// <summary>Length of the signed hash in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>Length of a recoverable signature in bytes: r, s, v.</summary>
    public const int SignatureLength = 65;

    private const int ScalarLength = Scalar.ByteLength;
    private const byte YIsOdd = 1, XIsReduced = 2;

    /// <summary>
    /// Whether a signature holds. Both halves of s are accepted, as the chain does: it verifies by recovery, which
    /// normalises s (ref-fvm shared/src/crypto/signature.rs). Whoever needs a unique signature asks <see cref="IsLowS"/>.
    /// </summary>
    /// <param name="publicKey33or65">A key in the compressed (02, 03) or uncompressed (04) form.</param>
    /// <param name="hash32">The hash that was signed, 32 bytes; it is taken modulo n.</param>
    /// <param name="rs64">r and s, 32 big-endian bytes each.</param>
    /// <returns>False also for a key that is malformed or not on the curve, and for r or s of another length or outside 1..n-1.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey33or65, ReadOnlySpan<byte> hash32, ReadOnlySpan<byte> rs64)
    {
        if (hash32.Length != HashLength) Throw.Length(nameof(hash32), HashLength, hash32.Length);

        return rs64.Length == 2 * ScalarLength
            && TryReadPair(rs64, out Scalar r, out Scalar s)
            && AffinePoint.TryDecode(publicKey33or65, out AffinePoint publicKey)
            && Ecdsa.Verify(publicKey, Scalar.ReadReduced(hash32), r, s);
    }

    /// <summary>
    /// The public key whose signature this is. A high s is accepted and means the same as its negation with the other
    /// parity of v, which is what the reference's normalisation amounts to (ref-fvm shared/src/crypto/signature.rs).
    /// </summary>
    /// <param name="hash32">The hash that was signed, 32 bytes; it is taken modulo n.</param>
    /// <param name="rsv65">r, s (32 big-endian bytes each) and v: bit 0 says that the nonce's point has an odd y, bit 1 that its x is r + n.</param>
    /// <param name="publicKey65">Receives the uncompressed key; untouched on failure.</param>
    /// <returns>
    /// False if the signature has another length, v is above 3, r or s lies outside 1..n-1, no point has that x, r + n
    /// is not below p, or the key would be the point at infinity.
    /// </returns>
    /// <exception cref="ArgumentException">The hash or the destination has another length.</exception>
    public static bool TryRecover(ReadOnlySpan<byte> hash32, ReadOnlySpan<byte> rsv65, Span<byte> publicKey65)
    {
        if (hash32.Length != HashLength) Throw.Length(nameof(hash32), HashLength, hash32.Length);
        if (publicKey65.Length != PublicKeyLength) Throw.Length(nameof(publicKey65), PublicKeyLength, publicKey65.Length);
        if (rsv65.Length != SignatureLength || !TryReadPair(rsv65, out Scalar r, out Scalar s)) return false;

        byte v = rsv65[^1];
        if (v > (YIsOdd | XIsReduced)) return false;
        Scalar hash = Scalar.ReadReduced(hash32);
        if (!Ecdsa.TryRecover(hash, r, s, (v & YIsOdd) != 0, (v & XIsReduced) != 0, out AffinePoint publicKey)) return false;

        publicKey.EncodeUncompressed(publicKey65);
        return true;
    }

    /// <summary>Signs a hash: deterministic nonce (RFC 6979, HMAC-SHA-256), low s.</summary>
    /// <param name="privateKey32">A number within 1..n-1, 32 big-endian bytes.</param>
    /// <param name="hash32">The hash to sign, 32 bytes.</param>
    /// <param name="rsv65">Receives r, s, v as <see cref="TryRecover"/> reads them.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the key out of range (ask <see cref="TryGetPublicKey"/> first).</exception>
    public static void Sign(ReadOnlySpan<byte> privateKey32, ReadOnlySpan<byte> hash32, Span<byte> rsv65)
    {
        if (hash32.Length != HashLength) Throw.Length(nameof(hash32), HashLength, hash32.Length);
        if (rsv65.Length != SignatureLength) Throw.Length(nameof(rsv65), SignatureLength, rsv65.Length);
        if (!TryReadPrivateKey(privateKey32, out Scalar privateKey)) Throw.PrivateKeyOutOfRange();

        Ecdsa.Sign(privateKey, Scalar.ReadReduced(hash32), out Scalar r, out Scalar s, out bool yIsOdd, out bool xIsReduced);
        r.Write(rsv65);
        s.Write(rsv65[ScalarLength..]);
        rsv65[^1] = (byte)((yIsOdd ? YIsOdd : 0) | (xIsReduced ? XIsReduced : 0));
    }

    /// <summary>The public key of a private key.</summary>
    /// <param name="privateKey32">A number within 1..n-1, 32 big-endian bytes.</param>
    /// <param name="publicKey65">Receives the uncompressed key; untouched on failure.</param>
    /// <returns>False if the private key is 0, n or greater.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static bool TryGetPublicKey(ReadOnlySpan<byte> privateKey32, Span<byte> publicKey65)
    {
        if (publicKey65.Length != PublicKeyLength) Throw.Length(nameof(publicKey65), PublicKeyLength, publicKey65.Length);
        if (!TryReadPrivateKey(privateKey32, out Scalar privateKey)) return false;

        GeneratorMultiples.MultiplySecret(privateKey).ToAffine().EncodeUncompressed(publicKey65);
        return true;
    }

    /// <summary>Whether s of a valid signature is at most (n - 1) / 2, as Ethereum's transactions must have it (EIP-2).</summary>
    /// <param name="s32">s, 32 big-endian bytes; n or more is not low.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public static bool IsLowS(ReadOnlySpan<byte> s32)
    {
        if (s32.Length != ScalarLength) Throw.Length(nameof(s32), ScalarLength, s32.Length);
        return Scalar.TryRead(s32, out Scalar s) && !s.IsHigh;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> rs, out Scalar r, out Scalar s)
    {
        bool rIsBelowOrder = Scalar.TryRead(rs, out r);
        return Scalar.TryRead(rs[ScalarLength..], out s) && rIsBelowOrder && !r.IsZero && !s.IsZero;
    }

    private static bool TryReadPrivateKey(ReadOnlySpan<byte> bytes, out Scalar privateKey)
    {
        if (bytes.Length != PrivateKeyLength) Throw.Length("privateKey32", PrivateKeyLength, bytes.Length);
        return Scalar.TryRead(bytes, out privateKey) && !privateKey.IsZero;
    }
}
