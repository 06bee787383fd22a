using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What a node of a network is asked, answered by one that is alone: no peers, always in sync, no F3, everybody may do everything.</summary>
internal static class FilecoinPeers
{
    /// <summary>Lotus's StageSyncComplete (<c>api/api_full.go</c>).</summary>
    private const int SyncComplete = 4;

    /// <summary>Epochs after which a tipset is final (lotus <c>build/buildconstants</c>).</summary>
    private const long Finality = 900;

    private static readonly string[] Permissions = ["read", "write", "sign", "admin"];

    private static readonly string[] F3 =
    [
        "F3IsRunning", "F3GetCertificate", "F3GetLatestCertificate", "F3GetManifest", "F3GetECPowerTable", "F3GetF3PowerTable", "F3GetPowerTableByInstance", "F3GetProgress",
        "F3ListParticipants", "F3Participate", "F3GetOrRenewParticipationTicket",
    ];

    public static void Add(RpcMethodTable table, Devnet net)
    {
        foreach (string name in F3)
            table.Add($"Filecoin.{name}", static _ => throw new RpcException(RpcErrorCode.F3Disabled, "f3 is disabled"));
        AddPeers(table);
        AddPermissions(table);
        AddStatus(table, net);
    }

    private static void AddPeers(RpcMethodTable table)
    {
        table.AddAll("Filecoin.NetPeers Filecoin.NetPubsubScores Filecoin.NetProtectList", static call =>
        {
            call.Result.WriteStartArray();
            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.NetConnectedness", static call => call.Result.WriteNumberValue(0));
        table.Add("Filecoin.NetBandwidthStats", static call =>
        {
            call.Result.WriteStartObject();
            foreach (string name in (string[])["TotalIn", "TotalOut", "RateIn", "RateOut"])
                call.Result.WriteNumber(name, 0);
            call.Result.WriteEndObject();
        });
        table.AddAll("Filecoin.NetBandwidthStatsByPeer Filecoin.NetBandwidthStatsByProtocol", static call =>
        {
            call.Result.WriteStartObject();
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.NetBlockList", static call =>
        {
            call.Result.WriteStartObject();
            foreach (string name in (string[])["Peers", "IPAddrs", "IPSubnets"])
            {
                call.Result.WriteStartArray(name);
                call.Result.WriteEndArray();
            }

            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.NetAutoNatStatus", static call =>
        {
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Reachability"u8, 0);
            call.Result.WriteNull("PublicAddrs"u8);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>Tokens are ignored: whoever reaches the port may do everything, with any token or none.</summary>
    private static void AddPermissions(RpcMethodTable table)
    {
        table.Add("Filecoin.AuthNew", static call =>
        {
            foreach (RpcValue permission in call.Required(0, "permissions").Items())
            {
                if (!Permissions.Contains(permission.Text()))
                    throw permission.Wrong($"{string.Join(", ", Permissions)} are permissions, {permission.Shown()} is none");
            }

            call.Result.WriteBase64StringValue("any-token-will-do"u8);
        });
        table.Add("Filecoin.AuthVerify", static call =>
        {
            call.Required(0, "token").Text();
            call.Result.WriteStartArray();
            foreach (string permission in Permissions)
                call.Result.WriteStringValue(permission);
            call.Result.WriteEndArray();
        });
    }

    private static void AddStatus(RpcMethodTable table, Devnet net)
    {
        string session = Guid.NewGuid().ToString();
        DateTimeOffset start = net.Options.Time.GetUtcNow();
        table.Add("Filecoin.Session", call => call.Result.WriteStringValue(session));
        table.Add("Filecoin.StartTime", call => call.Result.WriteStringValue(start));
        table.Add("Filecoin.SyncState", call => WriteSync(call.Result, net.Head, start));
        table.Add("Filecoin.SyncCheckBad", static call =>
        {
            call.Required(0, "block").Link();
            call.Result.WriteStringValue(""u8);
        });
        table.Add("Filecoin.NodeStatus", call => WriteStatus(call.Result, net, call.Optional(0, "with the chain").IsOn()));
    }

    private static void WriteSync(Utf8JsonWriter result, ExecutedTipset head, DateTimeOffset start)
    {
        result.WriteStartObject();
        result.WriteStartArray("ActiveSyncs"u8);
        result.WriteStartObject();
        result.WriteNumber("WorkerID"u8, 0);
        foreach (string name in (string[])["Base", "Target"])
        {
            result.WritePropertyName(name);
            result.WriteTipset(head);
        }

        result.WriteNumber("Stage"u8, SyncComplete);
        result.WriteNumber("Height"u8, head.Height);
        result.WriteString("Start"u8, start);
        result.WriteString("End"u8, DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(head.Timestamp, uint.MaxValue)));
        result.WriteString("Message"u8, ""u8);
        result.WriteEndObject();
        result.WriteEndArray();
        result.WriteNumber("VMApplied"u8, 0);
        result.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter result, Devnet net, bool withChain)
    {
        ExecutedTipset head = net.Head;
        ulong now = (ulong)net.Options.Time.GetUtcNow().ToUnixTimeSeconds();
        result.WriteStartObject();
        result.WriteStartObject("SyncStatus"u8);
        result.WriteNumber("Epoch"u8, head.Height);
        result.WriteNumber("Behind"u8, now > head.Timestamp ? (now - head.Timestamp) / NetworkConstants.EpochDurationSeconds : 0);
        result.WriteEndObject();
        result.WriteStartObject("PeerStatus"u8);
        result.WriteNumber("PeersToPublishMsgs"u8, 0);
        result.WriteNumber("PeersToPublishBlocks"u8, 0);
        result.WriteEndObject();
        result.WriteStartObject("ChainStatus"u8);
        WriteAverage("BlocksPerTipsetLast100"u8, 100);
        WriteAverage("BlocksPerTipsetLastFinality"u8, Finality);
        result.WriteEndObject();
        result.WriteEndObject();

        void WriteAverage(ReadOnlySpan<byte> name, long epochs)
        {
            decimal blocks = withChain ? net.Chain.Range(Math.Max(1, head.Height - epochs + 1), head.Height).Sum(static tipset => tipset.Tipset.Blocks.Count) : 0;
            result.WriteNumber(name, blocks / Math.Max(1, Math.Min(epochs, head.Height)));
        }
    }
}
