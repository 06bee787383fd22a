using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>Claims: allocations that miners store.</summary>
internal static class VerifiedClaims
{
    public static ClaimAllocationsReturn ClaimAllocations(ActorRuntime runtime, ClaimAllocationsParams parameters)
    {
        runtime.Caller.RequireType(BuiltinActor.Miner);
        if (parameters.Sectors.Count == 0)
            Abort.IllegalArgument("claim allocations called with no claims");
        var codes = new List<ExitCode>(parameters.Sectors.Count);
        var spaces = new List<BigInteger>();
        runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            ActorMapOfMaps<Claim> claims = state.LoadClaims(runtime);
            ActorMapOfMaps<Allocation> allocations = state.LoadAllocations(runtime);
            foreach (SectorAllocationClaims sector in parameters.Sectors)
            {
                ExitCode code = TryMakeClaims(runtime, allocations, sector, out List<(ulong Id, Claim Claim)> made);
                codes.Add(code);
                if (code.IsSuccess)
                    spaces.Add(WriteClaims(runtime, claims, allocations, made));
            }

            state.Allocations = allocations.Flush();
            state.Claims = claims.Flush();
        });

        BatchReturn results = BatchReturn.Of(codes);
        if (parameters.AllOrNothing && !results.AllOk)
            Abort.IllegalArgument($"claim failed with all-or-nothing: {results.FailCodes.Count} of {codes.Count} failed");
        BigInteger total = BigInteger.Zero;
        foreach (BigInteger space in spaces)
            total += space;
        DataCapCalls.Burn(runtime, total);
        return new ClaimAllocationsReturn(results, spaces);
    }

    public static GetClaimsReturn Get(ActorRuntime runtime, GetClaimsParams parameters)
    {
        runtime.Caller.AcceptAny();
        ActorMapOfMaps<Claim> claims = runtime.State.Read<VerifiedRegistryState>().LoadClaims(runtime);
        var codes = new List<ExitCode>(parameters.ClaimIds.Count);
        var found = new List<Claim>();
        foreach (ulong id in parameters.ClaimIds)
        {
            bool there = claims.TryGet(MapKeys.Of(parameters.Provider), MapKeys.Of(id), out Claim? claim);
            codes.Add(there ? ExitCode.Ok : ExitCode.UsrNotFound);
            if (there)
                found.Add(claim!);
        }

        return new GetClaimsReturn(BatchReturn.Of(codes), found);
    }

    /// <summary>Extends claims up to what they could have been allocated for; no data cap is spent. Expired ones, too.</summary>
    public static BatchReturn ExtendTerms(ActorRuntime runtime, ExtendClaimTermsParams parameters)
    {
        runtime.Caller.AcceptAny();
        var codes = new List<ExitCode>(parameters.Terms.Count);
        runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            ActorMapOfMaps<Claim> claims = state.LoadClaims(runtime);
            foreach (ClaimTerm term in parameters.Terms)
                codes.Add(ExtendTerm(runtime, claims, term));
            state.Claims = claims.Flush();
        });
        return BatchReturn.Of(codes);
    }

    public static RemoveExpiredClaimsReturn RemoveExpired(ActorRuntime runtime, RemoveExpiredClaimsParams parameters)
    {
        runtime.Caller.AcceptAny();
        long epoch = runtime.Epoch;
        return runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            ActorMapOfMaps<Claim> claims = state.LoadClaims(runtime);
            (IReadOnlyList<ulong> considered, BatchReturn results) = ExpiredEntries.Consider(
                claims, parameters.ClaimIds, parameters.Provider, epoch, ExpiredEntries.ExpirationOf);
            foreach (ulong id in results.Successes(considered))
                VerifiedRegistryEvents.ClaimRemoved(runtime, id, ExpiredEntries.Take(claims, parameters.Provider, id));
            state.Claims = claims.Flush();
            return new RemoveExpiredClaimsReturn(considered, results);
        });
    }

    /// <summary>The claims that data cap is spent to extend, extended but not written, and their bytes. Whose data cap it is does not matter.</summary>
    public static (List<(ulong Id, Claim Claim)> Extended, BigInteger Bytes) Extend(
        ActorRuntime runtime, IReadOnlyList<ClaimExtensionRequest> requests, long epoch)
    {
        ActorMapOfMaps<Claim> claims = runtime.State.Read<VerifiedRegistryState>().LoadClaims(runtime);
        var extended = new List<(ulong Id, Claim Claim)>(requests.Count);
        BigInteger bytes = BigInteger.Zero;
        foreach (ClaimExtensionRequest request in requests)
        {
            if (!claims.TryGet(MapKeys.Of(request.Provider), MapKeys.Of(request.Claim), out Claim? claim))
                Abort.NotFound($"no claim {request.Claim} for provider {request.Provider}");
            RequireExtensible(request, claim, epoch);
            extended.Add((request.Claim, claim with { TermMax = request.TermMax }));
            bytes += claim.Size.Value;
        }

        return (extended, bytes);
    }

    private static ExitCode TryMakeClaims(
        ActorRuntime runtime, ActorMapOfMaps<Allocation> allocations, SectorAllocationClaims sector, out List<(ulong Id, Claim Claim)> made)
    {
        made = [];
        foreach (AllocationClaim claim in sector.Claims)
        {
            if (!allocations.TryGet(MapKeys.Of(claim.Client), MapKeys.Of(claim.AllocationId), out Allocation? allocation))
                return ExitCode.UsrNotFound;
            if (!IsClaimable(claim, runtime.Message.Caller, allocation, runtime.Epoch, sector.Expiry))
                return ExitCode.UsrForbidden;
            made.Add((claim.AllocationId, new Claim(
                runtime.Message.Caller,
                allocation.Client,
                allocation.Data,
                allocation.Size,
                allocation.TermMin,
                allocation.TermMax,
                runtime.Epoch,
                sector.Sector)));
        }

        return ExitCode.Ok;
    }

    private static bool IsClaimable(AllocationClaim claim, ActorId provider, Allocation allocation, long epoch, long sectorExpiry)
    {
        long lifetime = checked(sectorExpiry - epoch);
        return provider == allocation.Provider
            && claim.Client == allocation.Client
            && claim.Data == allocation.Data
            && claim.Size == allocation.Size
            && epoch <= allocation.Expiration
            && lifetime >= allocation.TermMin
            && lifetime <= allocation.TermMax;
    }

    /// <summary>Turns allocations into claims; returns their bytes. One that came twice in its sector is there already: exit 16.</summary>
    private static BigInteger WriteClaims(
        ActorRuntime runtime, ActorMapOfMaps<Claim> claims, ActorMapOfMaps<Allocation> allocations, List<(ulong Id, Claim Claim)> made)
    {
        BigInteger space = BigInteger.Zero;
        foreach ((ulong id, Claim claim) in made)
        {
            if (!claims.SetIfAbsent(MapKeys.Of(claim.Provider), MapKeys.Of(id), claim))
                Abort.IllegalArgument($"claim {id} already exists");
            VerifiedRegistryEvents.Claimed(runtime, id, claim);
            allocations.Delete(MapKeys.Of(claim.Client), MapKeys.Of(id), out _);
            space += claim.Size.Value;
        }

        return space;
    }

    private static ExitCode ExtendTerm(ActorRuntime runtime, ActorMapOfMaps<Claim> claims, ClaimTerm term)
    {
        if (term.TermMax > VerifiedRegistryPolicy.MaxAllocationTerm)
            return ExitCode.UsrIllegalArgument;
        if (!claims.TryGet(MapKeys.Of(term.Provider), MapKeys.Of(term.ClaimId), out Claim? claim))
            return ExitCode.UsrNotFound;
        if (claim.Client != runtime.Message.Caller)
            return ExitCode.UsrForbidden;
        if (term.TermMax < claim.TermMax)
            return ExitCode.UsrIllegalArgument;
        Claim extended = claim with { TermMax = term.TermMax };
        claims.Set(MapKeys.Of(term.Provider), MapKeys.Of(term.ClaimId), extended);
        VerifiedRegistryEvents.ClaimUpdated(runtime, term.ClaimId, extended);
        return ExitCode.Ok;
    }

    private static void RequireExtensible(ClaimExtensionRequest request, Claim claim, long epoch)
    {
        long limit = checked(epoch + VerifiedRegistryPolicy.MaxAllocationTerm - claim.TermStart);
        if (request.TermMax > limit)
            Abort.IllegalArgument($"term_max {request.TermMax} for claim {request.Claim} exceeds maximum {limit} at current epoch {epoch}");
        if (request.TermMax <= claim.TermMax)
            Abort.IllegalArgument($"term_max {request.TermMax} for claim {request.Claim} is not larger than existing term max {claim.TermMax}");
        long expiration = checked(claim.TermStart + claim.TermMax);
        if (epoch > expiration)
            Abort.Forbidden($"claim {request.Claim} expired at {expiration}, current epoch {epoch}");
    }
}
