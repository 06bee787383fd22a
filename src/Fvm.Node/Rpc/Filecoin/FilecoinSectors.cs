using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Ipld.Bitfields;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Sectors of miners, and the deadlines and partitions that they are proven in (lotus <c>node/impl/full/state.go</c>, <c>chain/actors/builtin/miner</c>).</summary>
internal static class FilecoinSectors
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddSectors(table, net);
        AddPartitions(table, net);
        AddWhereabouts(table, net);
    }

    private static void AddSectors(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateMinerSectors", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 2);
            RpcValue chosen = call.Optional(1, "sectors");
            WriteSectors(call.Result, chosen.IsMissing ? miner.Entries("Sectors").Select(static sector => sector.Value) : Sectors(miner, BitfieldJson.Read(chosen)));
        });
        table.Add("Filecoin.StateMinerActiveSectors", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 1);
            WriteSectors(call.Result, Sectors(miner, Bitfield.Union(Partitions(miner).Select(static partition => partition.Active))));
        });
        table.Add("Filecoin.StateSectorGetInfo", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 2);
            call.Result.WriteNode(miner.TryRead($"Sectors/{call.Required(1, "sector").UInt64()}", out JsonNode? sector) ? Sector(sector) : null);
        });
        table.Add("Filecoin.StateSectorPreCommitInfo", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 2);
            miner.TryRead($"PreCommittedSectors/{call.Required(1, "sector").UInt64()}", out JsonNode? sector);
            call.Result.WriteNode(sector);
        });
        table.Add("Filecoin.StateMinerSectorCount", call =>
        {
            IReadOnlyList<SectorPartition> partitions = Partitions(FilecoinMiners.Miner(call, net, 1));
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Live"u8, Count(static partition => partition.Live));
            call.Result.WriteNumber("Active"u8, Count(static partition => partition.Active));
            call.Result.WriteNumber("Faulty"u8, Count(static partition => partition.Faulty));
            call.Result.WriteEndObject();

            ulong Count(Func<SectorPartition, Bitfield> part) => partitions.Aggregate(0UL, (sum, partition) => sum + part(partition).Count);
        });
    }

    private static void AddPartitions(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateMinerDeadlines", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 1);
            call.Result.WriteStartArray();
            for (int i = 0; i < Deadlines(miner); i++)
            {
                call.Result.WriteStartObject();
                call.Result.WritePropertyName("PostSubmissions"u8);
                call.Result.WriteNode(miner.Read($"Deadlines/Due/{i}/PartitionsPoSted"));
                call.Result.WriteNumber("DisputableProofCount"u8, miner.Entries($"Deadlines/Due/{i}/OptimisticPoStSubmissionsSnapshot").Count());
                call.Result.WritePropertyName("DailyFee"u8);
                call.Result.WriteNode(miner.Read($"Deadlines/Due/{i}/DailyFee"));
                call.Result.WriteEndObject();
            }

            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.StateMinerPartitions", call =>
        {
            BuiltinState miner = FilecoinMiners.Miner(call, net, 2);
            RpcValue deadline = call.Required(1, "deadline");
            if (deadline.UInt64() >= (ulong)Deadlines(miner))
                throw deadline.Wrong($"there are {Deadlines(miner)} deadlines");
            call.Result.WriteStartArray();
            foreach (SectorPartition partition in SectorPartition.Of(miner, (int)deadline.UInt64()))
                call.Result.WriteNode(partition.ToJson());
            call.Result.WriteEndArray();
        });
        AddUnion("Filecoin.StateMinerFaults", static partition => partition.Faulty);
        AddUnion("Filecoin.StateMinerRecoveries", static partition => partition.Recovering);

        void AddUnion(string name, Func<SectorPartition, Bitfield> part) => table.Add(name, call =>
            call.Result.WriteNode(BitfieldJson.ToJson(Bitfield.Union(Partitions(FilecoinMiners.Miner(call, net, 1)).Select(part)))));
    }

    private static void AddWhereabouts(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateMinerAllocated", call => call.Result.WriteNode(FilecoinMiners.Miner(call, net, 1).Read("AllocatedSectors")));
        table.Add("Filecoin.StateMinerSectorAllocated", call => call.Result.WriteBooleanValue(
            BitfieldJson.Of(FilecoinMiners.Miner(call, net, 2).Read("AllocatedSectors")).Get(call.Required(1, "sector").UInt64())));
        table.Add("Filecoin.StateSectorPartition", call =>
        {
            SectorPartition partition = Find(call, net, static partition => partition.All);
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Deadline"u8, partition.Deadline);
            call.Result.WriteNumber("Partition"u8, partition.Index);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.StateSectorExpiration", call =>
        {
            (long onTime, long early) = Find(call, net, static partition => partition.Live).Expiration(call.Required(1, "sector").UInt64());
            call.Result.WriteStartObject();
            call.Result.WriteNumber("OnTime"u8, onTime);
            call.Result.WriteNumber("Early"u8, early);
            call.Result.WriteEndObject();
        });
    }

    private static SectorPartition Find(RpcCall call, Devnet net, Func<SectorPartition, Bitfield> part)
    {
        RpcValue sector = call.Required(1, "sector");
        return Partitions(FilecoinMiners.Miner(call, net, 2)).FirstOrDefault(partition => part(partition).Get(sector.UInt64()))
            ?? throw new RpcException(RpcErrorCode.ServerError, $"failed to find sector {sector.UInt64()}");
    }

    private static int Deadlines(BuiltinState miner) => miner.Read("Deadlines/Due")!.AsArray().Count;

    /// <summary>The partitions of all deadlines.</summary>
    public static IReadOnlyList<SectorPartition> Partitions(BuiltinState miner) =>
        [.. Enumerable.Range(0, Deadlines(miner)).SelectMany(deadline => SectorPartition.Of(miner, deadline))];

    private static IEnumerable<JsonNode?> Sectors(BuiltinState miner, Bitfield numbers) => numbers.Bits().Select(number =>
        miner.TryRead($"Sectors/{number}", out JsonNode? sector) ? sector : throw new RpcException(RpcErrorCode.ServerError, $"can't find sector {number}"));

    private static void WriteSectors(Utf8JsonWriter writer, IEnumerable<JsonNode?> sectors)
    {
        writer.WriteStartArray();
        foreach (JsonNode? sector in sectors)
            writer.WriteNode(Sector(sector));
        writer.WriteEndArray();
    }

    /// <summary>Lotus leaves the deals of old out; a fee of before there were fees is 0.</summary>
    private static JsonObject Sector(JsonNode? sector)
    {
        var shown = (JsonObject)sector!.DeepClone();
        shown.Remove("DeprecatedDealIDs");
        shown["DailyFee"] ??= "0";
        return shown;
    }
}
