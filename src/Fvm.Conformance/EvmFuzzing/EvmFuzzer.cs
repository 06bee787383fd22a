using Fvm.Conformance.WasmFuzzing;
using Fvm.Evm;
using Fvm.Evm.Tracing;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// Generated cases three ways: the interpreter by basic blocks against the reference interpreter (Filecoin's configuration, with
/// Ethereum's constant prices, so that loops end), and by basic blocks against single instructions (Ethereum's, gas included).
/// </summary>
public static class EvmFuzzer
{
    /// <summary>Cases are numbered from seed times this on.</summary>
    private const long Stride = 100_000_000;

    private static readonly EvmConfiguration Filecoin = EvmConfiguration.Filecoin(GasSchedule.Cancun);

    [ThreadStatic]
    private static EvmInterpreter? _interpreter;

    /// <summary>Runs cases; the first difference ends the run.</summary>
    /// <param name="seed">Which cases.</param>
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
            Verdict verdict = Compare((seed * Stride) + number);
            lock (report)
            {
                Add(report, (seed * Stride) + number, verdict);
                if (report.Passed % 10_000 == 0)
                    progress?.Invoke(report.Passed);
            }
        });
        return report;
    }

    /// <summary>Compares one case; null if all runs agree.</summary>
    /// <param name="number">Its number.</param>
    public static string? Check(long number) => Compare(number).Difference;

    private static void Add(FuzzReport report, long number, in Verdict verdict)
    {
        if (verdict.Difference is null)
            report.Passed++;
        else
            report.Findings.Add(new FuzzFinding(number, verdict.Difference, EvmCaseGenerator.Create(number).ToString()));
        report.Count("frames", verdict.Frames);
        report.Count("single steps", verdict.Steps);
        report.Count($"ended with {verdict.Outcome}", 1);
    }

    private static Verdict Compare(long number)
    {
        EvmCase subject = EvmCaseGenerator.Create(number);
        var steps = new StepCounter();
        try
        {
            Ending ours = RunCase(subject, Filecoin, (world, in message, code) => Execute(world, message, code, Filecoin, null));
            Ending reference = RunCase(subject, Filecoin, (world, in message, code) => ReferenceEvm.Run(world, message, code, Filecoin));
            Ending blocks = RunCase(subject, EvmConfiguration.Cancun, (world, in message, code) => Execute(world, message, code, EvmConfiguration.Cancun, null));
            Ending singles = RunCase(subject, EvmConfiguration.Cancun, (world, in message, code) => Execute(world, message, code, EvmConfiguration.Cancun, steps));
            string? difference = Difference("reference interpreter", ours, reference) ?? Difference("single instructions", blocks, singles);
            return new Verdict(difference, ours.Outcome, ours.Frames + blocks.Frames, steps.Count);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Verdict($"an exception: {error}", EvmOutcome.None, 0, 0);
        }
    }

    private static EvmResult Execute(IEvmHost host, in EvmMessage message, byte[] code, EvmConfiguration configuration, IEvmTracer? tracer)
    {
        EvmInterpreter interpreter = _interpreter ??= new EvmInterpreter();
        interpreter.Tracer = tracer;
        return interpreter.Execute(host, message, EvmProgram.Analyse(code, configuration));
    }

    private static Ending RunCase(EvmCase subject, EvmConfiguration configuration, FrameRunner runner)
    {
        var world = new FuzzWorld(runner, metersGas: configuration == Filecoin);
        for (int i = 0; i < subject.Codes.Length; i++)
            world.Set(EvmCase.Address(i), subject.Codes[i], (ulong)(1000 * i));
        EvmAddress self = EvmCase.Address(0);
        EvmResult result = world.Run(
            new EvmMessage
            {
                Kind = EvmMessageKind.Call,
                IsStatic = subject.IsStatic,
                Self = self,
                CodeAddress = self,
                Caller = EvmCase.Address(subject.Codes.Length),
                Input = subject.Input,
            },
            subject.Gas);
        bool keepsGas = result.IsSuccess || result.Outcome == EvmOutcome.Revert;
        return new Ending(Class(result.Outcome), keepsGas ? result.GasLeft : 0, result.Refund, Convert.ToHexStringLower(result.Output.Span), world.Describe(), world.Frames);
    }

    /// <summary>Memory that no gas pays for may also be said to be more than there is.</summary>
    private static EvmOutcome Class(EvmOutcome outcome) =>
        outcome is EvmOutcome.MemoryLimit or EvmOutcome.MemoryCapacity ? EvmOutcome.OutOfGas : outcome;

    /// <summary>
    /// A block's gas is taken when it begins, so that an instruction in its middle may find too little for its memory where, paid one by one, it
    /// would have failed otherwise. Both are exceptional halts, which leave nothing and take all gas.
    /// </summary>
    private static string? Difference(string other, Ending ours, Ending theirs)
    {
        bool isSameHalt = ours.Outcome == EvmOutcome.OutOfGas && theirs.Outcome > EvmOutcome.Revert;
        Ending comparable = theirs with { Frames = ours.Frames, Outcome = isSameHalt ? ours.Outcome : theirs.Outcome };
        return ours == comparable ? null : $"the {other} disagrees:\n{ours}\n{theirs}";
    }

    private sealed record Ending(EvmOutcome Outcome, long GasLeft, long Refund, string Output, string World, long Frames);

    private readonly record struct Verdict(string? Difference, EvmOutcome Outcome, long Frames, long Steps);

    private sealed class StepCounter : IEvmTracer
    {
        public long Count { get; private set; }

        public void OnEnter(in EvmMessage message, EvmProgram program)
        {
        }

        public void OnStep(in EvmStep step) => Count++;

        public void OnExit(in EvmResult result)
        {
        }
    }
}
