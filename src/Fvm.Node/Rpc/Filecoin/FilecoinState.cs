using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Actors and what they hold, after the tipset that is named: a devnet executes at once.</summary>
internal static class FilecoinState
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddAddresses(table, net);
        AddActors(table, net);
        AddSchemas(table, net);
    }

    private static void AddAddresses(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateLookupID", call =>
        {
            Address address = Who(call);
            ChainState state = net.StateOf(call.Optional(1, "tipset key"));
            call.Result.WriteStringValue((state.Resolve(address) ?? throw NoActor(address)).ToAddress().Shown());
        });
        table.Add("Filecoin.StateAccountKey", call => WriteKey(call, net));
        table.Add("Filecoin.StateLookupRobustAddress", call => WriteKey(call, net));
        table.Add("Filecoin.WalletBalance", call => WriteAtto(call, net.StateOf(default).BalanceOf(Who(call))));
        table.Add("Filecoin.EthAddressToFilecoinAddress", call =>
            call.Result.WriteStringValue(Address.FromEthereum(call.Required(0, "address").EthereumAddress().ToArray()).Shown()));
        table.Add("Filecoin.FilecoinAddressToEthAddress", call =>
        {
            Address address = Who(call);
            // Lotus looks in the finalized tipset unless it is told another.
            RpcValue block = call.Optional(1, "block");
            ChainState state = net.StateAt(block.IsMissing ? net.Finalized() : net.StateBlock(block));
            call.Result.WriteAddress(state.EthereumAddressOf(address) ?? throw NoActor(address));
        });
    }

    private static void AddActors(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateGetActor", call =>
        {
            Address address = Who(call);
            call.Result.WriteActor(net.StateOf(call.Optional(1, "tipset key")).Actor(address) ?? throw NoActor(address));
        });
        table.Add("Filecoin.StateReadState", call =>
        {
            Address address = Who(call);
            ChainState state = net.StateOf(call.Optional(1, "tipset key"));
            ActorState actor = state.Actor(address) ?? throw NoActor(address);
            JsonNode? read;
            lock (state)
                read = Allowed(() => state.View.Read(actor));
            call.Result.WriteStartObject();
            call.Result.WriteAtto("Balance"u8, actor.Balance);
            call.Result.WriteLink("Code"u8, actor.Code);
            call.Result.WritePropertyName("State"u8);
            call.Result.WriteNode(FilecoinJson.Local(read));
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.StateListActors", call =>
        {
            ChainState state = net.StateOf(call.Optional(0, "tipset key"));
            call.Result.WriteStartArray();
            lock (state)
            {
                foreach ((ActorId id, _) in state.View.Actors())
                    call.Result.WriteStringValue(id.ToAddress().Shown());
            }

            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.StateActorCodeCIDs", call =>
        {
            call.Result.WriteStartObject();
            foreach (ManifestEntry entry in net.StateAt().Manifest.Entries)
                call.Result.WriteLink(System.Text.Encoding.UTF8.GetBytes(entry.Name), entry.Code);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.StateActorManifestCID", call => call.Result.WriteLink(net.ActorsManifest
            ?? throw new RpcException(RpcErrorCode.ServerError, "the actors in C# have no manifest: run a bundle (fvm devnet --actors FILE.car)")));
    }

    private static void AddSchemas(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateDecodeParams", call =>
        {
            Address to = Who(call);
            ChainState state = net.StateOf(call.Optional(3, "tipset key"));
            MethodSchema method = Method(state, (state.Actor(to) ?? throw NoActor(to)).Code, call.Required(1, "method"));
            byte[] data = call.Required(2, "params").Base64();
            if (method.Parameters is null)
                call.Result.WriteNullValue();
            else if (Allowed(() => SchemaReader.TryRead(method.Parameters, data, out JsonNode? json, out _) ? json : throw new SchemaException("the bytes do not fit the method")) is var read)
                call.Result.WriteNode(FilecoinJson.Local(read));
        });
        table.Add("Filecoin.StateEncodeParams", call =>
        {
            MethodSchema method = Method(net.StateAt(), call.Required(0, "code").Link(), call.Required(1, "method"));
            RpcValue parameters = call.Required(2, "params");
            SchemaType type = method.Parameters ?? throw parameters.Wrong($"{method.Name} takes no parameters");
            JsonNode? json = JsonNode.Parse(parameters.Json.GetRawText());
            call.Result.WriteBase64StringValue(Allowed(() => SchemaWriter.Write(type, json)));
        });
    }

    /// <summary>The error of an address without an actor.</summary>
    public static RpcException NoActor(Address address) => new(RpcErrorCode.ActorNotFound, $"actor not found: {address.Shown()}") { Lotus = new RpcException(RpcErrorCode.ActorNotFound, "actor not found") };

    private static Address Who(RpcCall call) => call.Required(0, "address").AnyAddress();

    private static void WriteAtto(RpcCall call, TokenAmount amount) =>
        call.Result.WriteStringValue(amount.Atto.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static void WriteKey(RpcCall call, Devnet net)
    {
        Address address = Who(call);
        ChainState state = net.StateOf(call.Optional(1, "tipset key"));
        if (state.Actor(address) is null && address.Protocol == AddressProtocol.Id)
            throw NoActor(address);
        call.Result.WriteStringValue((state.KeyOf(address)
            ?? throw new RpcException(RpcErrorCode.ServerError, $"{address.Shown()} has no key or delegated address")).Shown());
    }

    /// <summary>An actor's line in the tree (<c>types.Actor</c>).</summary>
    public static void WriteActor(this Utf8JsonWriter result, ActorState actor)
    {
        result.WriteStartObject();
        result.WriteLink("Code"u8, actor.Code);
        result.WriteLink("Head"u8, actor.Head);
        result.WriteNumber("Nonce"u8, actor.Nonce);
        result.WriteAtto("Balance"u8, actor.Balance);
        if (actor.DelegatedAddress is { } delegated)
            result.WriteString("DelegatedAddress"u8, delegated.Shown());
        else
            result.WriteNull("DelegatedAddress"u8);
        result.WriteEndObject();
    }

    private static MethodSchema Method(ChainState state, Cid code, RpcValue method)
    {
        if (!state.Manifest.TryGetActor(code, out BuiltinActor type))
            throw method.Wrong($"{code} is no built-in actor's code");
        return ActorSchemas.Of(type).Method(method.UInt64()) ?? throw method.Wrong($"{type.ManifestName()} has no such method");
    }

    /// <summary>What does not fit a schema is the client's fault.</summary>
    private static T Allowed<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception misfit) when (misfit is SchemaException or IpldException)
        {
            throw new RpcException(RpcErrorCode.InvalidParameters, $"invalid params: {misfit.Message}");
        }
    }
}
