using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What the node and the network are.</summary>
internal static class FilecoinNode
{
    /// <summary>Lotus's version of the API v1: 2.3.0.</summary>
    private const int ApiVersion = 0x20300;

    private const long ChallengeDelay = 10;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.Version", call =>
        {
            call.Result.WriteStartObject();
            call.Result.WriteString("Version"u8, $"fvm-devnet+{EthIdentity.Version}");
            call.Result.WriteNumber("APIVersion"u8, ApiVersion);
            call.Result.WriteNumber("BlockDelay"u8, NetworkConstants.EpochDurationSeconds);
            call.Result.WriteString("Agent"u8, $"fvm-devnet/{EthIdentity.Version}");
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.StateNetworkName", call => call.Result.WriteStringValue(net.Options.NetworkName));
        table.Add("Filecoin.StateNetworkVersion", call =>
        {
            ExecutedTipset tipset = net.TipsetOf(call.Optional(0, "tipset key"));
            call.Result.WriteNumberValue((int)(net.Options.Deferred ? tipset.NetworkVersion : tipset.NextNetworkVersion));
        });
        table.Add("Filecoin.StateGetNetworkParams", call => WriteParameters(call.Result, net));
        table.Add("Filecoin.Discover", call =>
        {
            call.Result.WriteStartObject();
            call.Result.WriteString("openrpc"u8, "1.2.6");
            call.Result.WriteStartObject("info"u8);
            call.Result.WriteString("title"u8, "fvm devnet");
            call.Result.WriteString("version"u8, EthIdentity.Version);
            call.Result.WriteEndObject();
            call.Result.WriteStartArray("methods"u8);
            foreach (string name in table.Names)
            {
                call.Result.WriteStartObject();
                call.Result.WriteString("name"u8, name);
                call.Result.WriteEndObject();
            }

            call.Result.WriteEndArray();
            call.Result.WriteEndObject();
        });
    }

    private static void WriteParameters(Utf8JsonWriter result, Devnet net)
    {
        result.WriteStartObject();
        result.WriteString("NetworkName"u8, net.Options.NetworkName);
        result.WriteNumber("BlockDelaySecs"u8, NetworkConstants.EpochDurationSeconds);
        result.WriteNumber("PreCommitChallengeDelay"u8, ChallengeDelay);
        result.WriteNumber("Eip155ChainID"u8, net.Options.ChainId);
        result.WriteNumber("GenesisTimestamp"u8, net.Chain.Genesis.Timestamp);
        result.WriteEndObject();
    }
}
