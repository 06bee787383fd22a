using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of the verified registry's state. Source: builtin-actors <c>actors/verifreg/src/testing.rs</c>.</summary>
public static class VerifiedRegistryInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state.</param>
    /// <param name="epoch">The epoch that it was made in.</param>
    public static InvariantLog Check(IBlockstore store, VerifiedRegistryState state, long epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("verifreg: ");
        try
        {
            Hamt<BigInteger>.Load(store, state.Verifiers, ActorCodecs.BigInt).ForEach((key, cap) =>
            {
                Address verifier = MapKeys.ToAddress(key.Span);
                log.Require(verifier.Protocol == AddressProtocol.Id, $"verifier {verifier} should have ID protocol");
                log.Require(cap.Sign >= 0, $"verifier {verifier} cap {cap} is negative");
            });
            ForEach<Allocation>(store, state.Allocations, (client, id, allocation) => CheckAllocation(log, state, epoch, client, id, allocation));
            ForEach<Claim>(store, state.Claims, (provider, id, claim) => CheckClaim(log, state, epoch, provider, id, claim));
        }
        catch (Exception malformed) when (malformed is IpldException or ActorAbortException)
        {
            log.Add($"error loading maps: {malformed.Message}");
        }

        return log;
    }

    /// <summary>Checks a state against the token: verifiers own none, and the registry holds what is allocated and neither claimed nor removed.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state, which <see cref="Check"/> found in order.</param>
    /// <param name="balances">Who holds how much data cap.</param>
    public static InvariantLog CheckAgainstDataCap(IBlockstore store, VerifiedRegistryState state, IReadOnlyDictionary<ActorId, TokenAmount> balances)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(balances);
        var log = new InvariantLog("verifreg: ");
        Hamt<BigInteger>.Load(store, state.Verifiers, ActorCodecs.BigInt).ForEach((key, _) =>
        {
            Address verifier = MapKeys.ToAddress(key.Span);
            log.Require(!verifier.TryGetId(out ulong id) || !balances.ContainsKey(new ActorId(id)), $"verifier {verifier} is also a data cap holder");
        });
        BigInteger allocated = BigInteger.Zero;
        ForEach<Allocation>(store, state.Allocations, (_, _, allocation) => allocated += allocation.Size.Value);
        TokenAmount held = balances.GetValueOrDefault(SingletonActors.VerifiedRegistry);
        log.Require(
            held.Atto == allocated * VerifiedRegistryPolicy.TokensPerByte, $"holds {held.Atto} of data cap, and {allocated} bytes are allocated");
        return log;
    }

    private static void ForEach<T>(IBlockstore store, Cid root, Action<ActorId, ulong, T> visit)
        where T : IChainValue<T>
    {
        foreach ((byte[] outside, Cid inner) in Hamt<Cid>.Load(store, root, CborCodecs.Cid).Entries())
        {
            foreach ((byte[] inside, T value) in Hamt<T>.Load(store, inner, ChainEncoding.Codec<T>()).Entries())
                visit(new ActorId(MapKeys.ToUInt64(outside)), MapKeys.ToUInt64(inside), value);
        }
    }

    private static void CheckAllocation(
        InvariantLog log, VerifiedRegistryState state, long epoch, ActorId client, ulong id, Allocation allocation)
    {
        log.Require(id < state.NextAllocationId, $"allocation id {id} exceeds next {state.NextAllocationId}");
        log.Require(allocation.Client == client, $"allocation {id} client {allocation.Client} doesn't match key {client}");
        log.Require(allocation.Size.Value >= VerifiedRegistryPolicy.MinAllocationSize, $"allocation {id} size {allocation.Size.Value} too small");
        log.Require(allocation.TermMin >= VerifiedRegistryPolicy.MinAllocationTerm, $"allocation {id} term min {allocation.TermMin} too small");
        log.Require(allocation.TermMax <= VerifiedRegistryPolicy.MaxAllocationTerm, $"allocation {id} term max {allocation.TermMax} too large");
        log.Require(allocation.TermMin <= allocation.TermMax, $"allocation {id} term min {allocation.TermMin} exceeds max {allocation.TermMax}");
        log.Require(
            allocation.Expiration <= epoch + VerifiedRegistryPolicy.MaxAllocationExpiration,
            $"allocation {id} expiration {allocation.Expiration} too far from now {epoch}");
    }

    private static void CheckClaim(InvariantLog log, VerifiedRegistryState state, long epoch, ActorId provider, ulong id, Claim claim)
    {
        log.Require(id < state.NextAllocationId, $"claim id {id} exceeds next {state.NextAllocationId}");
        log.Require(claim.Provider == provider, $"claim {id} provider {claim.Provider} doesn't match key {provider}");
        log.Require(claim.Size.Value >= VerifiedRegistryPolicy.MinAllocationSize, $"claim {id} size {claim.Size.Value} below minimum");
        log.Require(claim.TermMin >= VerifiedRegistryPolicy.MinAllocationTerm, $"claim {id} term min {claim.TermMin} below minimum");
        log.Require(claim.TermMin <= claim.TermMax, $"claim {id} term min {claim.TermMin} exceeds max {claim.TermMax}");
        log.Require(claim.TermStart <= epoch, $"claim {id} term start {claim.TermStart} after now {epoch}");
    }
}
