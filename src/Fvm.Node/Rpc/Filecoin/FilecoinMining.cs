using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Crypto;
using Fvm.Hosting;
using Fvm.Ipld.Bitfields;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What a miner must know to make a block at an epoch (lotus <c>chain/stmgr/actors.go</c>, MinerGetBaseInfo). Nobody makes blocks here but the node itself.</summary>
internal static class FilecoinMining
{
    /// <summary>How far back lies the state whose power and sectors count (lotus <c>chain/actors/policy</c>, GetWinningPoStSectorSetLookback).</summary>
    private const long Lookback = 900;

    public static void Add(RpcMethodTable table, Devnet net) => table.AddWaiting("Filecoin.MinerGetBaseInfo", async call =>
    {
        Address address = call.Required(0, "miner").AnyAddress();
        RpcValue epoch = call.Required(1, "epoch");
        long round = epoch.Epoch() >= 0 ? epoch.Epoch() : throw epoch.Wrong("an epoch is not negative");
        ExecutedTipset at = net.TipsetOf(call.Optional(2, "tipset key"));
        (ExecutedTipset back, ChainState state) = Look(net, at, round);
        if (state.Actor(address) is null)
        {
            // Lotus: a miner that is too young answers null, one that is nobody an error.
            BuiltinState.Of(net.StateAt(at), address, BuiltinActor.Miner);
            call.Result.WriteNullValue();
            return;
        }

        BuiltinState miner = BuiltinState.Of(state, address, BuiltinActor.Miner);
        ActorId id = state.Resolve(address)!.Value;
        BeaconEntry entry = net.Randomness.Beacon(round, null);
        JsonNode? sector = Challenged(miner, id, entry, round);
        if (sector is null)
        {
            call.Result.WriteNullValue();
            return;
        }

        var info = new BaseInfo(at, state, miner, id, entry, sector, await IsEligibleAsync(net, at, back, id).ConfigureAwait(false));
        info.Write(call.Result, net);
    });

    /// <summary>The tipset whose power counts, and the state after it.</summary>
    private static (ExecutedTipset Tipset, ChainState State) Look(Devnet net, ExecutedTipset at, long round)
    {
        long height = Math.Max(0, round - Lookback);
        ExecutedTipset genesis = net.Chain.Genesis;
        if (at.Height == genesis.Height)
            return (at, net.StateAt(at));
        if (height >= at.Height)
            throw new RpcException(RpcErrorCode.ServerError, $"getting lookback miner actor state: lookback height {height} is at or after base height {at.Height}");
        ExecutedTipset next = net.Chain.AtOrAfter(height + 1)!;
        return next.Height == genesis.Height ? (genesis, net.StateAt(genesis)) : (net.Chain.AtOrBefore(next.Height - 1)!, net.StateBefore(next));
    }

    /// <summary>The sector that has to be proven; null if none has power.</summary>
    private static JsonNode? Challenged(BuiltinState miner, ActorId id, BeaconEntry entry, long round)
    {
        List<ulong> active = [.. Bitfield.Union(FilecoinSectors.Partitions(miner).Select(static partition => partition.Active)).Bits()];
        if (active.Count == 0)
            return null;
        var writer = new CborWriter();
        id.ToAddress().Write(writer);
        byte[] randomness = RandomnessDraw.Draw(DomainSeparationTag.WinningPoStChallengeSeed, Blake2b.Hash256(entry.Data.Span), round, writer.ToArray());
        return miner.Read($"Sectors/{active[(int)StorageProofs.WinningSector(id, randomness, (ulong)active.Count)]}");
    }

    /// <summary>Enough power then, and now any power, no debt and no consensus fault (lotus MinerEligibleToMine; both by the states before the tipsets).</summary>
    private static async Task<bool> IsEligibleAsync(Devnet net, ExecutedTipset at, ExecutedTipset back, ActorId id)
    {
        ExecutedTipset before = net.Chain.AtOrBefore(back.Height - 1) ?? back;
        if (!await FilecoinMiners.HasMinPowerAsync(net, before, id).ConfigureAwait(false))
            return false;
        ChainState now = net.StateBefore(at);
        if (now.Actor(id) is null)
            return false;
        BuiltinState power = BuiltinState.Of(now, SingletonActors.StoragePower, BuiltinActor.Power);
        BuiltinState miner = BuiltinState.Of(now, id.ToAddress(), BuiltinActor.Miner);
        return power.Number($"Claims/{id.ToAddress()}/QualityAdjPower").Sign > 0 && miner.Number("FeeDebt").IsZero && at.Height > miner.Int64("Info/ConsensusFaultElapsed");
    }

    /// <summary><c>api.MiningBaseInfo</c>.</summary>
    private sealed record BaseInfo(ExecutedTipset At, ChainState State, BuiltinState Miner, ActorId Id, BeaconEntry Entry, JsonNode Sector, bool IsEligible)
    {
        public void Write(Utf8JsonWriter writer, Devnet net)
        {
            BuiltinState power = BuiltinState.Of(State, SingletonActors.StoragePower, BuiltinActor.Power);
            Address worker = Address.Parse(Miner.Read("Info/Worker")!.GetValue<string>());
            writer.WriteStartObject();
            writer.WriteString("MinerPower"u8, FilecoinJson.NumberText(power.Number($"Claims/{Id.ToAddress()}/QualityAdjPower")));
            writer.WriteString("NetworkPower"u8, FilecoinJson.NumberText(power.Number("TotalQualityAdjPower")));
            writer.WriteStartArray("Sectors"u8);
            new JsonObject
            {
                ["SealProof"] = Sector["SealProof"]?.DeepClone(),
                ["SectorNumber"] = Sector["SectorNumber"]?.DeepClone(),
                ["SectorKey"] = Sector["SectorKeyCID"]?.DeepClone(),
                ["SealedCID"] = Sector["SealedCID"]?.DeepClone(),
            }.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteString("WorkerKey"u8, (net.StateAt(At).KeyOf(worker) ?? worker).Shown());
            writer.WriteNumber("SectorSize"u8, Miner.UInt64("Info/SectorSize"));
            writer.WritePropertyName("PrevBeaconEntry"u8);
            writer.WriteBeacon(At.Tipset.Blocks[0].BeaconEntries[^1]);
            writer.WriteStartArray("BeaconEntries"u8);
            writer.WriteBeacon(Entry);
            writer.WriteEndArray();
            writer.WriteBoolean("EligibleForMining"u8, IsEligible);
            writer.WriteEndObject();
        }
    }
}
