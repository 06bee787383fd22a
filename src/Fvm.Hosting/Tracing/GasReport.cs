using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.Tracing;

/// <summary>Where the gas of messages went. Each list adds up to the whole (functions: to the execution of wasm); greatest first.</summary>
public sealed class GasReport
{
    /// <summary>The name of what settlement charged beyond what functions executed: the double charge of a refused answer (vm-facts 8 #8).</summary>
    public const string ChargedTwice = "(charged twice)";

    private readonly Dictionary<string, GasAmount> categories = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, ActorGas> actors = [];
    private readonly Dictionary<(Cid Code, ulong Method), MethodGas> methods = [];
    private readonly Dictionary<(Cid Code, string Function), FunctionGas> functions = [];
    private GasAmount unattended;

    /// <summary>Everything that was taken.</summary>
    public GasAmount Total { get; private set; }

    /// <summary>By category; see <see cref="GasCategories"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, GasAmount>> Categories =>
        [.. categories.OrderByDescending(row => row.Value).ThenBy(row => row.Key, StringComparer.Ordinal)];

    /// <summary>By actor.</summary>
    public IReadOnlyList<ActorGas> Actors =>
        [.. actors.Values.Append(new ActorGas(null, null, 0, unattended)).Where(row => row.Actor is not null || !row.Self.IsZero)
            .OrderByDescending(row => row.Self).ThenBy(row => row.Actor?.Value)];

    /// <summary>By method of code.</summary>
    public IReadOnlyList<MethodGas> Methods => [.. methods.Values.OrderByDescending(row => row.Self).ThenBy(row => row.Code).ThenBy(row => row.Method)];

    /// <summary>By wasm function; empty where nothing was profiled.</summary>
    public IReadOnlyList<FunctionGas> Functions =>
        [.. functions.Values.OrderByDescending(row => row.Self).ThenBy(row => row.Code).ThenBy(row => row.Function, StringComparer.Ordinal)];

    /// <summary>Adds a message.</summary>
    /// <param name="trace">Its trace.</param>
    public void Add(IReadOnlyList<ExecutionEvent> trace)
    {
        TraceMessage message = TraceTree.Build(trace);
        Total += message.Total;
        unattended += message.Self;
        foreach ((string category, GasAmount gas) in GasCategories.Sum(trace))
            categories[category] = categories.GetValueOrDefault(category) + gas;
        AddCalls(message);
    }

    private void AddCalls(TraceNode node)
    {
        foreach (TraceNode child in node.Children)
        {
            if (child is TraceCall call)
                AddCall(call);
            AddCalls(child);
        }
    }

    private void AddCall(TraceCall call)
    {
        if (call.Invoked is not { } invoked)
        {
            unattended += call.Self;
            return;
        }

        ActorGas actor = actors.GetValueOrDefault(invoked.Id.Value) ?? new ActorGas(invoked.Id, invoked.Code, 0, GasAmount.Zero);
        actors[invoked.Id.Value] = actor with { Code = invoked.Code, Calls = actor.Calls + 1, Self = actor.Self + call.Self };
        (Cid Code, ulong Method) key = (invoked.Code, call.Started.Method);
        MethodGas method = methods.GetValueOrDefault(key) ?? new MethodGas(key.Code, key.Method, 0, GasAmount.Zero, GasAmount.Zero);
        methods[key] = method with { Calls = method.Calls + 1, Self = method.Self + call.Self, Total = method.Total + call.Total };
        if (call.Profile is { } profile)
            AddProfile(invoked.Code, profile, Execution(call));
    }

    private void AddProfile(Cid code, CodeProfiled profile, GasAmount charged)
    {
        var profiled = GasAmount.Zero;
        foreach (CodeProfileNode node in profile.Nodes)
        {
            profiled += node.Self;
            AddFunction(code, node.Function, node.Calls, node.Self);
        }

        if (charged > profiled)
            AddFunction(code, ChargedTwice, 0, charged - profiled);
    }

    private void AddFunction(Cid code, string function, ulong calls, GasAmount self)
    {
        if (calls == 0 && self.IsZero)
            return;
        FunctionGas row = functions.GetValueOrDefault((code, function)) ?? new FunctionGas(code, function, 0, GasAmount.Zero);
        functions[(code, function)] = row with { Calls = row.Calls + calls, Self = row.Self + self };
    }

    /// <summary>What was taken for the execution of a call's own code.</summary>
    internal static GasAmount Execution(TraceCall call) => call.Children.OfType<TraceCharge>().Where(charge => IsExecution(charge.Charged))
        .Aggregate(GasAmount.Zero, static (sum, charge) => sum + charge.Self);

    /// <summary>Whether a charge is for instructions, which the wasm counter counts; grown memory is shown apart but counted there as well.</summary>
    internal static bool IsExecution(GasCharged charge) => charge.Name is "wasm_exec" or "wasm_memory_grow";
}
