using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors;

/// <summary>Allocations that are stored now. Source: builtin-actors <c>actors/verifreg/src/types.rs</c>.</summary>
/// <param name="Sectors">By sector; one that fails fails its sector.</param>
/// <param name="AllOrNothing">Whether one that fails fails them all.</param>
public sealed record ClaimAllocationsParams(IReadOnlyList<SectorAllocationClaims> Sectors, bool AllOrNothing) : IChainValue<ClaimAllocationsParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Sectors);
        writer.WriteBool(AllOrNothing);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ClaimAllocationsParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadList<SectorAllocationClaims>(ref reader), reader.ReadBool());
    }
}

/// <summary>Allocations that are stored in one sector.</summary>
/// <param name="Sector">The sector.</param>
/// <param name="Expiry">When it expires.</param>
/// <param name="Claims">The allocations.</param>
public sealed record SectorAllocationClaims(ulong Sector, long Expiry, IReadOnlyList<AllocationClaim> Claims) : IChainValue<SectorAllocationClaims>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Sector);
        writer.WriteInt64(Expiry);
        TupleFields.WriteList(writer, Claims);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SectorAllocationClaims? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt64(), reader.ReadInt64(), TupleFields.ReadList<AllocationClaim>(ref reader));
    }
}

/// <summary>An allocation that is stored now, as the provider knows it.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="AllocationId">Its id.</param>
/// <param name="Data">The piece.</param>
/// <param name="Size">Its size, padded.</param>
public sealed record AllocationClaim(ActorId Client, ulong AllocationId, Cid Data, PaddedPieceSize Size) : IChainValue<AllocationClaim>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Client.Write(writer);
        writer.WriteUInt64(AllocationId);
        writer.WriteCid(Data);
        Size.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllocationClaim? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), reader.ReadUInt64(), TupleFields.ReadCid(ref reader), PaddedPieceSize.Read(ref reader));
    }
}

/// <summary>What was claimed.</summary>
/// <param name="SectorResults">One result for each sector.</param>
/// <param name="SectorClaims">The bytes claimed in each sector that went well.</param>
public sealed record ClaimAllocationsReturn(BatchReturn SectorResults, IReadOnlyList<BigInteger> SectorClaims) : IChainValue<ClaimAllocationsReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        SectorResults.Write(writer);
        TupleFields.WriteList(writer, SectorClaims, ActorCodecs.BigInt.Write);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ClaimAllocationsReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        BatchReturn? sectorResults = BatchReturn.Read(ref reader);
        IReadOnlyList<BigInteger> sectorClaims = TupleFields.ReadList(ref reader, ActorCodecs.BigInt.Read);
        return sectorResults is null ? null : new(sectorResults, sectorClaims);
    }
}

/// <summary>Claims to tell.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="ClaimIds">Which.</param>
public sealed record GetClaimsParams(ActorId Provider, IReadOnlyList<ulong> ClaimIds) : IChainValue<GetClaimsParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        TupleFields.WriteList(writer, ClaimIds, CborCodecs.UInt64.Write);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static GetClaimsParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read));
    }
}

/// <summary>Claims.</summary>
/// <param name="BatchInfo">One result for each that was asked for.</param>
/// <param name="Claims">Those that are there.</param>
public sealed record GetClaimsReturn(BatchReturn BatchInfo, IReadOnlyList<Claim> Claims) : IChainValue<GetClaimsReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        BatchInfo.Write(writer);
        TupleFields.WriteList(writer, Claims);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static GetClaimsReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        BatchReturn? batchInfo = BatchReturn.Read(ref reader);
        IReadOnlyList<Claim> claims = TupleFields.ReadList<Claim>(ref reader);
        return batchInfo is null ? null : new(batchInfo, claims);
    }
}

/// <summary>A claim to extend.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="ClaimId">Which.</param>
/// <param name="TermMax">The new term.</param>
public sealed record ClaimTerm(ActorId Provider, ulong ClaimId, long TermMax) : IChainValue<ClaimTerm>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        writer.WriteUInt64(ClaimId);
        writer.WriteInt64(TermMax);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ClaimTerm? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), reader.ReadUInt64(), reader.ReadInt64());
    }
}

/// <summary>Claims to extend.</summary>
/// <param name="Terms">Which, and to what.</param>
public sealed record ExtendClaimTermsParams(IReadOnlyList<ClaimTerm> Terms) : IChainValue<ExtendClaimTermsParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Terms);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ExtendClaimTermsParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadList<ClaimTerm>(ref reader));
    }
}

/// <summary>Claims to remove.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="ClaimIds">Which; none for all that expired.</param>
public sealed record RemoveExpiredClaimsParams(ActorId Provider, IReadOnlyList<ulong> ClaimIds) : IChainValue<RemoveExpiredClaimsParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        TupleFields.WriteList(writer, ClaimIds, CborCodecs.UInt64.Write);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveExpiredClaimsParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(ActorId.Read(ref reader), TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read));
    }
}

/// <summary>What was removed.</summary>
/// <param name="Considered">The claims that were looked at.</param>
/// <param name="Results">One result each.</param>
public sealed record RemoveExpiredClaimsReturn(IReadOnlyList<ulong> Considered, BatchReturn Results) : IChainValue<RemoveExpiredClaimsReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Considered, CborCodecs.UInt64.Write);
        Results.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveExpiredClaimsReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        IReadOnlyList<ulong> considered = TupleFields.ReadList(ref reader, CborCodecs.UInt64.Read);
        BatchReturn? results = BatchReturn.Read(ref reader);
        return results is null ? null : new(considered, results);
    }
}
