using System.Globalization;

namespace Fvm.Conformance.Scenarios;

/// <summary>What a scenario comes to, wherever it is told.</summary>
/// <param name="ExitCodes">The exit codes of its messages.</param>
/// <param name="Digest">A digest of returns, events and state roots, hex.</param>
public sealed record FrozenOutcome(string ExitCodes, string Digest)
{
    private const int FieldCount = 3;

    /// <summary>
    /// The outcomes that the repository keeps, as the wasm actors made them (<c>fvm scenarios run --against bundle --freeze FILE</c>): by name.
    /// </summary>
    public static IReadOnlyDictionary<string, FrozenOutcome> Kept { get; } = Load();

    internal static FrozenOutcome Of(ScenarioWorld world) => new(
        string.Join(',', world.Steps.Select(step => step.Result.Receipt.ExitCode.Value.ToString(CultureInfo.InvariantCulture))),
        StepComparison.Digest(world.Steps));

    /// <summary>A line of the file.</summary>
    /// <param name="name">The scenario.</param>
    public string ToLine(string name) => $"{name} {ExitCodes} {Digest}";

    private static Dictionary<string, FrozenOutcome> Load()
    {
        using Stream stream = typeof(FrozenOutcome).Assembly.GetManifestResourceStream("outcomes.txt")!;
        using var reader = new StreamReader(stream);
        var outcomes = new Dictionary<string, FrozenOutcome>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            if (fields.Length == FieldCount)
                outcomes[fields[0]] = new FrozenOutcome(fields[1], fields[2]);
        }

        return outcomes;
    }
}
