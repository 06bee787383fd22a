namespace Fvm.Evm.Tests.Suite;

/// <summary>Why a case is left out.</summary>
/// <param name="Bucket">"owed": to be done; "impossible": no part of what this EVM is for.</param>
/// <param name="Path">Where the file's path must begin, below GeneralStateTests.</param>
/// <param name="Data">The indices of the cases' data, or none for the whole file.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record LedgerRule(string Bucket, string Path, string[] Data, string Reason)
{
    public bool Covers(string file, string test) =>
        file.StartsWith(Path, StringComparison.Ordinal)
        && (Data.Length == 0 || Array.Exists(Data, index => test.Contains($" {index} ", StringComparison.Ordinal)));
}

/// <summary>The rules in Suite/ethereum-tests.ledger: bucket | path | data indices | reason.</summary>
public static class EthereumTestsLedger
{
    public static LedgerRule[] Read()
    {
        using var stream = typeof(EthereumTestsLedger).Assembly.GetManifestResourceStream("ethereum-tests.ledger")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#').Select(Parse)];
    }

    private static LedgerRule Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return parts is [var bucket, var path, var test, var reason] && (bucket is "owed" or "impossible")
            ? new LedgerRule(bucket, path, test == "*" ? [] : test.Split(',', StringSplitOptions.TrimEntries), reason)
            : throw new FormatException($"No rule: {line}");
    }
}
