using System.Buffers.Binary;
using System.Numerics;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Seals;

/// <summary>What a type of seal means: sizes and counts (filecoin-proofs <c>constants.rs</c>; filecoin-proofs-api <c>registry.rs</c>).</summary>
/// <param name="Type">The type; a known one.</param>
/// <param name="Size">Bytes of a sector.</param>
/// <param name="Partitions">Proofs that one seal takes.</param>
/// <param name="Challenges">Challenges of one partition.</param>
internal readonly record struct SealParameters(RegisteredSealProof Type, SectorSize Size, int Partitions, int Challenges)
{
    /// <summary>Bytes of a node.</summary>
    public const int NodeSize = 32;

    /// <summary>Inputs of a challenge: itself, 14 parents, and three times itself.</summary>
    public const int InputsPerChallenge = 18;

    private const int PorepIdLength = 32;

    /// <summary>Numbers of types are families of five sizes; the first is V1, which has rules of its own.</summary>
    private const long SizeCount = 5;

    /// <summary>Nodes of the graph.</summary>
    public ulong Nodes => (ulong)Size / NodeSize;

    /// <summary>Public inputs of one partition: replica id, data and replica commitment, and those of the challenges.</summary>
    public int Inputs => 3 + (InputsPerChallenge * Challenges);

    /// <summary>Whether this is the first version.</summary>
    public bool IsFirstVersion => (long)Type < SizeCount;

    /// <summary>Proofs in the aggregate that a non-interactive seal is: the partitions, filled up to a power of two.</summary>
    public int AggregatedProofs => (int)BitOperations.RoundUpToPowerOf2((uint)Partitions);

    /// <summary>The parameters of a type; false for an unknown one.</summary>
    public static bool TryGet(RegisteredSealProof type, out SealParameters parameters)
    {
        bool known = type.TryGetSectorSize(out SectorSize size);
        bool isLarge = size >= SectorSize._32GiB;
        int partitions = type.IsNonInteractive() ? (isLarge ? 126 : 13) : (isLarge ? 10 : 1);
        parameters = known ? new SealParameters(type, size, partitions, isLarge ? 18 : 2) : default;
        return known;
    }

    /// <summary>The id of the proof of replication: the type's number and a nonce of zero, 64 bits each, little-endian, then zeros.</summary>
    public byte[] PorepId()
    {
        byte[] id = new byte[PorepIdLength];
        BinaryPrimitives.WriteUInt64LittleEndian(id, (ulong)Type);
        return id;
    }
}
