using System.Buffers.Binary;
using Fvm.Crypto;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Seals;

/// <summary>The nodes that a seal is asked about (stacked/vanilla/challenges.rs). Node 0 is never asked.</summary>
internal static class SealChallenges
{
    /// <summary>Writes the challenges of a partition.</summary>
    /// <param name="parameters">The type of seal.</param>
    /// <param name="seal">The seal.</param>
    /// <param name="replicaId">Its replica id.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="challenges">Receives as many as a partition has.</param>
    public static void Write(in SealParameters parameters, SealStatement seal, ReadOnlySpan<byte> replicaId, int partition, Span<ulong> challenges)
    {
        uint first = (uint)(partition * parameters.Challenges);
        if (parameters.Type.IsSynthetic())
            SyntheticChallenges.Write(parameters, seal, replicaId, first, challenges);
        else if (parameters.Type.IsNonInteractive())
            WriteHashed(parameters, "filecoin.io|PoRep|1|NonInteractive|1"u8, replicaId, seal.ReplicaCommitment.Span, first, challenges);
        else
            WriteHashed(parameters, default, replicaId, seal.Seed.Span, first, challenges);
    }

    /// <summary>The node that 32 bytes choose: the little-endian number modulo all nodes but the first.</summary>
    internal static ulong Node(in SealParameters parameters, ReadOnlySpan<byte> number) => FieldElement.Modulo(number, parameters.Nodes - 1) + 1;

    /// <summary>SHA-256 of a tag, the replica id, what the challenges depend on, and the challenge's number as 32 bits, little-endian.</summary>
    private static void WriteHashed(
        in SealParameters parameters, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> replicaId, ReadOnlySpan<byte> source, uint first, Span<ulong> challenges)
    {
        Span<byte> data = stackalloc byte[tag.Length + replicaId.Length + source.Length + sizeof(uint)];
        tag.CopyTo(data);
        replicaId.CopyTo(data[tag.Length..]);
        source.CopyTo(data[(tag.Length + replicaId.Length)..]);
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        for (int i = 0; i < challenges.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data[^sizeof(uint)..], first + (uint)i);
            Sha256.Hash(data, digest);
            challenges[i] = Node(parameters, digest);
        }
    }
}
