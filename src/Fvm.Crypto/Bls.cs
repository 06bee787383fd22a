using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto;

/// <summary>
/// BLS signatures over BLS12-381 as Filecoin uses them: private keys of 32 bytes, public keys of 48 bytes (compressed G1), signatures of
/// 96 bytes (compressed G2), messages hashed to G2 under <c>BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_</c> (RFC 9380).
/// The rules of acceptance are those of the crate bls-signatures 0.13 to 0.15 (<c>src/signature.rs</c>, <c>verify_messages</c>) and of
/// ref-fvm's <c>shared/src/crypto/signature.rs</c>; each stands at the member that follows it. Nothing here runs in constant time:
/// do not sign where an adversary can measure.
/// </summary>
public static class Bls
{
    /// <summary>Length in bytes of a private key.</summary>
    public const int PrivateKeyLength = Scalar.Length;

    /// <summary>Length in bytes of a public key.</summary>
    public const int PublicKeyLength = PointEncoding.G1CompressedLength;

    /// <summary>Length in bytes of a signature.</summary>
    public const int SignatureLength = PointEncoding.G2CompressedLength;

    private static ReadOnlySpan<byte> Tag => "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"u8;

    /// <summary>
    /// Whether <paramref name="signature96"/> is the signature of <paramref name="message"/> (of any length, unhashed) under
    /// <paramref name="publicKey48"/> (ref-fvm <c>verify_bls_sig</c>). False for wrong lengths, encodings that are not canonical, points outside
    /// the prime-order subgroups, and for infinity as public key, whatever the signature.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey48, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature96)
    {
        if (!PointEncoding.TryReadG2Compressed(signature96, out AffinePoint<Fp2> signature)
            || !PointEncoding.TryReadG1Compressed(publicKey48, out AffinePoint<Fp> publicKey)
            || publicKey.IsInfinity)
            return false;

        return Pairing.IsProductOne(
        [
            new PairingTerm(publicKey, HashToG2.Hash(message, Tag)),
            new PairingTerm(-G1.Generator, signature),
        ]);
    }

    /// <summary>
    /// Whether <paramref name="signature96"/> is the sum of valid signatures of <c>messages[i]</c> under <c>publicKeys[i]</c> (ref-fvm
    /// <c>verify_bls_aggregate</c>). In this order: false when the lists differ in length; true when they are empty, whatever the signature
    /// bytes; false when the signature or a key cannot be decoded (as in <see cref="Verify"/>), when two messages are equal (even under different
    /// keys: the countermeasure against rogue keys), or when a key is infinity.
    /// </summary>
    public static bool VerifyAggregate(
        IReadOnlyList<ReadOnlyMemory<byte>> publicKeys,
        IReadOnlyList<ReadOnlyMemory<byte>> messages,
        ReadOnlySpan<byte> signature96)
    {
        ArgumentNullException.ThrowIfNull(publicKeys);
        ArgumentNullException.ThrowIfNull(messages);
        if (publicKeys.Count != messages.Count)
            return false;
        if (publicKeys.Count == 0)
            return true;
        if (!PointEncoding.TryReadG2Compressed(signature96, out AffinePoint<Fp2> signature) || !AreDistinct(messages))
            return false;

        var terms = new PairingTerm[publicKeys.Count + 1];
        for (int i = 0; i < publicKeys.Count; i++)
        {
            if (!PointEncoding.TryReadG1Compressed(publicKeys[i].Span, out AffinePoint<Fp> publicKey) || publicKey.IsInfinity)
                return false;
            terms[i] = new PairingTerm(publicKey, default);
        }

        // Hashing is the dear part: only after every cheap reason to refuse.
        for (int i = 0; i < messages.Count; i++)
            terms[i] = terms[i] with { Right = HashToG2.Hash(messages[i].Span, Tag) };
        terms[^1] = new PairingTerm(-G1.Generator, signature);
        return Pairing.IsProductOne(terms);
    }

    /// <summary>
    /// Adds signatures up (<c>aggregate</c> of bls-signatures). False when there are none or one cannot be decoded.
    /// <paramref name="signature96"/> receives 96 bytes.
    /// </summary>
    public static bool TryAggregate(IReadOnlyList<ReadOnlyMemory<byte>> signatures, Span<byte> signature96)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        JacobianPoint<Fp2> sum = JacobianPoint<Fp2>.Infinity;
        for (int i = 0; i < signatures.Count; i++)
        {
            if (!PointEncoding.TryReadG2Compressed(signatures[i].Span, out AffinePoint<Fp2> signature))
                return false;
            sum += signature;
        }

        if (signatures.Count != 0)
            PointEncoding.WriteCompressed(sum.ToAffine(), signature96);
        return signatures.Count != 0;
    }

    /// <summary>
    /// The public key of a private key; <paramref name="publicKey48"/> receives 48 bytes. A private key is 32 bytes, little-endian, as
    /// bls-signatures serialises it and Filecoin wallets export it (Ethereum's tools use big-endian: reverse those). False unless it is below
    /// the group order. Zero is accepted as bls-signatures accepts it; its public key is infinity, which never verifies.
    /// </summary>
    public static bool TryGetPublicKey(ReadOnlySpan<byte> privateKey32, Span<byte> publicKey48)
    {
        Span<byte> scalar = stackalloc byte[Scalar.Length];
        if (!Scalar.TryReadLittleEndian(privateKey32, scalar))
            return false;
        PointEncoding.WriteCompressed(SubgroupMultiplication.Multiply(new JacobianPoint<Fp>(G1.Generator), Fr.ReadReduced(scalar)).ToAffine(), publicKey48);
        return true;
    }

    /// <summary>
    /// Signs a message; <paramref name="signature96"/> receives 96 bytes. Signatures are unique. Throws <see cref="ArgumentException"/> when the
    /// private key is not one (see <see cref="TryGetPublicKey"/>).
    /// </summary>
    public static void Sign(ReadOnlySpan<byte> privateKey32, ReadOnlySpan<byte> message, Span<byte> signature96)
    {
        Span<byte> scalar = stackalloc byte[Scalar.Length];
        if (!Scalar.TryReadLittleEndian(privateKey32, scalar))
            ThrowNotAPrivateKey(nameof(privateKey32));
        var hash = new JacobianPoint<Fp2>(HashToG2.Hash(message, Tag));
        PointEncoding.WriteCompressed(SubgroupMultiplication.Multiply(hash, Fr.ReadReduced(scalar)).ToAffine(), signature96);
    }

    private static bool AreDistinct(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var seen = new HashSet<ReadOnlyMemory<byte>>(messages.Count, ByteMemoryComparer.Instance);
        for (int i = 0; i < messages.Count; i++)
        {
            if (!seen.Add(messages[i]))
                return false;
        }

        return true;
    }

    [DoesNotReturn]
    private static void ThrowNotAPrivateKey(string parameter) =>
        throw new ArgumentException("A BLS private key is 32 bytes, little-endian, below the group order.", parameter);
}
