using System.Globalization;
using System.Reflection;
using Fvm.Crypto;

namespace Fvm.Node.Rpc.Eth;

/// <summary>What the node is. Clients look at the name: Hardhat's helpers take those that begin with <c>anvil/</c> for a development node.</summary>
internal static class EthIdentity
{
    /// <summary>Our version.</summary>
    public static string Version { get; } = typeof(EthIdentity).Assembly.GetName().Version!.ToString(3);

    /// <summary>The name; see clients of development nodes.</summary>
    public static string ClientVersion { get; } = $"anvil/v1.7.1 (fvm-devnet/v{Version})";

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("eth_chainId", call => call.Result.WriteQuantity(net.Options.ChainId));
        table.AddAll("net_version eth_networkId", call => call.Result.WriteStringValue(net.Options.ChainId.ToString(CultureInfo.InvariantCulture)));
        table.MarkBrief("eth_chainId");
        table.MarkBrief("net_version");
        table.Add("net_listening", call => call.Result.WriteBooleanValue(true));
        table.Add("net_peerCount", call => call.Result.WriteQuantity(0));
        table.Add("web3_clientVersion", call => call.Result.WriteStringValue(ClientVersion));
        table.Add("web3_sha3", call => call.Result.WriteData(Keccak256.Hash(call.Required(0, "data").Data())));
        table.Add("eth_protocolVersion", call => call.Result.WriteQuantity(65));
        table.Add("eth_syncing", call => call.Result.WriteBooleanValue(false));
        table.Add("eth_mining", call => call.Result.WriteBooleanValue(true));
        table.Add("eth_hashrate", call => call.Result.WriteQuantity(0));
        table.Add("eth_coinbase", call => call.Result.WriteAddress(default));
    }
}
