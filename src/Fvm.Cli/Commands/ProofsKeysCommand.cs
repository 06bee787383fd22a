using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Proofs;
using Fvm.Protocol.Sectors;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm proofs keys DIR</c>: what a folder of verifying keys holds.</summary>
internal static class ProofsKeysCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("DIR") { Description = "The folder of keys, under the names that Filecoin publishes them by." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "keys",
            "Read a folder of verifying keys, check every file (against its digest, where parameters.json or srs-inner-product.json in the folder give one) and list "
                + "what can be verified with it.\n\nExample:\n  fvm proofs keys /var/tmp/filecoin-proof-parameters")
        {
            path, json,
        };
        command.SetAction(parsed =>
        {
            ProofKeys keys = ProofKeys.Load(parsed.GetRequiredValue(path));
            if (parsed.GetValue(json))
                Output.Json(ToJson(keys));
            else
                Print(keys);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(ProofKeys keys)
    {
        foreach ((ProofCircuit circuit, SectorSize size) in Pairs())
        {
            string state = !keys.Has(circuit, size) ? "missing" : keys.IsDigestChecked(circuit, size) ? "loaded, digest checked" : "loaded, no digest given";
            Console.WriteLine($"{circuit,-13} {Name(size),-6} {state,-23} {ProofKeys.FileNameOf(circuit, size)}");
        }

        string points = !keys.HasAggregationPoints ? "missing" : keys.IsAggregationDigestChecked ? "loaded, digest checked" : "loaded, no digest given";
        Console.WriteLine($"{"Aggregation",-13} {"all",-6} {points,-23} {ProofKeys.AggregationFileName}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{keys.Count} of {Pairs().Count()} keys"));
    }

    private static JsonObject ToJson(ProofKeys keys) => new()
    {
        ["keys"] = new JsonArray([.. Pairs().Select(pair => (JsonNode)new JsonObject
        {
            ["circuit"] = pair.Circuit.ToString(),
            ["sector_size"] = (ulong)pair.Size,
            ["file"] = ProofKeys.FileNameOf(pair.Circuit, pair.Size),
            ["loaded"] = keys.Has(pair.Circuit, pair.Size),
            ["digest_checked"] = keys.IsDigestChecked(pair.Circuit, pair.Size),
        })]),
        ["aggregation"] = new JsonObject
        {
            ["file"] = ProofKeys.AggregationFileName,
            ["loaded"] = keys.HasAggregationPoints,
            ["digest_checked"] = keys.IsAggregationDigestChecked,
        },
    };

    private static IEnumerable<(ProofCircuit Circuit, SectorSize Size)> Pairs() =>
        Enum.GetValues<ProofCircuit>().SelectMany(circuit => Enum.GetValues<SectorSize>().Select(size => (circuit, size)));

    private static string Name(SectorSize size) => size.ToString().TrimStart('_');
}
