using System.Diagnostics;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// Times the messages of scenarios on the actors in C# and on a bundle, on one thread. A scenario is told once, to learn its messages and the states that
/// they meet; what is timed is the machine alone, message by message, without traces. Messages of one epoch run on one machine, as in a tipset.
/// </summary>
public sealed class ScenarioBench
{
    private readonly ActorEngine engine;

    // As a node has it. A pass meets many times as many blocks, so that what is known of a block is what messages just before made of it.
    private readonly BlockMemo memo = new();
    private readonly List<BenchMessage> native = [];
    private readonly List<BenchMessage> wasm = [];

    /// <summary>Learns the messages.</summary>
    /// <param name="engine">Compiled modules.</param>
    /// <param name="bundle">The wasm actors; null to time the actors in C# alone.</param>
    /// <param name="scenarios">The scenarios.</param>
    public ScenarioBench(ActorEngine engine, ActorBundle? bundle, IEnumerable<Scenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        this.engine = engine;
        var runner = new ScenarioRunner(engine, bundle);
        foreach (Scenario scenario in scenarios)
        {
            Learn(runner, scenario, isNative: true, native);
            if (bundle is not null)
                Learn(runner, scenario, isNative: false, wasm);
        }
    }

    /// <summary>How many messages a pass has.</summary>
    public int Messages => native.Count;

    /// <summary>Applies every message again and again for a while; each counts with the least time that it ever took, so that what else the computer does shows little.</summary>
    /// <param name="onBundle">On the bundle, or on the actors in C#.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Messages, and the time that the machine took for them, by the first word of the scenario's name.</returns>
    public IReadOnlyDictionary<string, BenchTime> Measure(bool onBundle, TimeSpan duration) => DeepStack.Run(() =>
    {
        List<BenchMessage> messages = onBundle ? wasm : native;
        long[] least = [.. Enumerable.Repeat(long.MaxValue, messages.Count)];
        long start = Stopwatch.GetTimestamp();
        do
        {
            Pass(messages, onBundle, least);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        var times = new SortedDictionary<string, BenchTime>(StringComparer.Ordinal);
        for (int i = 0; i < messages.Count; i++)
        {
            BenchTime sum = times.GetValueOrDefault(messages[i].Family);
            times[messages[i].Family] = new BenchTime(sum.Messages + 1, sum.Time + Stopwatch.GetElapsedTime(0, least[i]));
        }

        return times;
    });

    private void Pass(List<BenchMessage> messages, bool onBundle, long[] least)
    {
        VirtualMachine? machine = null;
        for (int i = 0; i < messages.Count; i++)
        {
            if (machine is null || !messages[i].Follows(messages[i - 1]))
                machine = MachineFor(messages[i], onBundle);
            ScenarioStep step = messages[i].Step;
            long start = Stopwatch.GetTimestamp();
            ApplyResult result = step.Implicit ? machine.ApplyImplicit(step.Message) : machine.Apply(step.Message);
            least[i] = Math.Min(least[i], Stopwatch.GetTimestamp() - start);
            if (result.Receipt.ExitCode != step.Result.Receipt.ExitCode)
                throw new InvalidOperationException($"{step.What} came to {result.Receipt.ExitCode}, not to {step.Result.Receipt.ExitCode}");
        }
    }

    private VirtualMachine MachineFor(BenchMessage one, bool onBundle)
    {
        VirtualMachineBuilder builder = new VirtualMachineBuilder(NetworkVersion.V28)
            .OnState(one.Store, one.Step.Before)
            .AtTipset(one.Step.Epoch, unchecked((ulong)one.Step.Epoch * NetworkConstants.EpochDurationSeconds))
            .WithNode(one.Node)
            .WithEngine(engine)
            .WithMemo(memo)
            .WithTracing(TraceDetail.None);
        return (onBundle ? builder : builder.WithCode(NativeCode.Mainnet)).Build();
    }

    private static void Learn(ScenarioRunner runner, Scenario scenario, bool isNative, List<BenchMessage> into) => DeepStack.Run(() =>
    {
        ScenarioWorld world = runner.Tell(scenario, isNative);
        foreach (ScenarioStep step in world.Steps)
            into.Add(new BenchMessage(scenario.Name[..scenario.Name.IndexOf('/', StringComparison.Ordinal)], step with { Result = step.Result with { Trace = [] } }, world.Sandbox.Store, world.Sandbox.Node));
    });

    private sealed record BenchMessage(string Family, ScenarioStep Step, IBlockstore Store, IExterns Node)
    {
        public bool Follows(BenchMessage other) => Store == other.Store && Step.Epoch == other.Step.Epoch && Step.Before == other.Step.After;
    }
}

/// <summary>How long messages took.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Time">The time that the machine took for them.</param>
public readonly record struct BenchTime(int Messages, TimeSpan Time);
