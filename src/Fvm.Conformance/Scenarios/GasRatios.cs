namespace Fvm.Conformance.Scenarios;

/// <summary>How close modelled gas comes to the exact one.</summary>
public sealed class GasRatios
{
    private readonly double[] ratios;

    /// <summary>Sums up.</summary>
    /// <param name="pairs">Messages.</param>
    public GasRatios(IEnumerable<GasPair> pairs)
    {
        GasPair[] all = [.. pairs.Where(pair => pair.Wasm != 0)];
        ratios = [.. all.Select(pair => pair.Ratio).Order()];
        Methods = [.. all.GroupBy(pair => pair.Method, StringComparer.Ordinal)
            .Select(group => new MethodGas(group.Key, [.. group.Select(pair => pair.Ratio).Order()]))
            .OrderByDescending(method => method.Worst)];
    }

    /// <summary>How many messages.</summary>
    public int Count => ratios.Length;

    /// <summary>The middle ratio.</summary>
    public double Median => ratios.Length == 0 ? double.NaN : ratios[ratios.Length / 2];

    /// <summary>How far from 1 the ratios of all but the worst tenth are at most.</summary>
    public double NineTenths => ratios.Length == 0 ? double.NaN : ratios.Select(ratio => Math.Abs(ratio - 1)).Order().ElementAt((ratios.Length - 1) * 9 / 10);

    /// <summary>By method, the one with the greatest distance first.</summary>
    public IReadOnlyList<MethodGas> Methods { get; }

    /// <summary>The share of messages whose ratio is at most so far from 1.</summary>
    /// <param name="distance">Such as 0.15.</param>
    public double Within(double distance) => ratios.Length == 0 ? double.NaN : (double)ratios.Count(ratio => Math.Abs(ratio - 1) <= distance) / ratios.Length;
}

/// <summary>The ratios of a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Ratios">Modelled over exact, ascending.</param>
public sealed record MethodGas(string Method, IReadOnlyList<double> Ratios)
{
    /// <summary>The greatest distance from 1.</summary>
    public double Worst => Math.Max(Math.Abs(Ratios[0] - 1), Math.Abs(Ratios[^1] - 1));
}
