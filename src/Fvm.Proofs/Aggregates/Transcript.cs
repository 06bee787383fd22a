using System.Buffers.Binary;
using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>
/// What verifier and prover of an aggregate hash to agree on a challenge (bellperson <c>groth16/aggregate/transcript.rs</c>): SHA-256 of "snarkpack-v1", a name
/// and the items without their lengths.
/// </summary>
internal sealed class Transcript : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Transcript(ReadOnlySpan<byte> name)
    {
        hash.AppendData("snarkpack-v1"u8);
        hash.AppendData(name);
    }

    public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>Appends a byte string with its length, 64 bits little-endian, before it.</summary>
    public void AppendWithLength(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    /// <summary>Appends 32 bytes, little-endian.</summary>
    public void Append(in Fr value)
    {
        Span<byte> bytes = stackalloc byte[Fr.EncodedLength];
        value.WriteLittleEndian(bytes);
        hash.AppendData(bytes);
    }

    /// <summary>Appends the 576 bytes of the full form, not those that the proof has.</summary>
    public void Append(in Gt value)
    {
        Span<byte> bytes = stackalloc byte[Gt.EncodedLength];
        value.Write(bytes);
        hash.AppendData(bytes);
    }

    public void Append(in Commitment commitment)
    {
        Append(commitment.First);
        Append(commitment.Second);
    }

    /// <summary>
    /// The challenge: counters 1, 2, ... (64 bits, big-endian) are appended, each to all before it, until the digest without its top bit, read
    /// little-endian, is below r, and not 0 or 1.
    /// </summary>
    public Fr Draw()
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (ulong i = 1; ; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(counter, i);
            hash.AppendData(counter);
            hash.GetCurrentHash(digest);
            digest[^1] &= 0x7f;
            if (Fr.TryReadLittleEndian(digest, out Fr challenge) && !challenge.IsZero && challenge != Fr.One) return challenge;
        }
    }

    public void Dispose() => hash.Dispose();
}
