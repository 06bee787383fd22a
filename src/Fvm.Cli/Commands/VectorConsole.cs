using System.Globalization;
using Fvm.Conformance.Vectors;

namespace Fvm.Cli.Commands;

/// <summary>Shows how a suite goes: a progress line where a person watches, each failure with what was expected and what came.</summary>
internal sealed class VectorConsole(int total, bool quiet)
{
    private readonly bool live = !quiet && !Console.IsErrorRedirected;
    private int done;
    private int failed;

    public void Show(VectorOutcome outcome)
    {
        done++;
        if (outcome.Verdict is VectorVerdict.Failed or VectorVerdict.Malformed)
        {
            failed++;
            Erase();
            if (!quiet)
                Print(outcome);
        }
        else if (!quiet && outcome.Traces.Count != 0)
        {
            Erase();
            PrintTraces(outcome);
        }

        if (live)
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done}/{total} run, {failed} failed "));
    }

    public void Finish() => Erase();

    /// <summary>The reasons of what was skipped, and the closing line.</summary>
    public static void Summarize(VectorReport report)
    {
        IEnumerable<IGrouping<string, VectorOutcome>> skipped = report.Outcomes
            .Where(outcome => outcome.Verdict is VectorVerdict.Skipped or VectorVerdict.BundleAbsent)
            .GroupBy(outcome => outcome.Details[0], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (IGrouping<string, VectorOutcome> group in skipped)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped {group.Count()}: {group.Key}"));
        if (report.Outcomes.FirstOrDefault(outcome => outcome.Verdict == VectorVerdict.SomethingElse) is { } other)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"left alone {report.Count(VectorVerdict.SomethingElse)}: no message vectors, such as {other.Name}"));
        ShowModelledGas(report);
        int malformed = report.Count(VectorVerdict.Malformed);
        if (malformed != 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"malformed {malformed}: these are counted as failed"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Count(VectorVerdict.Passed)} passed, {report.Count(VectorVerdict.Failed) + malformed} failed, {report.Skipped} skipped"));
    }

    /// <summary>How close modelled gas came to the recorded, message by message.</summary>
    private static void ShowModelledGas(VectorReport report)
    {
        double[] ratios = [.. report.Outcomes.SelectMany(outcome => outcome.Gas).Where(gas => gas.Recorded != 0).Select(gas => (double)gas.Own / gas.Recorded).Order()];
        if (ratios.Length == 0)
            return;
        double near = (double)ratios.Count(ratio => Math.Abs(ratio - 1) <= 0.15) / ratios.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"modelled gas over recorded, {ratios.Length} messages: median {ratios[ratios.Length / 2]:0.000}, least {ratios[0]:0.000}, most {ratios[^1]:0.000}, within 15 %: {near:0.0 %}"));
    }

    private static void Print(VectorOutcome outcome)
    {
        Console.WriteLine($"{(outcome.Verdict == VectorVerdict.Malformed ? "MALFORMED" : "FAILED")} {outcome.Name}");
        foreach (string detail in outcome.Details)
            Console.WriteLine($"  {detail}");
        PrintTraces(outcome);
    }

    private static void PrintTraces(VectorOutcome outcome)
    {
        for (int i = 0; i < outcome.Traces.Count; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"TRACE {outcome.Name} message {i}"));
            foreach (string line in outcome.Traces[i])
                Console.WriteLine($"  {line}");
        }
    }

    private void Erase()
    {
        if (live)
            Console.Error.Write("\r                                        \r");
    }
}
