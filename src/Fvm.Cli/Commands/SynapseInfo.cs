using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Node;
using Fvm.Node.Genesis;

namespace Fvm.Cli.Commands;

/// <summary>
/// foc-devnet's <c>devnet-info.json</c>, version 1, by which synapse-core knows a local network (npm @filoz/synapse-core, <c>src/devnet/schema.ts</c>): what the node knows, and
/// what a file adds. The schema wants contracts and a storage provider, which a devnet does not have by itself: they stand there as the zero address and as one who is not approved.
/// </summary>
internal static class SynapseInfo
{
    private const string Nobody = "0x0000000000000000000000000000000000000000";

    private static readonly string[] Deployed =
    [
        "mockusdfc_addr", "fwss_service_proxy_addr", "fwss_state_view_addr", "fwss_impl_addr", "pdp_verifier_proxy_addr", "pdp_verifier_impl_addr", "service_provider_registry_proxy_addr",
        "service_provider_registry_impl_addr", "filecoin_pay_v1_addr", "endorsements_addr", "session_key_registry_addr",
    ];

    /// <summary>The document.</summary>
    /// <param name="node">The node.</param>
    /// <param name="file">A JSON file of the same form, or a part of it, whose members take the places of ours; null for none.</param>
    /// <param name="missing">What is not there: the contracts' names, and <c>pdp_sps</c>.</param>
    public static JsonObject Make(NodeClient node, string? file, out IReadOnlyList<string> missing)
    {
        JsonNode? genesis = node.Call("eth_getBlockByNumber", "0x0", false);
        var start = DateTimeOffset.FromUnixTimeSeconds((long)Quantity.Number(genesis?["timestamp"], "of genesis's time"));
        JsonObject info = new()
        {
            ["run_id"] = $"fvm-devnet-{Quantity.Text(genesis?["hash"])[2..10]}",
            ["start_time"] = start.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["startup_duration"] = "0s",
            ["users"] = Users(node),
            ["contracts"] = Contracts(),
            ["lotus"] = new JsonObject { ["host_rpc_url"] = $"{node.Url}/rpc/v1", ["container_id"] = "none", ["container_name"] = "fvm-devnet" },
            ["lotus_miner"] = new JsonObject { ["container_id"] = "none", ["container_name"] = "none", ["api_port"] = 2345 },
            ["pdp_sps"] = new JsonArray(NoProvider()),
        };
        JsonObject whole = new() { ["version"] = 1, ["info"] = info };
        if (file is not null)
            Merge(info, Read(file));
        var contracts = (JsonObject)info["contracts"]!;
        missing = [.. Deployed.Where(name => Quantity.Text(contracts[name]) == Nobody), .. info["pdp_sps"]?[0]?["container_id"]?.ToString() == "none" ? (string[])["pdp_sps"] : []];
        return whole;
    }

    private static JsonObject Contracts()
    {
        var contracts = new JsonObject { ["multicall3_addr"] = KnownContracts.Multicall3.Address.ToChecksumString() };
        foreach (string name in Deployed)
            contracts[name] = Nobody;
        return contracts;
    }

    private static JsonArray Users(NodeClient node)
    {
        var addresses = new NodeAddresses(node);
        var keys = new DevnetKeys(DevnetOptions.TestMnemonic, addresses.Accounts().Count);
        HashSet<string> held = [.. addresses.Accounts().Select(addresses.Text)];
        JsonObject[] users =
        [
            .. keys.Accounts.Where(account => held.Contains(addresses.Text(account.Delegated))).Select((account, i) => new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"USER_{i + 1}"),
                ["evm_addr"] = account.Ethereum.ToChecksumString(),
                ["native_addr"] = addresses.Text(account.Delegated),
                ["private_key_hex"] = Quantity.Hex(account.PrivateKey.Span),
            }),
        ];
        return users.Length != 0 ? [.. users] : throw new CommandFailure($"the node at {node.Url} holds no key of the test mnemonic, so there are no users to name");
    }

    /// <summary>A provider that nobody approved, at a port where nobody listens.</summary>
    private static JsonObject NoProvider() => new()
    {
        ["provider_id"] = 1,
        ["eth_addr"] = Nobody,
        ["native_addr"] = "none",
        ["pdp_service_url"] = "http://127.0.0.1:1",
        ["container_id"] = "none",
        ["container_name"] = "none",
        ["is_approved"] = false,
        ["is_endorsed"] = false,
        ["yugabyte"] = new JsonObject { ["web_ui_url"] = "http://127.0.0.1:1", ["master_rpc_port"] = 1, ["ysql_port"] = 1 },
    };

    private static JsonObject Read(string file)
    {
        try
        {
            JsonNode? given = JsonNode.Parse(InputFile.Read(file), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return given as JsonObject is { } whole ? whole["info"] as JsonObject ?? whole : throw new CommandFailure($"{file}: an object was expected");
        }
        catch (JsonException malformed)
        {
            throw new CommandFailure($"{file} is no JSON: {malformed.Message}");
        }
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach ((string name, JsonNode? value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject known)
                Merge(known, inner);
            else
                into[name] = value?.DeepClone();
        }
    }
}
