using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of the data cap actor's state. Source: builtin-actors <c>actors/datacap/src/testing.rs</c>.</summary>
public static class DataCapInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state.</param>
    /// <param name="balances">The balances, for checks of the verified registry.</param>
    public static InvariantLog Check(IBlockstore store, DataCapState state, out IReadOnlyDictionary<ActorId, TokenAmount> balances)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("datacap: ");
        log.Require(state.Governor.Protocol == AddressProtocol.Id, "governor must be ID address");
        log.AddAll(TokenInvariants.Check(store, state.Token, DataCapPolicy.Granularity, out balances));
        return log;
    }
}
