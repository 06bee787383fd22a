using System.Buffers.Binary;
using System.Security.Cryptography;
using Fvm.Crypto;

namespace Fvm.Proofs.Seals;

/// <summary>
/// The parents in the layer before: eight a node, by a random permutation of eight slots for every node, so that each node is parent eight times
/// (Chung, 1978; stacked/vanilla/graph.rs <c>correspondent</c>). The permutation is a Feistel network of three rounds that is repeated until it lands among
/// the slots (core/crypto/feistel.rs).
/// </summary>
internal sealed class ExpanderPermutation
{
    /// <summary>Parents of a node.</summary>
    public const int Degree = 8;

    private const int Rounds = 3;

    private readonly bool isFirstVersion;
    private readonly ulong slots;
    private readonly int halfBits;
    private readonly ulong[] keys = new ulong[Rounds];

    public ExpanderPermutation(in SealParameters parameters, ReadOnlySpan<byte> porepId)
    {
        isFirstVersion = parameters.IsFirstVersion;
        slots = parameters.Nodes * Degree;
        for (halfBits = 1; 1UL << (2 * halfBits) < slots; halfBits++)
        {
        }

        byte[] seed = SHA256.HashData([.. "Filecoin_Feistel"u8, .. porepId]);
        for (int i = 0; i < Rounds; i++) keys[i] = BinaryPrimitives.ReadUInt64LittleEndian(seed.AsSpan(i * sizeof(ulong)));
    }

    /// <summary>Writes a node's parents.</summary>
    public void WriteParents(ulong node, Span<ulong> parents)
    {
        for (int i = 0; i < Degree; i++)
        {
            ulong slot = Permute((node * Degree) + (ulong)i);

            // V1 cuts the slot to 32 bits before it finds the node; from 32 GiB on bits are lost. A bug that is consensus.
            parents[i] = (isFirstVersion ? unchecked((uint)slot) : slot) / Degree;
        }
    }

    private ulong Permute(ulong slot)
    {
        do slot = Encode(slot);
        while (slot >= slots);
        return slot;
    }

    private ulong Encode(ulong slot)
    {
        ulong mask = (1UL << halfBits) - 1;
        ulong left = slot >> halfBits;
        ulong right = slot & mask;
        Span<byte> data = stackalloc byte[2 * sizeof(ulong)];
        Span<byte> digest = stackalloc byte[Blake2b.MaxDigestLength];
        foreach (ulong key in keys)
        {
            BinaryPrimitives.WriteUInt64BigEndian(data, right);
            BinaryPrimitives.WriteUInt64BigEndian(data[sizeof(ulong)..], key);
            Blake2b.Hash(data, digest);
            (left, right) = (right, left ^ (BinaryPrimitives.ReadUInt64BigEndian(digest) & mask));
        }

        return (left << halfBits) | right;
    }
}
