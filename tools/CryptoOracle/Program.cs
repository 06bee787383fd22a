using System.Globalization;
using System.Runtime.CompilerServices;
using Fvm.CryptoOracle;

return args switch
{
    ["compare", .. string[] options] => Compare(options),
    ["vectors", .. string[] folders] when folders.Length > 0 => PrecompileVectors.Run(folders) ? 0 : 1,
    _ => Usage(),
};

static int Compare(string[] options)
{
    int cases = 100_000, dear = 2_000, seed = 1;
    string only = "";
    for (int i = 0; i + 1 < options.Length; i += 2)
    {
        switch (options[i])
        {
            case "--cases": cases = Number(options[i + 1]); break;
            case "--dear": dear = Number(options[i + 1]); break;
            case "--seed": seed = Number(options[i + 1]); break;
            case "--only": only = options[i + 1]; break;
            default: return Usage();
        }
    }

    using var oracle = new NodeOracle(SourceFolder());
    var comparison = new Comparison(oracle, seed, cases, dear);
    CaseKind[] kinds = [.. FieldCases.All, .. PointCases.All, .. SignatureCases.All, .. HashCases.All, .. PairingCases.All];
    foreach (CaseKind kind in kinds)
    {
        if (kind.Name.Contains(only, StringComparison.Ordinal))
            comparison.Run(kind);
    }

    Console.WriteLine($"{comparison.Compared} compared, {comparison.Different} different");
    return comparison.Different == 0 && comparison.Compared > 0 ? 0 : 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

static int Usage()
{
    Console.Error.WriteLine("compare [--cases N] [--dear N] [--seed N] [--only TEXT] | vectors DIR...");
    return 2;
}
