using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of an account's state. Source: builtin-actors <c>actors/account/src/testing.rs</c>.</summary>
public static class AccountInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="id">The account.</param>
    /// <param name="state">Its state.</param>
    public static InvariantLog Check(ActorId id, AccountState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog($"account {id}: ");
        if (id.Value >= ActorId.FirstNonSingleton)
            log.Require(state.Address.Protocol is AddressProtocol.Bls or AddressProtocol.Secp256k1, $"address {state.Address} must be BLS or SECP256K1 protocol");
        return log;
    }
}
