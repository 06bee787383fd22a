using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors;

/// <summary>Allocations to remove. Source: builtin-actors <c>actors/verifreg/src/types.rs</c>.</summary>
/// <param name="Client">Whose.</param>
/// <param name="AllocationIds">Which; none for all that expired.</param>
public sealed record RemoveExpiredAllocationsParams(ActorId Client, IReadOnlyList<ulong> AllocationIds) : IChainValue<RemoveExpiredAllocationsParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Client.Write(writer);
        TupleFields.WriteList(writer, AllocationIds, CborCodecs.UInt64.Write);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveExpiredAllocationsParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read));
    }
}

/// <summary>What was removed.</summary>
/// <param name="Considered">The allocations that were looked at.</param>
/// <param name="Results">One result each.</param>
/// <param name="DataCapRecovered">How many bytes went back to the client.</param>
public sealed record RemoveExpiredAllocationsReturn(
    IReadOnlyList<ulong> Considered, BatchReturn Results, BigInteger DataCapRecovered)
    : IChainValue<RemoveExpiredAllocationsReturn>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Considered, CborCodecs.UInt64.Write);
        Results.Write(writer);
        ChainBigInt.Write(writer, DataCapRecovered);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveExpiredAllocationsReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        IReadOnlyList<ulong> considered = TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read);
        BatchReturn? results = BatchReturn.Read(ref reader);
        BigInteger dataCapRecovered = ChainBigInt.Read(ref reader);
        return results is null ? null : new(considered, results, dataCapRecovered);
    }
}

/// <summary>An allocation to make.</summary>
/// <param name="Provider">The miner that may claim it.</param>
/// <param name="Data">The piece.</param>
/// <param name="Size">Its size, padded.</param>
/// <param name="TermMin">The fewest epochs that it must be stored.</param>
/// <param name="TermMax">The most epochs for which it counts.</param>
/// <param name="Expiration">The last epoch at which it may be claimed.</param>
public sealed record AllocationRequest(
    ActorId Provider, Cid Data, PaddedPieceSize Size, long TermMin, long TermMax, long Expiration)
    : IChainValue<AllocationRequest>
{
    private const int FieldCount = 6;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        writer.WriteCid(Data);
        Size.Write(writer);
        writer.WriteInt64(TermMin);
        writer.WriteInt64(TermMax);
        writer.WriteInt64(Expiration);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllocationRequest? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(
            ActorId.Read(ref reader),
            TupleFields.ReadCid(ref reader),
            PaddedPieceSize.Read(ref reader),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt64());
    }
}

/// <summary>A claim to extend by spending data cap.</summary>
/// <param name="Provider">Whose claim.</param>
/// <param name="Claim">Which.</param>
/// <param name="TermMax">The new term.</param>
public sealed record ClaimExtensionRequest(ActorId Provider, ulong Claim, long TermMax) : IChainValue<ClaimExtensionRequest>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        writer.WriteUInt64(Claim);
        writer.WriteInt64(TermMax);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ClaimExtensionRequest? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), reader.ReadUInt64(), reader.ReadInt64());
    }
}

/// <summary>What comes along with data cap that is sent to the registry.</summary>
/// <param name="Allocations">Allocations to make.</param>
/// <param name="Extensions">Claims to extend.</param>
public sealed record AllocationRequests(
    IReadOnlyList<AllocationRequest> Allocations, IReadOnlyList<ClaimExtensionRequest> Extensions)
    : IChainValue<AllocationRequests>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Allocations);
        TupleFields.WriteList(writer, Extensions);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllocationRequests? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadList<AllocationRequest>(ref reader), TupleFields.ReadList<ClaimExtensionRequest>(ref reader));
    }
}

/// <summary>What was made of data cap that was sent to the registry.</summary>
/// <param name="AllocationResults">One result for each allocation.</param>
/// <param name="ExtensionResults">One result for each extension.</param>
/// <param name="NewAllocations">The ids of the new allocations.</param>
public sealed record AllocationsResponse(
    BatchReturn AllocationResults, BatchReturn ExtensionResults, IReadOnlyList<ulong> NewAllocations)
    : IChainValue<AllocationsResponse>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        AllocationResults.Write(writer);
        ExtensionResults.Write(writer);
        TupleFields.WriteList(writer, NewAllocations, CborCodecs.UInt64.Write);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllocationsResponse? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        BatchReturn? allocationResults = BatchReturn.Read(ref reader);
        BatchReturn? extensionResults = BatchReturn.Read(ref reader);
        IReadOnlyList<ulong> newAllocations = TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read);
        return allocationResults is null || extensionResults is null ? null : new(allocationResults, extensionResults, newAllocations);
    }
}
