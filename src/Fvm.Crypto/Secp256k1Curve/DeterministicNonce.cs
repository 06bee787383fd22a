using System.Security.Cryptography;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// The nonces of RFC 6979 section 3.2 with HMAC-SHA-256, without additional input. As n and the hash both have 256 bits,
/// bits2int is the identity and bits2octets a reduction modulo n.
/// </summary>
internal ref struct DeterministicNonce
{
    /// <summary>Bytes of working memory, which hold secrets: the caller clears them in the end.</summary>
    internal const int WorkLength = StateLength + 1 + Scalar.ByteLength + Scalar.ByteLength + HMACSHA256.HashSizeInBytes;

    private const int StateLength = HMACSHA256.HashSizeInBytes;

    private readonly Span<byte> input;
    private readonly Span<byte> state;
    private readonly Span<byte> key;
    private bool isFirst;

    internal DeterministicNonce(Span<byte> work, in Scalar privateKey, in Scalar reducedHash)
    {
        // One buffer V || tag || private key || hash, whose beginning is V itself, and K behind it.
        input = work[..(WorkLength - HMACSHA256.HashSizeInBytes)];
        state = work[..StateLength];
        key = work[input.Length..WorkLength];
        isFirst = true;

        privateKey.Write(input[(StateLength + 1)..]);
        reducedHash.Write(input[(StateLength + 1 + Scalar.ByteLength)..]);
        state.Fill(0x01);
        key.Clear();
        Rekey(0x00, input.Length);
        Rekey(0x01, input.Length);
    }

    /// <summary>The next candidate within 1..n-1.</summary>
    internal Scalar Next()
    {
        while (true)
        {
            if (!isFirst) Rekey(0x00, StateLength + 1);
            isFirst = false;
            HMACSHA256.HashData(key, state, state);
            if (Scalar.TryRead(state, out Scalar nonce) && !nonce.IsZero) return nonce;
        }
    }

    private readonly void Rekey(byte tag, int inputLength)
    {
        input[StateLength] = tag;
        HMACSHA256.HashData(key, input[..inputLength], key);
        HMACSHA256.HashData(key, state, state);
    }
}
