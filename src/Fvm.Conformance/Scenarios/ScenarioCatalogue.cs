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
        .. EvmProgramScenarios.All,
        .. EvmStoryScenarios.All,
        .. EvmDeviationScenarios.All,
        .. MultisigScenarios.All,
        .. MultisigSelfScenarios.All,
        .. PaymentChannelScenarios.All,
        .. RewardScenarios.All,
        .. VerifierScenarios.All,
        .. AllocationScenarios.All,
        .. DataCapScenarios.All,
        .. UserActorScenarios.All,
    ];
}
