using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;

namespace Fvm.Conformance.Tests;

/// <summary>Profiled code does exactly what the other does, and tells where its gas went to the last milligas.</summary>
public class ProfileTests
{
    [Fact]
    public void Profiles_change_nothing_and_add_up()
    {
        var engine = new ActorEngine();
        int profiled = 0;
        foreach (VectorSource source in OwnVectors.Share(7))
        {
            MessageVector vector = VectorReader.Read(source.Open());
            Assert.True(VectorState.TryOpen(vector, VectorLocations.OpenBundles(), out VectorState? state, out _));
            DeepStack.Run(() =>
            {
                var plain = new VectorPlayback(engine, vector, vector.Variants[0], state.Store, TraceDetail.Events);
                var functions = new VectorPlayback(engine, vector, vector.Variants[0], state.Store, TraceDetail.Functions);
                for (int i = 0; i < vector.Messages.Count; i++)
                {
                    ApplyResult expected = plain.Apply(i);
                    ApplyResult actual = functions.Apply(i);
                    Assert.Equal(TraceText.Lines(expected.Trace), TraceText.Lines(actual.Trace));
                    Assert.Equal(expected.Receipt.GasUsed, actual.Receipt.GasUsed);
                    profiled += Check(source.Name, actual.Trace);
                }

                Assert.Equal(plain.Machine.Flush(), functions.Machine.Flush());
            });
        }

        Assert.True(profiled > 200, $"only {profiled} messages ran wasm");
    }

    /// <summary>Every invocation's functions took what was charged for its execution; what was charged beyond is the double charge, told apart.</summary>
    private static int Check(string name, IReadOnlyList<ExecutionEvent> trace)
    {
        var report = new GasReport();
        report.Add(trace);
        GasAmount executed = trace.OfType<GasCharged>().Where(charge => charge.Name is "wasm_exec" or "wasm_memory_grow")
            .Aggregate(GasAmount.Zero, static (sum, charge) => sum + charge.Taken);
        GasAmount told = report.Functions.Aggregate(GasAmount.Zero, static (sum, row) => sum + row.Self);
        Assert.True(executed == told, $"{name}: executed {executed}, told {told}");
        if (report.Functions.Any(row => row.Function == GasReport.ChargedTwice))
            Assert.Contains(trace, happened => happened is SyscallLeft { Status.Outcome: SyscallOutcome.Refused });
        return report.Functions.Count == 0 ? 0 : 1;
    }
}
