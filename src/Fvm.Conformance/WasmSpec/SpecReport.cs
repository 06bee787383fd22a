namespace Fvm.Conformance.WasmSpec;

/// <summary>Something that did not go as the suite demands.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Line">The line in the .wast; 0 for the script as a whole.</param>
/// <param name="Command">The command's type.</param>
/// <param name="What">What was expected and what came.</param>
public sealed record SpecFailure(string Script, int Line, string Command, string What);

/// <summary>How one script went.</summary>
/// <param name="Script">Its name without extension.</param>
public sealed class SpecScriptReport(string Script)
{
    /// <summary>Its name without extension.</summary>
    public string Script { get; } = Script;

    /// <summary>Assertions that hold.</summary>
    public int Passed { get; internal set; }

    /// <summary>Those of <see cref="Passed"/> that are about the text format, which wabt's parser answers and not this engine.</summary>
    public int PassedByAssembler { get; internal set; }

    /// <summary>Assertions about the text format that nobody could judge: no assembler on the PATH. 1 for a script that is <see cref="IsOutside"/>.</summary>
    public int Skipped { get; internal set; }

    /// <summary>Whether the script as a whole is about a feature that no profile has: SIMD.</summary>
    public bool IsOutside { get; internal init; }

    /// <summary>Assertions that do not hold, and other commands that failed.</summary>
    public List<SpecFailure> Failures { get; } = [];
}

/// <summary>How a suite went.</summary>
/// <param name="Scripts">Its scripts by name.</param>
public sealed record SpecReport(IReadOnlyList<SpecScriptReport> Scripts)
{
    /// <summary>Assertions that hold.</summary>
    public int Passed => Scripts.Sum(script => script.Passed);

    /// <summary>Those of <see cref="Passed"/> that wabt's parser answers.</summary>
    public int PassedByAssembler => Scripts.Sum(script => script.PassedByAssembler);

    /// <summary>Assertions that do not hold, other commands that failed, scripts that are not converted.</summary>
    public int Failed => Scripts.Sum(script => script.Failures.Count);

    /// <summary>Assertions that nobody could judge, and scripts that are outside.</summary>
    public int Skipped => Scripts.Sum(script => script.Skipped);
}
