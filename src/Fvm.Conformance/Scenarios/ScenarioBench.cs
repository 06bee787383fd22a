using System.Diagnostics;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// Times the messages of scenarios on the actors in C# and on a bundle, on one thread. A scenario is told once, to learn its messages and the states that
/// they meet; what is timed is the machine alone, message by message, each on the state before it, without traces.
/// </summary>
public sealed class ScenarioBench
{
    private readonly ActorEngine engine;
    private readonly List<(ScenarioStep Step, IBlockstore Store)> native = [];
    private readonly List<(ScenarioStep Step, IBlockstore Store)> wasm = [];

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

    /// <summary>Applies every message once.</summary>
    /// <param name="onBundle">On the bundle, or on the actors in C#.</param>
    /// <returns>The time that the machine took.</returns>
    public TimeSpan Pass(bool onBundle) => DeepStack.Run(() =>
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach ((ScenarioStep step, IBlockstore store) in onBundle ? wasm : native)
        {
            VirtualMachineBuilder builder = new VirtualMachineBuilder(NetworkVersion.V28)
                .OnState(store, step.Before)
                .AtTipset(step.Epoch, unchecked((ulong)step.Epoch * NetworkConstants.EpochDurationSeconds))
                .WithEngine(engine)
                .WithTracing(TraceDetail.None);
            VirtualMachine machine = (onBundle ? builder : builder.WithCode(NativeCode.Mainnet)).Build();
            long start = Stopwatch.GetTimestamp();
            ApplyResult result = step.Implicit ? machine.ApplyImplicit(step.Message) : machine.Apply(step.Message);
            sum += Stopwatch.GetElapsedTime(start);
            if (result.Receipt.ExitCode != step.Result.Receipt.ExitCode)
                throw new InvalidOperationException($"{step.What} came to {result.Receipt.ExitCode}, not to {step.Result.Receipt.ExitCode}");
        }

        return sum;
    });

    private static void Learn(ScenarioRunner runner, Scenario scenario, bool isNative, List<(ScenarioStep Step, IBlockstore Store)> into) => DeepStack.Run(() =>
    {
        ScenarioWorld world = runner.Tell(scenario, isNative);
        foreach (ScenarioStep step in world.Steps)
            into.Add((step with { Result = step.Result with { Trace = [] } }, world.Sandbox.Store));
    });
}
