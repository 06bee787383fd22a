using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of the cron actor's state. Source: builtin-actors <c>actors/cron/src/testing.rs</c>.</summary>
public static class CronInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="state">The state.</param>
    public static InvariantLog Check(CronState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("cron: ");
        for (int i = 0; i < state.Entries.Count; i++)
        {
            CronEntry entry = state.Entries[i];
            log.Require(entry.Receiver.Protocol == AddressProtocol.Id, $"entry {i} receiver address {entry.Receiver} must be ID protocol");
            log.Require(entry.MethodNum > 0, $"entry {i} has invalid method number {entry.MethodNum}");
        }

        return log;
    }
}
