using System.Globalization;
using Fvm.Abi.Tracing;
using Fvm.Conformance.Scenarios;
using Fvm.Conformance.WasmFuzzing;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Protocol;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// Generated contracts on the EVM actor in C# and on the wasm one: exit codes, return data, events, every call and syscall, and the state after each message
/// must be equal. Gas is not compared, since the native actor's is modelled; so a case in which a frame ran out of gas, on either side, is left out.
/// </summary>
/// <param name="engine">Compiled modules.</param>
/// <param name="bundle">The wasm actors.</param>
public sealed class ContractFuzzer(ActorEngine engine, ActorBundle bundle)
{
    /// <summary>Cases are numbered from seed times this on.</summary>
    private const long Stride = 100_000_000;

    private const int ProgressPeriod = 100;

    private static readonly ContractNode Node = new();

    /// <summary>Runs cases; the first difference ends the run, shrunk.</summary>
    /// <param name="seed">Which cases.</param>
    /// <param name="count">How many must be equal, beside those that are left out.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="progress">Told now and then how many are done, or null.</param>
    /// <param name="gas">The gas of each message, native and wasm; filled.</param>
    public FuzzReport Run(int seed, long count, int jobs, Action<long>? progress, ICollection<GasPair> gas)
    {
        ArgumentNullException.ThrowIfNull(gas);
        var report = new FuzzReport();
        FuzzWorkers.RunWhile(jobs, number => report.Findings.Count == 0 && report.Passed < count && DeepStack.Run(() => Next(number)));
        return report;

        bool Next(long number)
        {
            long subject = (seed * Stride) + number;
            Verdict verdict = Compare(ContractCaseGenerator.Create(subject));
            lock (report)
            {
                if (report.Passed < count)
                    Add(report, subject, verdict, gas);
                if (report.Passed % ProgressPeriod == 0)
                    progress?.Invoke(report.Passed);
            }

            return true;
        }
    }

    /// <summary>A case as a scenario, for tools that look at its messages.</summary>
    /// <param name="number">Its number.</param>
    public static Scenario Of(long number) => new(string.Create(CultureInfo.InvariantCulture, $"contracts/{number}"), world => ContractScene.Play(world, ContractCaseGenerator.Create(number))) { Node = Node };

    /// <summary>Compares one case; null if both sides agree, or if it is left out.</summary>
    /// <param name="number">Its number.</param>
    public string? Check(long number) => DeepStack.Run(() => Compare(ContractCaseGenerator.Create(number)).Difference);

    private void Add(FuzzReport report, long subject, Verdict verdict, ICollection<GasPair> gas)
    {
        if (verdict.Difference is not null)
        {
            ContractCase least = Shrink(ContractCaseGenerator.Create(subject));
            report.Findings.Add(new FuzzFinding(subject, Compare(least).Difference ?? verdict.Difference, least.ToString()));
            return;
        }

        if (verdict.OutOfGas is { } where)
        {
            report.Refused++;
            report.Count($"left out: out of gas {where}", 1);
            return;
        }

        report.Passed++;
        report.Count("calls", verdict.Calls);
        report.Count("messages", verdict.Gas.Length);
        foreach (uint exit in verdict.Exits)
            report.Count(string.Create(CultureInfo.InvariantCulture, $"messages with exit {exit}"), 1);
        foreach (GasPair pair in verdict.Gas)
            gas.Add(pair);
    }

    private Verdict Compare(ContractCase subject)
    {
        ScenarioWorld native, wasm;
        try
        {
            native = Tell(null, subject);
            wasm = Tell(bundle, subject);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Verdict($"an exception: {error}", null, 0, [], []);
        }

        bool nativeRanOut = RanOut(native), wasmRanOut = RanOut(wasm);
        if (nativeRanOut || wasmRanOut)
            return new Verdict(null, nativeRanOut && wasmRanOut ? "on both sides" : nativeRanOut ? "on the native side" : "on the wasm side", 0, [], []);
        IReadOnlyList<string> differences = StepComparison.Differences(native, wasm);
        return new Verdict(
            differences.Count == 0 ? null : string.Join('\n', differences),
            null,
            native.Steps.Sum(step => step.Result.Trace.OfType<CallStarted>().Count()),
            [.. native.Steps.Select(step => step.Result.Receipt.ExitCode.Value)],
            [.. native.Steps.Zip(wasm.Steps, (own, exact) => new GasPair(own.Method, own.Result.Receipt.GasUsed, exact.Result.Receipt.GasUsed))]);
    }

    private ScenarioWorld Tell(ActorBundle? actors, ContractCase subject)
    {
        var world = new ScenarioWorld(actors, engine, checksInvariants: false, Node);
        ContractScene.Play(world, subject);
        return world;
    }

    private static bool RanOut(ScenarioWorld world) => world.Steps.Any(step =>
        step.Result.Receipt.ExitCode == ExitCode.SysOutOfGas
        || step.Result.Trace.Any(happened => happened is CallReturned returned && returned.ExitCode == ExitCode.SysOutOfGas));

    /// <summary>Leaves out messages, and fills ever smaller runs of code with JUMPDEST, as long as the sides differ.</summary>
    private ContractCase Shrink(ContractCase failing)
    {
        for (int i = failing.Messages.Length - 1; i >= 0 && failing.Messages.Length > 1; i--)
            Try(failing with { Messages = [.. failing.Messages.Where((_, at) => at != i)] });
        for (int contract = 0; contract < failing.Codes.Length; contract++)
        {
            Try(failing with { Codes = With(failing, contract, []) });
            for (int run = failing.Codes[contract].Length; run > 0; run /= 2)
            {
                for (int at = 0; at + run <= failing.Codes[contract].Length; at += run)
                    Try(failing with { Codes = With(failing, contract, Blank(failing.Codes[contract], at, run)) });
            }

            Try(failing with { Codes = With(failing, contract, [.. failing.Codes[contract].AsSpan().TrimEnd((byte)Opcode.JumpDest)]) });
        }

        return failing;

        void Try(ContractCase simpler)
        {
            if (Compare(simpler).Difference is not null)
                failing = simpler;
        }
    }

    private static byte[][] With(ContractCase subject, int contract, byte[] code) => [.. subject.Codes.Select((old, i) => i == contract ? code : old)];

    private static byte[] Blank(byte[] code, int start, int length)
    {
        byte[] blanked = [.. code];
        blanked.AsSpan(start, length).Fill((byte)Opcode.JumpDest);
        return blanked;
    }

    private sealed record Verdict(string? Difference, string? OutOfGas, int Calls, uint[] Exits, GasPair[] Gas);
}
