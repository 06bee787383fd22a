using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the verified registry (f06). Source: builtin-actors <c>actors/verifreg/src/state.rs</c>.</summary>
public sealed class VerifiedRegistryState : IChainValue<VerifiedRegistryState>
{
    private const int FieldCount = 6;

    /// <summary>Who makes verifiers, an f0 address.</summary>
    public required Address RootKey { get; set; }

    /// <summary>The verifiers: a HAMT from addresses to the bytes that they may still give away.</summary>
    public required Cid Verifiers { get; set; }

    /// <summary>How many removals verifiers asked for: a HAMT from verifier and client to <see cref="RemoveDataCapProposalId"/>.</summary>
    public required Cid RemoveDataCapProposalIds { get; set; }

    /// <summary>The allocations: a HAMT from clients to HAMTs from ids to <see cref="Allocation"/>.</summary>
    public required Cid Allocations { get; set; }

    /// <summary>The id of the next allocation, which its claim keeps. 0 is none.</summary>
    public ulong NextAllocationId { get; set; } = 1;

    /// <summary>The claims: a HAMT from providers to HAMTs from ids to <see cref="Claim"/>.</summary>
    public required Cid Claims { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        RootKey.Write(writer);
        writer.WriteCid(Verifiers);
        writer.WriteCid(RemoveDataCapProposalIds);
        writer.WriteCid(Allocations);
        writer.WriteUInt64(NextAllocationId);
        writer.WriteCid(Claims);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static VerifiedRegistryState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new VerifiedRegistryState
        {
            RootKey = TupleFields.ReadAddress(ref reader),
            Verifiers = TupleFields.ReadCid(ref reader),
            RemoveDataCapProposalIds = TupleFields.ReadCid(ref reader),
            Allocations = TupleFields.ReadCid(ref reader),
            NextAllocationId = reader.ReadUInt64(),
            Claims = TupleFields.ReadCid(ref reader),
        };
    }

    internal static VerifiedRegistryState Create(ActorRuntime runtime, Address rootKey)
    {
        Cid empty = ActorMap<BigInteger>.Empty(runtime, ActorCodecs.BigInt, "empty").Flush();
        Cid emptyOfMaps = ActorMapOfMaps<Allocation>.Empty(runtime);
        return new VerifiedRegistryState
        {
            RootKey = rootKey,
            Verifiers = empty,
            RemoveDataCapProposalIds = empty,
            Allocations = emptyOfMaps,
            Claims = emptyOfMaps,
        };
    }

    internal ActorMap<BigInteger> LoadVerifiers(ActorRuntime runtime) =>
        ActorMap<BigInteger>.Load(runtime, Verifiers, ActorCodecs.BigInt, "verifiers");

    internal void PutVerifier(ActorRuntime runtime, Address verifier, BigInteger cap)
    {
        ActorMap<BigInteger> verifiers = LoadVerifiers(runtime);
        verifiers.Set(MapKeys.Of(verifier), cap);
        Verifiers = verifiers.Flush();
    }

    internal void RemoveVerifier(ActorRuntime runtime, Address verifier)
    {
        ActorMap<BigInteger> verifiers = LoadVerifiers(runtime);
        if (!verifiers.Delete(MapKeys.Of(verifier), out _))
            Abort.IllegalArgument("verifier not found");
        Verifiers = verifiers.Flush();
    }

    internal bool TryGetVerifierCap(ActorRuntime runtime, Address verifier, out BigInteger cap) =>
        LoadVerifiers(runtime).TryGet(MapKeys.Of(verifier), out cap);

    internal ActorMapOfMaps<Allocation> LoadAllocations(ActorRuntime runtime) =>
        ActorMapOfMaps<Allocation>.Load(runtime, Allocations, ChainEncoding.Codec<Allocation>(), "allocations");

    internal ActorMapOfMaps<Claim> LoadClaims(ActorRuntime runtime) =>
        ActorMapOfMaps<Claim>.Load(runtime, Claims, ChainEncoding.Codec<Claim>(), "claims");

    /// <summary>Adds allocations of one client under the next ids; returns these.</summary>
    internal IReadOnlyList<ulong> InsertAllocations(ActorRuntime runtime, ActorId client, IReadOnlyList<Allocation> made)
    {
        if (made.Count == 0)
            return [];
        ActorMapOfMaps<Allocation> allocations = LoadAllocations(runtime);
        ulong first = NextAllocationId;
        var ids = new List<ulong>(made.Count);
        foreach (Allocation allocation in made)
        {
            ulong id = checked(first + (ulong)ids.Count);
            allocations.Set(MapKeys.Of(client), MapKeys.Of(id), allocation);
            ids.Add(id);
        }

        Allocations = allocations.Flush();
        NextAllocationId = checked(first + (ulong)ids.Count);
        return ids;
    }

    internal void PutClaims(ActorRuntime runtime, IReadOnlyList<(ulong Id, Claim Claim)> changed)
    {
        if (changed.Count == 0)
            return;
        ActorMapOfMaps<Claim> claims = LoadClaims(runtime);
        foreach ((ulong id, Claim claim) in changed)
            claims.Set(MapKeys.Of(claim.Provider), MapKeys.Of(id), claim);
        Claims = claims.Flush();
    }
}
