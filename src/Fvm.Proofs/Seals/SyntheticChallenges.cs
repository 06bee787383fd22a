using System.Buffers.Binary;
using Fvm.Crypto;

namespace Fvm.Proofs.Seals;

/// <summary>
/// The challenges of synthetic PoRep (FIP-0059): the replica alone fixes a long list of nodes, and the seed chooses among them. Both are drawn from ChaCha20
/// (stacked/vanilla/challenges.rs, <c>synthetic</c>).
/// </summary>
internal static class SyntheticChallenges
{
    private const ulong ListLength = 1 << 18;
    private const int NumberLength = 32;
    private const int NumbersPerBlock = ChaCha.BlockLength / NumberLength;
    private const int IndexesPerBlock = ChaCha.BlockLength / sizeof(uint);

    /// <summary>Writes the challenges from number <paramref name="first"/> on.</summary>
    public static void Write(in SealParameters parameters, SealStatement seal, ReadOnlySpan<byte> replicaId, uint first, Span<ulong> challenges)
    {
        uint count = (uint)Math.Min(parameters.Nodes, ListLength);
        byte[] selection = Key("filecoin.io|PoRep|1|Synthetic|1|Selection"u8, replicaId, seal.Seed.Span);
        byte[] generation = Key("filecoin.io|PoRep|1|Synthetic|1|Generation"u8, replicaId, seal.ReplicaCommitment.Span);
        Span<byte> block = stackalloc byte[ChaCha.BlockLength];
        for (int i = 0; i < challenges.Length; i++)
        {
            uint position = first + (uint)i;
            WriteBlock(selection, position / IndexesPerBlock, block);
            uint index = BinaryPrimitives.ReadUInt32LittleEndian(block[(int)(position % IndexesPerBlock * sizeof(uint))..]) % count;
            WriteBlock(generation, index / NumbersPerBlock, block);
            challenges[i] = SealChallenges.Node(parameters, block.Slice((int)(index % NumbersPerBlock * NumberLength), NumberLength));
        }
    }

    private static byte[] Key(ReadOnlySpan<byte> name, ReadOnlySpan<byte> replicaId, ReadOnlySpan<byte> source)
    {
        byte[] key = new byte[NumberLength];
        Blake2bHasher hasher = new(key.Length, name);
        hasher.Update(replicaId);
        hasher.Update(source);
        hasher.Finish(key);
        return key;
    }

    private static void WriteBlock(byte[] key, uint counter, Span<byte> block) => ChaCha.WriteBlock(20, key, "synth-porep\0"u8, counter, block);
}
