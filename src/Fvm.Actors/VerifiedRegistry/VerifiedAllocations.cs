using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>Allocations: made of data cap that is sent to the registry, given back when they expire.</summary>
internal static class VerifiedAllocations
{
    public static RemoveExpiredAllocationsReturn RemoveExpired(ActorRuntime runtime, RemoveExpiredAllocationsParams parameters)
    {
        runtime.Caller.AcceptAny();
        long epoch = runtime.Epoch;
        IReadOnlyList<ulong> considered = [];
        BatchReturn results = BatchReturn.Ok(0);
        BigInteger recovered = runtime.State.Transaction((VerifiedRegistryState state) =>
        {
            BigInteger sum = BigInteger.Zero;
            ActorMapOfMaps<Allocation> allocations = state.LoadAllocations(runtime);
            (considered, results) = ExpiredEntries.Consider(allocations, parameters.AllocationIds, parameters.Client, epoch, ExpiredEntries.ExpirationOf);
            foreach (ulong id in results.Successes(considered))
            {
                Allocation removed = ExpiredEntries.Take(allocations, parameters.Client, id);
                VerifiedRegistryEvents.AllocationRemoved(runtime, id, removed);
                sum += removed.Size.Value;
            }

            state.Allocations = allocations.Flush();
            return sum;
        });
        DataCapCalls.Transfer(runtime, parameters.Client, recovered);
        return new RemoveExpiredAllocationsReturn(considered, results, recovered);
    }

    public static AllocationsResponse Receive(ActorRuntime runtime, UniversalReceiverParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.DataCap);
        long epoch = runtime.Epoch;
        Frc46TokenReceived received = DecodeReceived(runtime, parameters);
        AllocationRequests requests = ActorEncoding.Decode(
            received.OperatorData.Span, ChainEncoding.Codec<AllocationRequests>(), "allocation requests");

        BigInteger total = BigInteger.Zero;
        var made = new List<Allocation>(requests.Allocations.Count);
        foreach (AllocationRequest request in requests.Allocations)
        {
            RequireAllocatable(request, epoch);
            RequireMiner(runtime, request.Provider);
            made.Add(new Allocation(
                received.From, request.Provider, request.Data, request.Size, request.TermMin, request.TermMax, request.Expiration));
            total += request.Size.Value;
        }

        (List<(ulong Id, Claim Claim)> extended, BigInteger extensions) = VerifiedClaims.Extend(runtime, requests.Extensions, epoch);
        total += extensions;
        BigInteger bytes = DataCapCalls.ToBytes(received.Amount);
        if (total != bytes)
            Abort.IllegalArgument($"total allocation size {total} must match data cap amount received {bytes}");

        // What extends claims is spent at once; what is allocated when it is claimed, unless it goes back.
        DataCapCalls.Burn(runtime, extensions);
        IReadOnlyList<ulong> ids = runtime.State.Transaction((VerifiedRegistryState state) => Write(runtime, state, received.From, made, extended));
        return new AllocationsResponse(BatchReturn.Ok(made.Count), BatchReturn.Ok(extended.Count), ids);
    }

    private static IReadOnlyList<ulong> Write(
        ActorRuntime runtime, VerifiedRegistryState state, ActorId client, List<Allocation> made, List<(ulong Id, Claim Claim)> extended)
    {
        IReadOnlyList<ulong> ids = state.InsertAllocations(runtime, client, made);
        for (int i = 0; i < made.Count; i++)
            VerifiedRegistryEvents.Allocated(runtime, ids[i], made[i]);
        state.PutClaims(runtime, extended);
        foreach ((ulong id, Claim claim) in extended)
            VerifiedRegistryEvents.ClaimUpdated(runtime, id, claim);
        return ids;
    }

    private static Frc46TokenReceived DecodeReceived(ActorRuntime runtime, UniversalReceiverParams parameters)
    {
        if (parameters.Type != Frc46Token.ReceiverType)
            Abort.IllegalArgument($"invalid token type {parameters.Type}, expected {Frc46Token.ReceiverType} (FRC-46)");
        Frc46TokenReceived received = ActorEncoding.Decode(
            parameters.Payload.Span, ChainEncoding.Codec<Frc46TokenReceived>(), "receiver hook payload");
        if (received.To != runtime.Message.Receiver)
            Abort.IllegalArgument($"token receiver expected to {runtime.Message.Receiver}, was {received.To}");
        return received;
    }

    private static void RequireAllocatable(AllocationRequest request, long epoch)
    {
        if (request.Size.Value < VerifiedRegistryPolicy.MinAllocationSize)
            Abort.IllegalArgument($"allocation size {request.Size.Value} below minimum {VerifiedRegistryPolicy.MinAllocationSize}");
        if (request.TermMin < VerifiedRegistryPolicy.MinAllocationTerm)
            Abort.IllegalArgument($"allocation term min {request.TermMin} below limit {VerifiedRegistryPolicy.MinAllocationTerm}");
        if (request.TermMax > VerifiedRegistryPolicy.MaxAllocationTerm)
            Abort.IllegalArgument($"allocation term max {request.TermMax} above limit {VerifiedRegistryPolicy.MaxAllocationTerm}");
        if (request.TermMin > request.TermMax)
            Abort.IllegalArgument($"allocation term min {request.TermMin} exceeds term max {request.TermMax}");
        if (request.Expiration < epoch)
            Abort.IllegalArgument($"allocation expiration epoch {request.Expiration} has passed current epoch {epoch}");
        long latest = checked(epoch + VerifiedRegistryPolicy.MaxAllocationExpiration);
        if (request.Expiration > latest)
            Abort.IllegalArgument($"allocation expiration {request.Expiration} exceeds maximum {latest}");
    }

    private static void RequireMiner(ActorRuntime runtime, ActorId provider)
    {
        if (!runtime.Actors.TryGetCode(provider, out Cid? code))
            Abort.IllegalArgument($"no code CID for provider {provider}");
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type))
            Abort.IllegalArgument($"provider code {code} must be built-in miner actor");
        if (type != BuiltinActor.Miner)
            Abort.IllegalArgument($"allocation provider {provider} must be a miner actor, was {type}");
    }
}
