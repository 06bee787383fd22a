namespace Fvm.Conformance.WasmFuzzing;

/// <summary>What a fuzzer found.</summary>
/// <param name="Subject">The number of the program or input, with which it can be made again.</param>
/// <param name="What">What went wrong.</param>
/// <param name="Evidence">The shrunk program or the input.</param>
public sealed record FuzzFinding(long Subject, string What, string Evidence);

/// <summary>How a fuzzer's run went.</summary>
public sealed class FuzzReport
{
    /// <summary>Programs or inputs without a finding.</summary>
    public long Passed { get; internal set; }

    /// <summary>Programs that could not be run: the network's metering refuses some valid ones.</summary>
    public long Refused { get; internal set; }

    /// <summary>What was found.</summary>
    public List<FuzzFinding> Findings { get; } = [];

    /// <summary>Figures that say what was tried: name and count, in a fixed order.</summary>
    public SortedDictionary<string, long> Figures { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds to a figure.</summary>
    internal void Count(string figure, long by) => Figures[figure] = Figures.GetValueOrDefault(figure) + by;
}
