namespace Fvm.Conformance.Vectors;

/// <summary>What became of a vector.</summary>
public enum VectorVerdict
{
    /// <summary>Everything was as recorded.</summary>
    Passed,

    /// <summary>Something was not.</summary>
    Failed,

    /// <summary>It was not run, for a reason that stands in a ledger.</summary>
    Skipped,

    /// <summary>It was not run, since its bundle of actors is absent.</summary>
    BundleAbsent,

    /// <summary>It is no vector.</summary>
    Malformed,

    /// <summary>A document of another kind that lies among vectors; left alone, and not counted.</summary>
    SomethingElse,
}

/// <summary>What became of one variant of a vector.</summary>
/// <param name="Name">The file, and the entry in an archive.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Details">Differences, or the reason, one a line.</param>
/// <param name="Messages">How many messages ran.</param>
/// <param name="GasUsed">Gas used by them, in whole gas.</param>
public sealed record VectorOutcome(string Name, VectorVerdict Verdict, IReadOnlyList<string> Details, int Messages = 0, ulong GasUsed = 0)
{
    /// <summary>Execution traces, one list of lines a message; only when they were asked for.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Traces { get; init; } = [];

    /// <summary>The gas of messages that ran on actors in C#, by their model, beside what was recorded; empty when gas is exact.</summary>
    public IReadOnlyList<ModelledGas> Gas { get; init; } = [];
}

/// <summary>A message's gas by the model of actors in C#, and by the record.</summary>
/// <param name="Own">By the model, whole gas.</param>
/// <param name="Recorded">By the record, whole gas.</param>
public readonly record struct ModelledGas(ulong Own, ulong Recorded);
