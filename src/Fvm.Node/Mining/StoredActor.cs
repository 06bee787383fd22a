using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>What a built-in actor keeps, read by paths of its schema, and the messages that it takes, made of JSON by it.</summary>
internal sealed class StoredActor
{
    private readonly ChainState state;
    private readonly ActorState actor;
    private readonly BuiltinActor type;

    /// <summary>Looks at an actor.</summary>
    /// <exception cref="DevnetException">There is none, or it is another one.</exception>
    public StoredActor(ChainState state, Address address, BuiltinActor type, string what)
    {
        this.state = state;
        this.type = type;
        Id = state.Resolve(address) ?? throw new DevnetException($"there is no actor {address}");
        actor = state.Actor(Id) is { } found && state.TypeOf(found) == type ? found : throw new DevnetException($"{address} is no {what}");
    }

    /// <summary>Its id.</summary>
    public ActorId Id { get; }

    /// <summary>What stands at a path.</summary>
    /// <exception cref="DevnetException">Nothing does.</exception>
    public JsonNode Read(string path) => (TryRead(path, out JsonNode? value) ? value : null) ?? throw new DevnetException($"the {type.ManifestName()} {Id} has no {path}");

    /// <summary>What stands at a path through entries that may not be there.</summary>
    public bool TryRead(string path, out JsonNode? value) => state.TryRead(actor, $"the {type.ManifestName()} {Id}", path, out value);

    /// <summary>A whole number of at most 64 bits.</summary>
    public long Number(string path) => Read(path).GetValue<long>();

    /// <summary>An address.</summary>
    public Address AddressAt(string path) => Address.Parse(Read(path).GetValue<string>());

    /// <summary>An amount, or power; 0 where there is no such entry.</summary>
    public BigInteger Amount(string path) => TryRead(path, out JsonNode? value) && value is not null ? BigInteger.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture) : BigInteger.Zero;

    /// <summary>A message to it.</summary>
    public Message Make(Address from, string method, JsonNode parameters)
    {
        MethodSchema schema = ActorSchemas.Of(type).Method(method)!;
        return new Message { From = from, To = Id.ToAddress(), MethodNum = schema.Numbers[0], Params = SchemaWriter.Write(schema.Parameters!, parameters) };
    }

    /// <summary>A link as JSON.</summary>
    public static JsonObject Link(Cid cid) => new() { ["/"] = cid.ToString() };
}
