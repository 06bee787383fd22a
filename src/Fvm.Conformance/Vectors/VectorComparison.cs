using System.Globalization;
using Fvm.Abi.Node;

namespace Fvm.Conformance.Vectors;

/// <summary>Compares what came of a message with the record, to the last unit.</summary>
internal static class VectorComparison
{
    private const int MaxTraceContext = 3;

    private static readonly string[] Names = ["penalty", "miner_tip", "base_fee_burn", "over_estimation_burn", "refund", "gas_refund", "gas_burned"];

    /// <summary>What a recording holds of a result beside the receipt: name and amount.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Amounts(ApplyResult result) =>
        [.. Names.Select(name => KeyValuePair.Create(name, Amount(name, result)))];

    /// <summary>Compares a message's results.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="index">Which message.</param>
    /// <param name="result">What came.</param>
    /// <param name="differences">Where differences go.</param>
    /// <param name="comparesGas">Whether gas and traces are compared; actors in C# have a modelled gas.</param>
    public static void Compare(MessageVector vector, int index, ApplyResult result, List<string> differences, bool comparesGas = true)
    {
        VectorReceipt receipt = vector.Receipts[index];
        int before = differences.Count;
        string at = string.Create(CultureInfo.InvariantCulture, $"message {index}: ");
        Check(differences, at + "exit code", receipt.ExitCode, result.Receipt.ExitCode.Value);
        Check(differences, at + "return data", Hex(receipt.ReturnData), Hex(result.Receipt.ReturnData));
        if (comparesGas)
            Check(differences, at + "gas used", receipt.GasUsed, result.Receipt.GasUsed);
        if (index < vector.Results.Count)
            Compare(vector.Results[index], at, result, differences, comparesGas);
        if (differences.Count > before && result.Failure is not null)
            differences.Add($"{at}it said: {result.Failure.ReplaceLineEndings(" | ")}");
    }

    private static void Compare(VectorResult expected, string at, ApplyResult result, List<string> differences, bool comparesGas)
    {
        foreach ((string name, string amount) in expected.Amounts)
            Check(differences, at + name, amount, Amount(name, result));
        Check(differences, at + "events root", expected.EventsRoot, result.Receipt.EventsRoot);
        CompareLines(differences, at + "event", expected.Events, TraceText.Lines(result.Events));
        if (comparesGas && expected.Trace is not null)
            CompareLines(differences, at + "trace line", expected.Trace, TraceText.Lines(result.Trace));
    }

    private static string Amount(string name, ApplyResult result) => name switch
    {
        "penalty" => Text(result.Penalty),
        "miner_tip" => Text(result.MinerTip),
        "base_fee_burn" => Text(result.BaseFeeBurn),
        "over_estimation_burn" => Text(result.OverEstimationBurn),
        "refund" => Text(result.Refund),
        "gas_refund" => result.GasRefund.ToString(CultureInfo.InvariantCulture),
        _ => result.GasBurned.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The first difference, with the lines before it.</summary>
    private static void CompareLines(List<string> differences, string what, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            string left = i < expected.Count ? expected[i] : "(nothing)";
            string right = i < actual.Count ? actual[i] : "(nothing)";
            if (string.Equals(left, right, StringComparison.Ordinal))
                continue;
            for (int j = Math.Max(0, i - MaxTraceContext); j < i; j++)
                differences.Add($"  {what} {j.ToString(CultureInfo.InvariantCulture)}: {expected[j]}");
            differences.Add($"{what} {i.ToString(CultureInfo.InvariantCulture)}: expected {left}, came {right}");
            return;
        }
    }

    private static void Check<T>(List<string> differences, string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, came {actual}"));
    }

    private static string Hex(ReadOnlyMemory<byte> data) => Convert.ToHexStringLower(data.Span);

    private static string Text(Protocol.TokenAmount amount) => amount.Atto.ToString(CultureInfo.InvariantCulture);
}
