using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Groth16;

/// <summary>
/// The weights of a random linear combination, 128 bits each. They come out of SHA-256 over a secret of this process and over the whole question: key, proofs and
/// public inputs. Nobody outside can know them when making a proof, and whoever learned the secret could not steer them either, but only try 2^128 proofs.
/// A true statement passes under every weight, a false one under one set of weights in 2^128: the verdict does not depend on the secret, the work is the same for
/// all, and no state is kept.
/// </summary>
internal sealed class BatchWeights
{
    /// <summary>Bytes of a weight.</summary>
    public const int Length = 16;

    private readonly byte[] secret;

    /// <summary>Weights of a new secret from the operating system.</summary>
    public BatchWeights()
        : this(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes))
    {
    }

    /// <summary>Weights of a given secret, for tests.</summary>
    internal BatchWeights(byte[] secret) => this.secret = secret;

    /// <summary>Draws weights for a question.</summary>
    /// <param name="key">The key's digest, or another name of what is asked.</param>
    /// <param name="proofs">The proofs as they came.</param>
    /// <param name="inputs">The public inputs of each proof.</param>
    /// <param name="count">How many weights.</param>
    public Fr[] Draw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> proofs, IReadOnlyList<Fr[]> inputs, int count)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("fvm.proofs weights"u8);
        hash.AppendData(secret);
        hash.AppendData(key);
        hash.AppendData(proofs);
        foreach (Fr[] row in inputs)
        {
            byte[] bytes = new byte[row.Length * Fr.EncodedLength];
            for (int i = 0; i < row.Length; i++) row[i].WriteLittleEndian(bytes.AsSpan(i * Fr.EncodedLength, Fr.EncodedLength));
            hash.AppendData(bytes);
        }

        return Expand(hash.GetHashAndReset(), count);
    }

    /// <summary>SHA-256 of the seed and a counter gives two weights.</summary>
    private static Fr[] Expand(ReadOnlySpan<byte> seed, int count)
    {
        var weights = new Fr[count];
        Span<byte> data = stackalloc byte[SHA256.HashSizeInBytes + sizeof(int)];
        seed.CopyTo(data);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> number = stackalloc byte[Fr.EncodedLength];
        number.Clear();
        for (int i = 0; i < count; i++)
        {
            if ((i & 1) == 0)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(data[SHA256.HashSizeInBytes..], i);
                SHA256.HashData(data, digest);
            }

            digest.Slice((i & 1) * Length, Length).CopyTo(number);
            _ = Fr.TryReadLittleEndian(number, out weights[i]);
        }

        return weights;
    }
}
