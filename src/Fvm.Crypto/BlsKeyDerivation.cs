using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto;

/// <summary>
/// A tree of BLS12-381 private keys from one seed (EIP-2333). Keys are in Filecoin's form: 32 bytes, <b>little-endian</b>, as <see cref="Bls"/> takes them
/// and wallets export them (the standard's own vectors show numbers). There is no public derivation: every child is hardened.
/// </summary>
public static class BlsKeyDerivation
{
    /// <summary>The shortest seed, in bytes.</summary>
    public const int MinSeedLength = 32;

    /// <summary>L of the standard: enough that the bias modulo r cannot be seen.</summary>
    private const int MaterialLength = 48;

    private const int ChunkLength = 32;

    private const int ChunkCount = 255;

    private static ReadOnlySpan<byte> InitialSalt => "BLS-SIG-KEYGEN-SALT-"u8;

    /// <summary>The master key (<c>derive_master_SK</c>).</summary>
    /// <param name="seed">At least 32 bytes.</param>
    /// <param name="privateKey32">Receives the key.</param>
    /// <exception cref="ArgumentException">The seed is too short.</exception>
    public static void DeriveMaster(ReadOnlySpan<byte> seed, Span<byte> privateKey32)
    {
        if (seed.Length < MinSeedLength)
            ThrowShortSeed(nameof(seed));
        KeyFrom(seed).WriteLittleEndian(privateKey32);
    }

    /// <summary>A child of a key (<c>derive_child_SK</c>).</summary>
    /// <param name="parent32">The parent's private key.</param>
    /// <param name="index">Any number of 32 bits.</param>
    /// <param name="privateKey32">Receives the key.</param>
    /// <exception cref="ArgumentException">The parent is not a private key.</exception>
    public static void DeriveChild(ReadOnlySpan<byte> parent32, uint index, Span<byte> privateKey32)
    {
        if (!Fr.TryReadLittleEndian(parent32, out Fr parent))
            ThrowNotAKey(nameof(parent32));

        Span<byte> salt = stackalloc byte[sizeof(uint)], material = stackalloc byte[Fr.EncodedLength], compressed = stackalloc byte[ChunkLength];
        BinaryPrimitives.WriteUInt32BigEndian(salt, index);
        parent.WriteBigEndian(material);
        CompressLamport(material, salt, compressed);
        KeyFrom(compressed).WriteLittleEndian(privateKey32);
        CryptographicOperations.ZeroMemory(material);
        CryptographicOperations.ZeroMemory(compressed);
    }

    /// <summary><c>hkdf_mod_r</c> without key information.</summary>
    private static Fr KeyFrom(ReadOnlySpan<byte> material)
    {
        byte[] input = [.. material, 0];
        Span<byte> salt = stackalloc byte[ChunkLength], output = stackalloc byte[MaterialLength], wide = stackalloc byte[2 * Fr.EncodedLength];
        SHA256.HashData(InitialSalt, salt);
        Fr key;
        do
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, output, salt, [0, MaterialLength]);
            wide.Clear();
            output.CopyTo(wide[(wide.Length - MaterialLength)..]);
            Fr low = Fr.ReadReduced(wide[Fr.EncodedLength..]);

            // 2^256 modulo r by two halves, as 2^256 itself has no place in 32 bytes.
            Fr half = Fr.FromUInt64(1UL << 32).Power(4);
            key = (Fr.ReadReduced(wide[..Fr.EncodedLength]) * half.Square()) + low;
            SHA256.HashData(salt, salt);
        }
        while (key.IsZero);

        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(output);
        CryptographicOperations.ZeroMemory(wide);
        return key;
    }

    /// <summary><c>parent_SK_to_lamport_PK</c>: the hash of the hashes of 255 chunks from the key and 255 from its complement.</summary>
    private static void CompressLamport(ReadOnlySpan<byte> material, ReadOnlySpan<byte> salt, Span<byte> compressed)
    {
        byte[] chunks = new byte[ChunkCount * ChunkLength];
        byte[] hashes = new byte[2 * chunks.Length];
        Span<byte> input = stackalloc byte[Fr.EncodedLength];
        material.CopyTo(input);
        Span<byte> free = hashes;
        for (int side = 0; side < 2; side++)
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, chunks, salt, []);
            for (int i = 0; i < ChunkCount; i++, free = free[ChunkLength..])
                SHA256.HashData(chunks.AsSpan(i * ChunkLength, ChunkLength), free);
            for (int i = 0; i < input.Length; i++)
                input[i] ^= 0xff;
        }

        SHA256.HashData(hashes, compressed);
        CryptographicOperations.ZeroMemory(chunks);
        CryptographicOperations.ZeroMemory(input);
    }

    [DoesNotReturn]
    private static void ThrowShortSeed(string parameter) => throw new ArgumentException($"A seed has at least {MinSeedLength} bytes.", parameter);

    [DoesNotReturn]
    private static void ThrowNotAKey(string parameter) =>
        throw new ArgumentException("A BLS private key is 32 bytes, little-endian, below the group order.", parameter);
}
