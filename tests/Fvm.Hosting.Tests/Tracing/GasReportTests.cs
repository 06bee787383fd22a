using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Hosting.Tracing;

namespace Fvm.Hosting.Tests.Tracing;

public class GasReportTests
{
    [Theory]
    [InlineData(10_000_000UL)]
    [InlineData(940_000UL)] // runs out
    public void Each_table_adds_up_to_the_gas_used(ulong limit)
    {
        (ApplyResult result, GasReport report) = Apply(TraceDetail.Functions, limit);
        Assert.Equal(result.Receipt.GasUsed, report.Total.RoundUp());
        Assert.Equal(report.Total, Sum(report.Categories.Select(row => row.Value)));
        Assert.Equal(report.Total, Sum(report.Actors.Select(row => row.Self)));
        Assert.Equal(report.Total, Sum(report.Methods.Select(row => row.Self)) + report.Actors.Single(row => row.Actor is null).Self);
        GasAmount execution = report.Categories.Single(row => row.Key == "execution").Value;
        Assert.Equal(execution, Sum(report.Functions.Select(row => row.Self)));
    }

    [Fact]
    public void Functions_are_told_only_where_they_are_asked_for()
    {
        (ApplyResult plain, GasReport without) = Apply(TraceDetail.Events);
        (ApplyResult profiled, GasReport with) = Apply(TraceDetail.Functions);
        Assert.Empty(without.Functions);
        Assert.NotEmpty(with.Functions);
        Assert.Equal(plain.Receipt, profiled.Receipt with { ReturnData = plain.Receipt.ReturnData });
        Assert.Equal(1UL, with.Functions.Single(row => row.Function == "invoke").Calls);
    }

    [Fact]
    public void A_flame_graph_holds_all_the_gas()
    {
        (ApplyResult result, GasReport report) = Apply(TraceDetail.Functions);
        FlameFrame graph = FlameGraph.Fold([result.Trace], _ => "counter");
        Assert.Equal(report.Total, graph.Total);
        FlameFrame call = graph.Children.Single().Children.Single(frame => frame.Kind == FlameKind.Call);
        Assert.Equal("counter f0101 method 2", call.Name);
        FlameFrame invoke = call.Children.Single(frame => frame.Kind == FlameKind.Function);
        Assert.Equal("invoke", invoke.Name);
        Assert.Contains(Below(invoke), frame => frame is { Kind: FlameKind.Syscall, Name: "ipld::block_link" });
    }

    [Fact]
    public void Nothing_is_recorded_when_tracing_is_off() => Assert.Empty(Apply(TraceDetail.None).Result.Trace);

    private static IEnumerable<FlameFrame> Below(FlameFrame frame) => frame.Children.SelectMany(Below).Prepend(frame);

    private static GasAmount Sum(IEnumerable<GasAmount> amounts) => amounts.Aggregate(GasAmount.Zero, static (sum, amount) => sum + amount);

    private static (ApplyResult Result, GasReport Report) Apply(TraceDetail detail, ulong limit = 10_000_000)
    {
        ApplyResult result = new CounterWorld().Builder().WithTracing(detail).Build().Apply(CounterWorld.Add(0, gasLimit: limit));
        var report = new GasReport();
        report.Add(result.Trace);
        return (result, report);
    }
}
