using Fvm.Actors.Runtime;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>What always holds of Ethereum accounts and placeholders: no state, and an f410 address.</summary>
public static class EthAccountInvariants
{
    /// <summary>Checks an actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="actor">Its line in the state tree.</param>
    public static InvariantLog Check(ActorId id, ActorState actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var log = new InvariantLog($"{id}: ");
        log.Require(actor.Head == StateRoot.EmptyInfoCid, $"has state {actor.Head}");
        log.Require(
            actor.DelegatedAddress is { } address && address.TryGetDelegated(out ulong space, out _) && space == Address.EthereumNamespace,
            $"has no f410 address but {actor.DelegatedAddress}");
        return log;
    }
}
