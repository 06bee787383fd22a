using Fvm.Wasm;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Random programs on both engines of Fvm.Wasm: the compiler, and the reference interpreter.</summary>
public static class EngineFuzzer
{
    /// <summary>Programs are numbered from seed times this on.</summary>
    private const long Stride = 100_000_000;

    /// <summary>Runs programs; the first difference is shrunk, and ends the run.</summary>
    /// <param name="seed">Which programs.</param>
    /// <param name="count">How many.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="progress">Told now and then how many are done, or null.</param>
    public static FuzzReport Run(int seed, long count, int jobs, Action<long>? progress)
    {
        var report = new FuzzReport();
        FuzzWorkers.Run(count, jobs, number =>
        {
            if (report.Findings.Count != 0)
                return;
            int program = unchecked((int)((seed * Stride) + number));
            Comparison comparison = Compare(program);
            lock (report)
            {
                Add(report, comparison);
                if (comparison.Difference is not null && report.Findings.Count == 0)
                    report.Findings.Add(Shrunk(program, comparison.Difference));
                if ((report.Passed + report.Refused) % 1_000 == 0)
                    progress?.Invoke(report.Passed + report.Refused);
            }
        });
        return report;
    }

    /// <summary>Compares one program; null if the engines agree.</summary>
    /// <param name="program">Its number.</param>
    public static string? Check(int program) => Compare(program).Difference;

    private static Comparison Compare(int number)
    {
        GeneratedProgram program = ProgramGenerator.Create(number);
        Comparison comparison = Compare(program, number);

        // The generator owes validity; only the network's metering may refuse what it makes.
        return comparison.Refusal is { } refusal && !refusal.StartsWith(nameof(WasmMeteringException), StringComparison.Ordinal)
            ? comparison with { Difference = $"the generator made an invalid program: {refusal}" }
            : comparison;
    }

    private static Comparison Compare(GeneratedProgram program, int number) => EnginePair.Compare(program.Encode(), program.Profile, number);

    private static void Add(FuzzReport report, in Comparison comparison)
    {
        if (comparison.Difference is null)
        {
            if (comparison.Refusal is null)
                report.Passed++;
            else
                report.Refused++;
        }

        report.Count("calls", comparison.Calls);
        for (int trap = 0; trap < comparison.Traps.Length; trap++)
        {
            if (comparison.Traps[trap] != 0)
                report.Count($"ended with {(WasmTrap)trap}", comparison.Traps[trap]);
        }
    }

    private static FuzzFinding Shrunk(int number, string difference)
    {
        GeneratedProgram program = ProgramGenerator.Create(number);
        ProgramShrinker.Shrink(program, candidate => Compare(candidate, number).Difference is not null);
        return new FuzzFinding(number, Compare(program, number).Difference ?? difference, ProgramText.Of(program));
    }
}
