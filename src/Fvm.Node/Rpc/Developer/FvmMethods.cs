using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Developer;

/// <summary>What only this node has: states of actors set, data cap given.</summary>
internal static class FvmMethods
{
    /// <summary>A byte of data cap in units of the token.</summary>
    private static readonly BigInteger TokenPrecision = BigInteger.Pow(10, 18);

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("fvm_setActorState", async call =>
        {
            Address address = call.Required(0, "address").AnyAddress();
            BuiltinActor? type = call.Optional(2, "type") is { IsMissing: false } name ? Type(name) : null;
            await net.Developer.SetActorStateAsync(address, State(net, address, type, call.Required(1, "state")), type).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
        table.AddWaiting("fvm_grantDataCap", async call =>
        {
            Address client = call.Required(0, "client").AnyAddress();
            BigInteger bytes = call.Required(1, "bytes").Amount();
            await net.Developer.ApplyAsync(new Message
            {
                From = SingletonActors.VerifiedRegistry.ToAddress(),
                To = SingletonActors.DataCap.ToAddress(),
                MethodNum = MethodNumber.FromName("Mint"),
                Params = Mint(client, bytes * TokenPrecision),
            }).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
    }

    private static BuiltinActor Type(RpcValue name)
    {
        string text = name.Text();
        foreach (BuiltinActor type in Enum.GetValues<BuiltinActor>())
        {
            if (type.ManifestName() == text)
                return type;
        }

        throw name.Wrong($"{name.Shown()} is no built-in actor; these are {string.Join(", ", Enum.GetValues<BuiltinActor>().Select(static type => type.ManifestName()))}");
    }

    /// <summary>The state's bytes: of a block that is linked to, or of JSON by the actor's schema.</summary>
    private static ReadOnlyMemory<byte> State(Devnet net, Address address, BuiltinActor? type, RpcValue value)
    {
        if (value.Kind == JsonValueKind.Object && value.Members().Count() == 1 && value.Member("/") is { IsMissing: false, Kind: JsonValueKind.String })
            return net.Chain.Blocks.TryGet(value.Link(), out ReadOnlyMemory<byte> block) ? block : throw value.Wrong("there is no such block");
        ChainState state = net.StateAt();
        BuiltinActor? known = type ?? (state.Actor(address) is { } actor ? state.TypeOf(actor) : null);
        try
        {
            return SchemaWriter.Write(known is { } builtin ? ActorSchemas.Of(builtin).State : new ScalarType(ScalarKind.Any), JsonNode.Parse(value.Json.GetRawText()));
        }
        catch (Exception misfit) when (misfit is SchemaException or IpldException or JsonException)
        {
            throw value.Wrong(misfit.Message);
        }
    }

    /// <summary>Mint's parameters: to whom, how much, and that the market may spend it, as the verified registry has it (builtin-actors <c>actors/verifreg/src/lib.rs</c>).</summary>
    private static byte[] Mint(Address client, BigInteger amount)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(3);
        client.Write(writer);
        ChainBigInt.Write(writer, amount);
        writer.WriteArrayHeader(1);
        SingletonActors.StorageMarket.ToAddress().Write(writer);
        return writer.ToArray();
    }
}
