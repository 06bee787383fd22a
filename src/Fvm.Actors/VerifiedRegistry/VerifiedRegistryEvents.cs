using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors;

/// <summary>The events of the verified registry (FIP-0083). Source: builtin-actors <c>actors/verifreg/src/emit.rs</c>.</summary>
internal static class VerifiedRegistryEvents
{
    /// <summary>What a verifier may still give away, in bytes, and the client to whom it gave some, if it did.</summary>
    public static void VerifierBalance(ActorRuntime runtime, ActorId verifier, BigInteger balance, ActorId? client = null)
    {
        EventBuilder happened = new EventBuilder("verifier-balance").Indexed("verifier", verifier.Value).Field("balance", balance);
        if (client is { } given)
            happened.Indexed("client", given.Value);
        runtime.Emit(happened);
    }

    public static void Allocated(ActorRuntime runtime, ulong id, Allocation allocation) => Emit(runtime, "allocation", id, allocation);

    public static void AllocationRemoved(ActorRuntime runtime, ulong id, Allocation allocation) => Emit(runtime, "allocation-removed", id, allocation);

    public static void Claimed(ActorRuntime runtime, ulong id, Claim claim) => Emit(runtime, "claim", id, claim);

    public static void ClaimUpdated(ActorRuntime runtime, ulong id, Claim claim) => Emit(runtime, "claim-updated", id, claim);

    public static void ClaimRemoved(ActorRuntime runtime, ulong id, Claim claim) => Emit(runtime, "claim-removed", id, claim);

    private static void Emit(ActorRuntime runtime, string type, ulong id, Allocation allocation) =>
        runtime.Emit(Begin(type, id, allocation.Client, allocation.Provider, allocation.Data, allocation.Size)
            .Field("term-min", allocation.TermMin)
            .Field("term-max", allocation.TermMax)
            .Field("expiration", allocation.Expiration));

    private static void Emit(ActorRuntime runtime, string type, ulong id, Claim claim) =>
        runtime.Emit(Begin(type, id, claim.Client, claim.Provider, claim.Data, claim.Size)
            .Field("term-min", claim.TermMin)
            .Field("term-max", claim.TermMax)
            .Field("term-start", claim.TermStart)
            .Indexed("sector", claim.Sector));

    private static EventBuilder Begin(string type, ulong id, ActorId client, ActorId provider, Cid data, PaddedPieceSize size) => new EventBuilder(type)
        .Indexed("id", id)
        .Indexed("client", client.Value)
        .Indexed("provider", provider.Value)
        .Indexed("piece-cid", data)
        .Field("piece-size", size.Value);
}
