using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What a built-in actor keeps, read by paths of its schema (<c>Fvm.Hosting/Schemas</c>), as JSON in lotus's forms.</summary>
internal sealed class BuiltinState
{
    private readonly ChainState state;
    private readonly ActorState actor;
    private readonly Address address;

    private BuiltinState(ChainState state, ActorState actor, Address address)
    {
        this.state = state;
        this.actor = actor;
        this.address = address;
    }

    /// <summary>What the actor owns.</summary>
    public TokenAmount Balance => actor.Balance;

    /// <summary>One of the system's actors.</summary>
    public static BuiltinState Of(ChainState state, ActorId id, BuiltinActor type) => Of(state, id.ToAddress(), type);

    /// <summary>The actor of an address.</summary>
    /// <exception cref="RpcException">There is none, or it is another kind of actor; in lotus's words (<c>chain/actors/builtin/*/actor.go.template</c>, Load).</exception>
    public static BuiltinState Of(ChainState state, Address address, BuiltinActor type)
    {
        ActorState actor = state.Actor(address) ?? throw FilecoinState.NoActor(address);
        return state.TypeOf(actor) == type
            ? new BuiltinState(state, actor, address)
            : throw new RpcException(RpcErrorCode.ServerError, $"failed to load {type.ManifestName()} actor state: {address.Shown()} is no {type.ManifestName()} actor");
    }

    /// <summary>What stands at a path.</summary>
    public JsonNode? Read(string path) => TryRead(path, out JsonNode? value) ? value : throw new RpcException(RpcErrorCode.ServerError, $"{address.Shown()} has no {path}");

    /// <summary>What stands at a path through entries of maps and arrays that may not be there.</summary>
    public bool TryRead(string path, out JsonNode? value) => state.TryRead(actor, address.Shown(), path, out value);

    /// <summary>The whole state as a type of the actors in C#.</summary>
    public T As<T>()
        where T : class, IChainValue<T>
        => state.Blocks.TryGet(actor.Head, out ReadOnlyMemory<byte> head) && ChainEncoding.TryFromCbor<T>(head.Span, out T? value)
            ? value
            : throw new RpcException(RpcErrorCode.ServerError, $"the state of {address.Shown()} is no {typeof(T).Name}");

    /// <summary>The entries of a map or an array.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Entries(string path) => (JsonObject)Read(path)!;

    /// <summary>An amount, or power; 0 where there is no such entry.</summary>
    public BigInteger Number(string path) => TryRead(path, out JsonNode? value) ? ToNumber(value) : BigInteger.Zero;

    /// <summary>An epoch or another number that may be negative.</summary>
    public long Int64(string path) => Read(path)!.GetValue<long>();

    /// <summary>A number that is not negative.</summary>
    public ulong UInt64(string path) => Read(path)!.GetValue<ulong>();

    /// <summary>A number that is text in JSON; nothing is 0.</summary>
    public static BigInteger ToNumber(JsonNode? json) => json is null ? BigInteger.Zero : BigInteger.Parse(json.GetValue<string>(), CultureInfo.InvariantCulture);
}
