using Fvm.Abi.Tracing;

namespace Fvm.GasCalibration;

/// <summary>One invocation of an actor: what the wasm actor paid for instructions, and what the native one did meanwhile. All in milligas.</summary>
/// <param name="Work">What the native actor did.</param>
/// <param name="Execution">What the wasm actor's instructions and memory cost.</param>
/// <param name="Instance">What its instance cost before it ran.</param>
/// <param name="Total">All that was charged in the invocation, but for what it called.</param>
/// <param name="Where">The scenario and the step.</param>
internal sealed record Invocation(ActorWorked Work, double Execution, double Instance, double Total, string Where)
{
    /// <summary>Pairs the invocations of a message in both worlds, which make the same calls.</summary>
    public static IEnumerable<Invocation> Pair(IReadOnlyList<ExecutionEvent> native, IReadOnlyList<ExecutionEvent> wasm, string where) =>
        Read(native).Zip(Read(wasm)).Where(pair => pair.First.Work is not null)
            .Select(pair => new Invocation(pair.First.Work!, pair.Second.Execution, pair.Second.Instance, pair.Second.Total, where));

    private static List<Open> Read(IReadOnlyList<ExecutionEvent> trace)
    {
        var all = new List<Open>();
        var calls = new Stack<Open?>();
        foreach (ExecutionEvent happened in trace)
        {
            switch (happened)
            {
                case CallStarted:
                    calls.Push(null);
                    break;
                case CallReturned or CallRefused:
                    calls.Pop();
                    break;
                case ActorInvoked:
                    // A call that makes its receiver invokes the constructor first.
                    calls.Pop();
                    all.Add(new Open());
                    calls.Push(all[^1]);
                    break;
                case ActorWorked worked when calls.TryPeek(out Open? open) && open is not null:
                    open.Work = worked;
                    break;
                case GasCharged charge when calls.TryPeek(out Open? open) && open is not null:
                    open.Add(charge);
                    break;
            }
        }

        return all;
    }

    private sealed class Open
    {
        public ActorWorked? Work { get; set; }

        public double Execution { get; private set; }

        public double Instance { get; private set; }

        public double Total { get; private set; }

        public void Add(GasCharged charge)
        {
            double amount = charge.Taken.Milligas;
            Total += amount;
            if (charge.Name is "wasm_exec" or "wasm_memory_grow")
                Execution += amount;
            else if (charge.Name is "wasm_memory_init" or "wasm_table_init")
                Instance += amount;
        }
    }
}
