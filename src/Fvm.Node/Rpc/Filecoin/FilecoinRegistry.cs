using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Verifiers, data cap, allocations and claims (lotus <c>node/impl/full/state.go</c>).</summary>
internal static class FilecoinRegistry
{
    /// <summary>A byte of data cap is so many of the token's units (lotus <c>chain/actors/builtin/datacap/util.go</c>).</summary>
    private static readonly BigInteger TokenPrecision = BigInteger.Pow(10, 18);

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateVerifiedRegistryRootKey", call =>
            call.Result.WriteNode(FilecoinJson.Local(Registry(net.StateOf(call.Optional(0, "tipset key"))).Read("RootKey"))));
        table.Add("Filecoin.StateVerifierStatus", call =>
        {
            (ChainState state, ActorId id) = Who(call, net, 1);
            WriteCap(call, Registry(state), $"Verifiers/{id.ToAddress()}", BigInteger.One);
        });
        table.Add("Filecoin.StateVerifiedClientStatus", call =>
        {
            (ChainState state, ActorId id) = Who(call, net, 1);
            WriteCap(call, BuiltinState.Of(state, SingletonActors.DataCap, BuiltinActor.DataCap), $"Token/Balances/{id.Value}", TokenPrecision);
        });
        AddEntries(table, net, "Allocation", "Allocations");
        AddEntries(table, net, "Claim", "Claims");
        AddPendingDeals(table, net);
    }

    private static BuiltinState Registry(ChainState state) => BuiltinState.Of(state, SingletonActors.VerifiedRegistry, BuiltinActor.VerifiedRegistry);

    /// <summary>One entry, null where there is none; all of one actor; all there are, by id, whosever they are.</summary>
    private static void AddEntries(RpcMethodTable table, Devnet net, string one, string many)
    {
        table.Add($"Filecoin.StateGet{one}", call =>
        {
            (ChainState state, ActorId id) = Who(call, net, 2);
            Registry(state).TryRead($"{many}/{id.Value}/{call.Required(1, "id").UInt64()}", out JsonNode? entry);
            call.Result.WriteNode(entry);
        });
        table.Add($"Filecoin.StateGet{many}", call =>
        {
            (ChainState state, ActorId id) = Who(call, net, 1);
            call.Result.WriteNode(Registry(state).TryRead($"{many}/{id.Value}", out JsonNode? entries) ? InOrder((JsonObject)entries!) : new JsonObject());
        });
        table.Add($"Filecoin.StateGetAll{many}", call =>
        {
            BuiltinState registry = Registry(net.StateOf(call.Optional(0, "tipset key")));
            call.Result.WriteNode(InOrder(registry.Entries(many).SelectMany(actor => registry.Entries($"{many}/{actor.Key}"))));
        });
    }

    /// <summary>Deals that are published and not yet in a sector have their allocation's id in the market's state.</summary>
    private static void AddPendingDeals(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateGetAllocationIdForPendingDeal", call =>
            call.Result.WriteNumberValue(PendingAllocation(net.StateOf(call.Optional(1, "tipset key")), call.Required(0, "deal").UInt64())));
        table.Add("Filecoin.StateGetAllocationForPendingDeal", call =>
        {
            ChainState state = net.StateOf(call.Optional(1, "tipset key"));
            ulong deal = call.Required(0, "deal").UInt64();
            ulong id = PendingAllocation(state, deal);
            JsonNode? entry = null;
            if (id != 0)
            {
                Address client = Address.Parse(FilecoinMarket.Proposal(state, deal)["Client"]!.GetValue<string>());
                Registry(state).TryRead($"Allocations/{(state.Resolve(client) ?? throw FilecoinState.NoActor(client)).Value}/{id}", out entry);
            }

            call.Result.WriteNode(entry);
        });
    }

    private static ulong PendingAllocation(ChainState state, ulong deal) =>
        BuiltinState.Of(state, SingletonActors.StorageMarket, BuiltinActor.Market).TryRead($"PendingDealAllocationIds/{deal}", out JsonNode? id) ? id!.GetValue<ulong>() : 0;

    private static void WriteCap(RpcCall call, BuiltinState state, string path, BigInteger unit)
    {
        if (state.TryRead(path, out JsonNode? cap))
            call.Result.WriteNumberText(BuiltinState.ToNumber(cap) / unit);
        else
            call.Result.WriteNullValue();
    }

    /// <summary>Go writes maps in the order of their keys as text.</summary>
    private static JsonObject InOrder(IEnumerable<KeyValuePair<string, JsonNode?>> entries) =>
        new(entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    private static (ChainState State, ActorId Id) Who(RpcCall call, Devnet net, int key)
    {
        Address address = call.Required(0, "address").AnyAddress();
        ChainState state = net.StateOf(call.Optional(key, "tipset key"));
        return (state, state.Resolve(address) ?? throw FilecoinState.NoActor(address));
    }
}
