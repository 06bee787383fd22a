using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Ipld.Bitfields;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>A partition of a miner's deadline: which sectors are in it, and how they are (go-state-types miner <c>partition_state.go</c>).</summary>
internal sealed class SectorPartition(BuiltinState miner, int deadline, string index, JsonNode state)
{
    /// <summary>Its deadline.</summary>
    public int Deadline => deadline;

    /// <summary>Its place in the deadline.</summary>
    public int Index => int.Parse(index, CultureInfo.InvariantCulture);

    public Bitfield All => BitfieldJson.Of(state["Sectors"]);

    public Bitfield Faulty => BitfieldJson.Of(state["Faults"]);

    public Bitfield Recovering => BitfieldJson.Of(state["Recoveries"]);

    /// <summary>Those that did not end.</summary>
    public Bitfield Live => All.Subtract(BitfieldJson.Of(state["Terminated"]));

    /// <summary>Those that have power.</summary>
    public Bitfield Active => Live.Subtract(Faulty).Subtract(BitfieldJson.Of(state["Unproven"]));

    /// <summary>The partitions of a deadline.</summary>
    public static IEnumerable<SectorPartition> Of(BuiltinState miner, int deadline) =>
        miner.Entries($"Deadlines/Due/{deadline}/Partitions").Select(entry => new SectorPartition(miner, deadline, entry.Key, entry.Value!));

    /// <summary>When a sector ends if it is proven, and if it stays faulty; 0 where it does not.</summary>
    public (long OnTime, long Early) Expiration(ulong sector)
    {
        long early = 0;
        foreach ((string epoch, JsonNode? ending) in miner.Entries($"Deadlines/Due/{deadline}/Partitions/{index}/ExpirationsEpochs"))
        {
            if (BitfieldJson.Of(ending!["EarlySectors"]).Get(sector))
                early = long.Parse(epoch, CultureInfo.InvariantCulture);
            else if (BitfieldJson.Of(ending["OnTimeSectors"]).Get(sector))
                return (long.Parse(epoch, CultureInfo.InvariantCulture), early);
        }

        return (0, early);
    }

    /// <summary>As lotus writes it (<c>api.Partition</c>).</summary>
    public JsonObject ToJson() => new()
    {
        ["AllSectors"] = BitfieldJson.ToJson(All),
        ["FaultySectors"] = BitfieldJson.ToJson(Faulty),
        ["RecoveringSectors"] = BitfieldJson.ToJson(Recovering),
        ["LiveSectors"] = BitfieldJson.ToJson(Live),
        ["ActiveSectors"] = BitfieldJson.ToJson(Active),
    };
}
