using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Ipld;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm upgrade NV</c>: the running devnet's network version from its next epoch on.</summary>
internal static class UpgradeCommand
{
    public static Command Create()
    {
        var version = new Argument<uint>("NV") { Description = "The network version, a later one than the devnet has." };
        var actors = new Option<string?>("--actors")
        {
            Description = "Its actors: a bundle as FILE.car, or the CID of the manifest of one that the node has. Default: the mainnet release, if the node has it; none where the actors stay the same.",
            HelpName = "FILE.car|CID",
        };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "upgrade",
            "Upgrade the running devnet to a later network version: its state gets that one's actors, and so do the tipsets that come. Upgrades that changed the code of actors alone (23, 27, 28, 29), or nothing (20, 26), can be made; "
                + "others wrote states anew, and are refused.\n\nExamples:\n  fvm upgrade 28 --actors builtin-actors-mainnet.car\n  fvm upgrade 26")
        {
            version, actors, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            uint before = Version(node);
            JsonNode? bundle = parsed.GetValue(actors) is not { } named ? null : Cid.TryParse(named, out _) ? named : Quantity.Hex(InputFile.Read(named));
            node.Call("fvm_setNetworkVersion", bundle is null ? [parsed.GetValue(version)] : [parsed.GetValue(version), bundle]);
            uint after = Version(node);
            string actorsNow = Manifest(node, after);
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["before"] = before, ["version"] = after, ["actors"] = actorsNow });
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"network version {before} -> {after}, actors {actorsNow}"));
            return ExitStatus.Done;
        });
        return command;
    }

    private static string Manifest(NodeClient node, uint version)
    {
        try
        {
            return Quantity.Text(node.Call("Filecoin.StateActorManifestCID", version)?["/"]);
        }
        catch (NodeRefusal)
        {
            // Actors in C# have none.
            return "native";
        }
    }

    private static uint Version(NodeClient node) => (uint)Quantity.Number(node.Call("Filecoin.StateNetworkVersion", (JsonNode?)null), "of the network version");
}
