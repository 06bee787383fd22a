namespace Fvm.Conformance.Scenarios;

/// <summary>All scenarios, by actor.</summary>
public static class ScenarioCatalogue
{
    /// <summary>The scenarios, in order; names are unique.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. DispatchScenarios.All,
        .. AccountScenarios.All,
        .. InitScenarios.All,
        .. SystemScenarios.All,
        .. MultisigScenarios.All,
        .. MultisigSelfScenarios.All,
        .. PaymentChannelScenarios.All,
        .. RewardScenarios.All,
        .. VerifierScenarios.All,
        .. AllocationScenarios.All,
        .. DataCapScenarios.All,
        .. UserActorScenarios.All,
    ];

    /// <summary>Scenarios of EVM contracts, of which no outcomes are kept: they are for runs against the bundle.</summary>
    public static IReadOnlyList<Scenario> OfContracts { get; } = [.. EvmProgramScenarios.All, .. EvmStoryScenarios.All];
}
