using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Fvm.Proofs.Seals;

/// <summary>The graph that a replica is labelled along: six parents in the node's own layer (drgraph.rs), eight in the layer before (stacked/vanilla/graph.rs).</summary>
internal sealed class SealGraph
{
    /// <summary>Parents of a node.</summary>
    public const int ParentCount = BaseDegree + ExpanderPermutation.Degree;

    private const int BaseDegree = 6;
    private const int SeedLength = 28;
    private const int RandomParents = BaseDegree - 1;

    private readonly bool isFirstVersion;
    private readonly byte[] seed;
    private readonly ExpanderPermutation expander;

    public SealGraph(in SealParameters parameters)
    {
        byte[] porepId = parameters.PorepId();
        isFirstVersion = parameters.IsFirstVersion;
        seed = SHA256.HashData([.. "Filecoin_DRSample"u8, .. porepId])[..SeedLength];
        expander = new ExpanderPermutation(parameters, porepId);
    }

    /// <summary>Writes a node's parents: base parents, then expander parents.</summary>
    public void WriteParents(ulong node, Span<ulong> parents)
    {
        WriteBaseParents(node, parents[..BaseDegree]);
        expander.WriteParents(node, parents[BaseDegree..]);
    }

    /// <summary>
    /// DRSample (Alwen, Blocki and Harsha, eprint 2017/443) over a graph of five slots a node: for each of five parents a bucket of distances is drawn, then a
    /// distance in it. Numbers come from ChaCha8. The node before is always a parent: the last one in V1, the first one since.
    /// </summary>
    private void WriteBaseParents(ulong node, Span<ulong> parents)
    {
        // Node 0 has no parent and node 1 but one: all are 0.
        parents.Clear();
        if (node < 2) return;

        ulong slot = node * RandomParents;
        ulong buckets = (ulong)BitOperations.Log2(slot - 1) + 1;
        Span<ulong> random = stackalloc ulong[2 * RandomParents];
        Draw(node, random);
        Span<ulong> drawn = isFirstVersion ? parents[..RandomParents] : parents[1..];
        for (int i = 0; i < RandomParents; i++)
        {
            ulong bucket = (random[2 * i] % buckets) + 1;
            ulong max = Math.Min(slot, 1UL << (int)bucket);
            ulong min = Math.Max(2, max / 2);
            ulong distance = min + (random[(2 * i) + 1] % (max - min + 1));
            ulong parent = (slot - distance) / RandomParents;
            drawn[i] = parent == node ? node - 1 : parent;
        }

        parents[isFirstVersion ? RandomParents : 0] = node - 1;
    }

    private void Draw(ulong node, Span<ulong> random)
    {
        Span<byte> key = stackalloc byte[SeedLength + sizeof(uint)];
        seed.CopyTo(key);
        BinaryPrimitives.WriteUInt32LittleEndian(key[SeedLength..], (uint)node);
        Span<byte> stream = stackalloc byte[2 * ChaCha.BlockLength];
        Span<byte> nonce = stackalloc byte[12];
        nonce.Clear();
        ChaCha.WriteBlock(8, key, nonce, 0, stream);
        ChaCha.WriteBlock(8, key, nonce, 1, stream[ChaCha.BlockLength..]);
        for (int i = 0; i < random.Length; i++) random[i] = BinaryPrimitives.ReadUInt64LittleEndian(stream[(i * sizeof(ulong))..]);
    }
}
