using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Node;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm config hardhat|foundry|viem|synapse</c>: what to paste; of synapse the file devnet-info.json.</summary>
internal static class ConfigCommand
{
    private const string Hardhat = """
        // hardhat.config.ts (Hardhat 3; in Hardhat 2 the same without `type`)
        networks: {
          filecoinDevnet: {
            type: "http",
            url: "{url}",
            chainId: {chain},
            accounts: { mnemonic: "{mnemonic}" },
          },
        },
        // npx hardhat test --network filecoinDevnet
        """;

    private const string Foundry = """
        # foundry.toml
        [rpc_endpoints]
        filecoin_devnet = "{url}"

        # forge create src/My.sol:My --rpc-url filecoin_devnet --private-key {key} --broadcast
        # forge script script/My.s.sol --rpc-url filecoin_devnet --private-key {key} --broadcast --skip-simulation
        #   (--skip-simulation: forge's own simulation counts Ethereum's gas, Filecoin's is larger)
        """;

    private const string Viem = """
        import { createPublicClient, createTestClient, createWalletClient, defineChain, http } from "viem";
        import { mnemonicToAccount } from "viem/accounts";

        export const filecoinDevnet = defineChain({
          id: {chain},
          name: "Filecoin devnet",
          nativeCurrency: { name: "Filecoin", symbol: "FIL", decimals: 18 },
          rpcUrls: { default: { http: ["{url}"], webSocket: ["{ws}"] } },
          contracts: { multicall3: { address: "0xcA11bde05977b3631167028862bE2a173976CA11" } },
        });

        const account = mnemonicToAccount("{mnemonic}");
        export const publicClient = createPublicClient({ chain: filecoinDevnet, transport: http() });
        export const walletClient = createWalletClient({ account, chain: filecoinDevnet, transport: http() });
        export const testClient = createTestClient({ mode: "anvil", chain: filecoinDevnet, transport: http() });
        """;

    private const string FirstKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    public static Command Create()
    {
        var tool = new Argument<string>("TOOL") { Description = "hardhat, foundry, viem or synapse." };
        tool.AcceptOnlyFromAmong("hardhat", "foundry", "viem", "synapse");
        var contracts = new Option<string?>("--with") { Description = "Of synapse: a part of devnet-info.json with what you deployed, such as {\"contracts\": {\"mockusdfc_addr\": \"0x...\"}}.", HelpName = "FILE.json" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("config", "Print what to paste into a tool's configuration to use the node, or devnet-info.json for synapse-core. The keys are public test keys.\n\nExamples:\n  fvm config foundry >> foundry.toml\n"
            + "  fvm config synapse --with contracts.json > devnet-info.json") { tool, contracts, rpc, json };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            if (parsed.GetRequiredValue(tool) == "synapse")
                return Synapse(node, parsed.GetValue(contracts));
            if (parsed.GetValue(contracts) is not null)
                throw new CommandFailure("--with is for 'fvm config synapse'");
            string chain = ChainId(node);
            string text = (parsed.GetRequiredValue(tool) switch { "hardhat" => Hardhat, "foundry" => Foundry, _ => Viem })
                .Replace("{url}", node.Url, StringComparison.Ordinal)
                .Replace("{ws}", $"ws{node.Url["http".Length..]}", StringComparison.Ordinal)
                .Replace("{chain}", chain, StringComparison.Ordinal)
                .Replace("{mnemonic}", DevnetOptions.TestMnemonic, StringComparison.Ordinal)
                .Replace("{key}", FirstKey, StringComparison.Ordinal);
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["tool"] = parsed.GetRequiredValue(tool), ["url"] = node.Url, ["chainId"] = ulong.Parse(chain, CultureInfo.InvariantCulture), ["text"] = text });
            else
                Console.WriteLine(text);
            return ExitStatus.Done;
        });
        return command;
    }

    private static int Synapse(NodeClient node, string? file)
    {
        Output.Json(SynapseInfo.Make(node, file, out IReadOnlyList<string> missing));
        if (missing.Count != 0)
            Console.Error.WriteLine($"fvm: not deployed here, and written as the zero address or as nobody: {string.Join(", ", missing)}; name yours with --with FILE.json");
        return ExitStatus.Done;
    }

    /// <summary>The node's chain id; without a node that of the devnet.</summary>
    private static string ChainId(NodeClient node)
    {
        try
        {
            return Quantity.Number(node.Call("eth_chainId"), "of the chain").ToString(CultureInfo.InvariantCulture);
        }
        catch (CommandFailure nobody)
        {
            Console.Error.WriteLine($"fvm: {nobody.Message}; this is for the devnet as it starts by default");
            return DevnetOptions.LocalChainId.ToString(CultureInfo.InvariantCulture);
        }
    }
}
