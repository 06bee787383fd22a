using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Hosting.Genesis;
using Fvm.Ipld;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Deals and balances of the market (lotus <c>node/impl/full/state.go</c>, <c>chain/stmgr/actors.go</c>).</summary>
internal static class FilecoinMarket
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddBalances(table, net);
        AddDeals(table, net);
        table.Add("Filecoin.StateDealProviderCollateralBounds", call =>
        {
            ulong size = call.Required(0, "padded piece size").UInt64();
            call.Required(1, "verified").Flag();
            WriteCollateral(call, net.StateOf(call.Optional(2, "tipset key")), size, net.CirculatingSupply);
        });
        table.Add("Filecoin.StateCirculatingSupply", call =>
        {
            net.StateOf(call.Optional(0, "tipset key"));
            call.Result.WriteNumberText(net.CirculatingSupply.Atto);
        });
        table.Add("Filecoin.StateVMCirculatingSupplyInternal", call =>
        {
            net.StateOf(call.Optional(0, "tipset key"));
            call.Result.WriteStartObject();
            // What circulates counts as vested, so that the sum is right (lotus chain/stmgr/supply.go).
            call.Result.WriteAtto("FilVested"u8, net.CirculatingSupply);
            foreach (string nothing in (string[])["FilMined", "FilBurnt", "FilLocked", "FilReserveDisbursed"])
                call.Result.WriteString(nothing, "0");
            call.Result.WriteAtto("FilCirculating"u8, net.CirculatingSupply);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>A deal's proposal.</summary>
    /// <exception cref="RpcException">There is no such deal.</exception>
    public static JsonObject Proposal(ChainState state, ulong deal) => Market(state).TryRead($"Proposals/{deal}", out JsonNode? proposal)
        ? (JsonObject)proposal!
        : throw new RpcException(
            RpcErrorCode.ServerError, $"deal {deal} not found - deal may not have completed sealing before deal proposal start epoch, or deal may have been slashed");

    private static void AddBalances(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateMarketBalance", call =>
        {
            Address address = call.Required(0, "address").AnyAddress();
            ChainState state = net.StateOf(call.Optional(1, "tipset key"));
            BuiltinState market = Market(state);
            ActorId id = state.Resolve(address) ?? throw FilecoinState.NoActor(address);
            call.Result.WriteNode(Balances(market, id.ToAddress()));
        });
        table.Add("Filecoin.StateMarketParticipants", call =>
        {
            BuiltinState market = Market(net.StateOf(call.Optional(0, "tipset key")));
            call.Result.WriteNode(new JsonObject(market.Entries("EscrowTable").Select(static entry => Address.Parse(entry.Key))
                .OrderBy(static address => address.Shown(), StringComparer.Ordinal)
                .Select(address => KeyValuePair.Create<string, JsonNode?>(address.Shown(), Balances(market, address)))));
        });
    }

    private static void AddDeals(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateMarketStorageDeal", call =>
        {
            ulong deal = call.Required(0, "deal").UInt64();
            ChainState state = net.StateOf(call.Optional(1, "tipset key"));
            JsonObject proposal = Proposal(state, deal);
            Market(state).TryRead($"States/{deal}", out JsonNode? about);
            call.Result.WriteNode(Deal(proposal, about));
        });
        table.Add("Filecoin.StateMarketDeals", call =>
        {
            BuiltinState market = Market(net.StateOf(call.Optional(0, "tipset key")));
            var states = (JsonObject)market.Read("States")!;
            call.Result.WriteNode(new JsonObject(market.Entries("Proposals").OrderBy(static deal => deal.Key, StringComparer.Ordinal)
                .Select(deal => KeyValuePair.Create<string, JsonNode?>(deal.Key, Deal((JsonObject)deal.Value!, states[deal.Key])))));
        });
        table.Add("Filecoin.StateMarketProposalPending", call =>
        {
            Cid proposal = call.Required(0, "proposal").Link();
            call.Result.WriteBooleanValue(Market(net.StateOf(call.Optional(1, "tipset key"))).TryRead($"PendingProposals/{proposal}", out _));
        });
    }

    private static BuiltinState Market(ChainState state) => BuiltinState.Of(state, SingletonActors.StorageMarket, BuiltinActor.Market);

    private static JsonObject Balances(BuiltinState market, Address id) => new()
    {
        ["Escrow"] = FilecoinJson.NumberText(market.Number($"EscrowTable/{id}")),
        ["Locked"] = FilecoinJson.NumberText(market.Number($"LockedTable/{id}")),
    };

    /// <summary>A deal that no sector has yet is in sector 0 since -1 (lotus <c>market.EmptyDealState</c>).</summary>
    private static JsonObject Deal(JsonObject proposal, JsonNode? state)
    {
        var shown = (JsonObject)proposal.DeepClone();
        foreach (string party in (string[])["Client", "Provider"])
            shown[party] = Address.Parse(shown[party]!.GetValue<string>()).Shown();
        return new JsonObject
        {
            ["Proposal"] = shown,
            ["State"] = state?.DeepClone() ?? new JsonObject { ["SectorNumber"] = 0, ["SectorStartEpoch"] = -1, ["LastUpdatedEpoch"] = -1, ["SlashEpoch"] = -1 },
        };
    }

    /// <summary>At least what <see cref="DealCollateral"/> says, at most all FIL.</summary>
    private static void WriteCollateral(RpcCall call, ChainState state, BigInteger size, TokenAmount circulating)
    {
        BuiltinState power = BuiltinState.Of(state, SingletonActors.StoragePower, BuiltinActor.Power);
        BuiltinState reward = BuiltinState.Of(state, SingletonActors.Reward, BuiltinActor.Reward);
        call.Result.WriteStartObject();
        call.Result.WriteAtto("Min"u8, DealCollateral.Least(size, power.Number("TotalRawBytePower"), reward.Number("ThisEpochBaselinePower"), circulating));
        call.Result.WriteAtto("Max"u8, TokenAmount.FromFil(GenesisBuilder.TotalFil));
        call.Result.WriteEndObject();
    }
}
