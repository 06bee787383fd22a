using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>The invariants of a scenario's world: those of the whole state, and that no message makes or destroys money.</summary>
internal sealed class ScenarioInvariants(ScenarioWorld world)
{
    /// <summary>What the reference's own checkers want and its actors do not keep, each with the reason.</summary>
    private static readonly string[] NotKept =
    [
        "meets the approvals threshold", // a multisig that lowers its threshold leaves what is pending alone
        "stored an allowance for self", // anybody may allow himself anything
        "has no f410 address but", // scenes with Ethereum accounts and placeholders that no message makes
    ];

    private TokenAmount? supply;

    /// <summary>The scene was set, not by a message: money may have come from nowhere.</summary>
    public void SceneChanged() => supply = null;

    /// <summary>What is broken now.</summary>
    public IReadOnlyList<string> Broken()
    {
        InvariantLog log = StateInvariants.Check(world.Sandbox.Store, world.Sandbox.Flush(), world.Manifest, world.Epoch, out TokenAmount now);
        var broken = new List<string>(log.Broken.Where(line => !NotKept.Any(known => line.Contains(known, StringComparison.Ordinal))));
        if (supply is { } before && before != now)
            broken.Add($"the sum of balances went from {before} to {now}");
        supply = now;
        return broken;
    }
}
