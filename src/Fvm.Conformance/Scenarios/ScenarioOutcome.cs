namespace Fvm.Conformance.Scenarios;

/// <summary>What became of a scenario.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Messages">How many messages it sent.</param>
/// <param name="Failures">What was not as it should be, one a line; empty when it passed.</param>
public sealed record ScenarioOutcome(string Name, int Messages, IReadOnlyList<string> Failures)
{
    /// <summary>Whether nothing was wrong.</summary>
    public bool Passed => Failures.Count == 0;

    /// <summary>Exit codes, and a digest of everything that must be the same in every world; for freezing.</summary>
    public required FrozenOutcome Frozen { get; init; }

    /// <summary>The gas of each message by the model and by the bundle; empty without a bundle.</summary>
    public IReadOnlyList<GasPair> Gas { get; init; } = [];
}

/// <summary>A message's gas by the model of the actors in C#, and on the bundle.</summary>
/// <param name="Method">Actor and method, such as <c>multisig.Propose</c>.</param>
/// <param name="Native">Modelled, whole gas.</param>
/// <param name="Wasm">Exact, whole gas.</param>
public readonly record struct GasPair(string Method, ulong Native, ulong Wasm)
{
    /// <summary>Modelled over exact.</summary>
    public double Ratio => (double)Native / Wasm;
}
