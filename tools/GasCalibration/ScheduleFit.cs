using System.Globalization;

namespace Fvm.GasCalibration;

/// <summary>Fits the costs of one actor to its invocations.</summary>
internal sealed class ScheduleFit
{
    private readonly string actor;
    private readonly List<string> costs = ["start", "syscall", "byte-read", "byte-written", "exit", "block-read", "block-written"];
    private readonly double[] prices;
    private readonly double instance;
    private readonly IReadOnlyList<Invocation> invocations;

    public ScheduleFit(string actor, IReadOnlyList<Invocation> invocations)
    {
        this.actor = actor;
        this.invocations = invocations;
        instance = invocations.Max(one => one.Instance);
        costs.AddRange(invocations.Select(one => one.Work.Method).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(method => $"method {method}"));
        costs.AddRange(invocations.SelectMany(one => one.Work.Units).Select(unit => unit.Unit).Distinct().Order(StringComparer.Ordinal).Select(unit => $"unit {unit}"));

        // Errors count by what they are of the whole invocation's gas.
        double[][] rows = [.. invocations.Select(one => Array.ConvertAll(Row(one), value => value / one.Total))];
        prices = LeastSquares.Solve(rows, [.. invocations.Select(one => (one.Execution - one.Work.Counted.Milligas) / one.Total)]);
    }

    /// <summary>The lines of the schedule.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Line("instance", instance);
        for (int i = 0; i < costs.Count; i++)
        {
            if (prices[i] >= 1)
                yield return Line(costs[i], prices[i]);
        }
    }

    /// <summary>How near the model comes, in words: of all that is charged in an invocation.</summary>
    public string Quality()
    {
        double[] errors = [.. invocations.Select(Error).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{actor,-18}{invocations.Count,7} invocations, error of their gas: median {errors[errors.Length / 2]:0.0 %}, 90 % below {errors[errors.Length * 9 / 10]:0.0 %}, worst {errors[^1]:0.0 %}");
    }

    /// <summary>The invocations that the model misses most.</summary>
    public IEnumerable<string> Worst(int count) => invocations.OrderByDescending(Error).Take(count).Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"    {Error(one):0.0 %}: {one.Work.Method} wasm {one.Execution / 1000:N0}, model {Model(one) / 1000:N0}, of {one.Total / 1000:N0}; {one.Work.Syscalls} syscalls, {one.Work.BytesRead} read, {one.Work.BytesWritten} written, {one.Work.Counted.Milligas / 1000:N0} counted{(one.Work.Exited ? ", exited" : "")}; {one.Where}"));

    private double Error(Invocation one) => Math.Abs(Model(one) - one.Execution) / one.Total;

    /// <summary>What the actor took by a table of its own is given.</summary>
    private double Model(Invocation one) => one.Work.Counted.Milligas + Row(one).Zip(prices, (value, price) => value * price).Sum();

    private double[] Row(Invocation one)
    {
        double[] row = new double[costs.Count];
        (row[0], row[1], row[2], row[3], row[4]) = (1, one.Work.Syscalls, one.Work.BytesRead, one.Work.BytesWritten, one.Work.Exited ? 1 : 0);
        (row[5], row[6]) = (one.Work.BlocksRead, one.Work.BlocksWritten);
        if (one.Work.Method is { } method)
            row[costs.IndexOf($"method {method}")] = 1;
        foreach (Abi.Tracing.WorkUnits unit in one.Work.Units)
            row[costs.IndexOf($"unit {unit.Unit}")] += unit.Count;
        return row;
    }

    private string Line(string cost, double milligas) => string.Create(CultureInfo.InvariantCulture, $"{actor} {cost} {Math.Round(milligas):0}");
}
