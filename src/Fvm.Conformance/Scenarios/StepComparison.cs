using System.Globalization;
using System.Text;
using Fvm.Abi.Node;
using Fvm.Conformance.Vectors;
using Fvm.Crypto;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;

namespace Fvm.Conformance.Scenarios;

/// <summary>Compares two worlds to which the same scenario was told.</summary>
internal static class StepComparison
{
    /// <summary>The differences, one a line, up to the first step that differs: exit code, return, events, calls and syscalls, the whole state.</summary>
    public static IReadOnlyList<string> Differences(ScenarioWorld native, ScenarioWorld wasm)
    {
        var differences = new List<string>();
        for (int i = 0; i < Math.Min(native.Steps.Count, wasm.Steps.Count) && differences.Count == 0; i++)
            Compare(native.Steps[i], wasm.Steps[i], native.Sandbox.Store, wasm.Sandbox.Store, differences);
        if (differences.Count == 0 && native.Steps.Count != wasm.Steps.Count)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{native.Steps.Count} steps on native actors, {wasm.Steps.Count} on wasm ones"));
        return differences;
    }

    /// <summary>A step's outcome as one line: what must be the same wherever the scenario is told.</summary>
    public static string Outcome(ScenarioStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.Message.From} {step.Message.To} {step.Message.MethodNum} {Receipt(step.Result)} {string.Join(' ', TraceText.Lines(step.Result.Events))} {step.After}");

    /// <summary>A digest over the outcomes of all steps, hex.</summary>
    public static string Digest(IReadOnlyList<ScenarioStep> steps) =>
        Convert.ToHexStringLower(Blake2b.Hash256(Encoding.UTF8.GetBytes(string.Join('\n', steps.Select(Outcome)))).AsSpan(0, 16));

    private static void Compare(ScenarioStep native, ScenarioStep wasm, IBlockstore left, IBlockstore right, List<string> differences)
    {
        Field(differences, native, "message", wasm.What, native.What);
        Field(differences, native, "exit code and return", Receipt(wasm.Result), Receipt(native.Result));
        Field(differences, native, "events root", wasm.Result.Receipt.EventsRoot, native.Result.Receipt.EventsRoot);
        Lines(differences, native, "event", TraceText.Lines(wasm.Result.Events), TraceText.Lines(native.Result.Events));
        Lines(differences, native, "trace", CallTrace.Lines(wasm.Result.Trace), CallTrace.Lines(native.Result.Trace));
        if (native.After != wasm.After)
        {
            differences.Add($"{native.What}: state root: wasm {wasm.After}, native {native.After}");
            differences.AddRange(StateDifference.Describe(new LayeredBlockstore(left, [right]), wasm.After, native.After));
        }

        if (differences.Count != 0)
            differences.Add($"native said {native.Result.Failure?.ReplaceLineEndings(" | ")}; wasm said {wasm.Result.Failure?.ReplaceLineEndings(" | ")}");
    }

    private static string Receipt(ApplyResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Receipt.ExitCode.Value} {result.ReturnCodec} {Convert.ToHexStringLower(result.Receipt.ReturnData.Span)}");

    private static void Field<T>(List<string> differences, ScenarioStep step, string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            differences.Add($"{step.What}: {what}: wasm {expected}, native {actual}");
    }

    private static void Lines(List<string> differences, ScenarioStep step, string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        using IEnumerator<string> left = expected.GetEnumerator();
        using IEnumerator<string> right = actual.GetEnumerator();
        for (int line = 0; ; line++)
        {
            bool hasLeft = left.MoveNext();
            bool hasRight = right.MoveNext();
            if (!hasLeft && !hasRight)
                return;
            string expectedLine = hasLeft ? left.Current : "(nothing)";
            string actualLine = hasRight ? right.Current : "(nothing)";
            if (string.Equals(expectedLine, actualLine, StringComparison.Ordinal))
                continue;
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{step.What}: {what} {line}: wasm {expectedLine}, native {actualLine}"));
            return;
        }
    }
}
