using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Evm;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Nodes;

/// <summary>What a node knows of addresses and of the actors behind them.</summary>
internal sealed class NodeAddresses(NodeClient node)
{
    private const ulong MainnetChainId = 314;

    private AddressNetwork? network;
    private Dictionary<string, BuiltinActor>? types;

    /// <summary>The network, whose letter addresses bear: f on mainnet, t everywhere else.</summary>
    public AddressNetwork Network => network ??= Quantity.Number(node.Call("eth_chainId"), "of the chain") == MainnetChainId ? AddressNetwork.Mainnet : AddressNetwork.Testnet;

    /// <summary>The id of an address; null when nobody lives there, or the node knows no ids.</summary>
    public ActorId? IdOf(Address address)
    {
        if (address.TryGetId(out ulong id))
            return new ActorId(id);
        try
        {
            return node.TryCall("Filecoin.StateLookupID", out JsonNode? found, Text(address), null) && Parse(found) is { } robust && robust.TryGetId(out id) ? new ActorId(id) : null;
        }
        catch (NodeRefusal)
        {
            return null;
        }
    }

    /// <summary>An actor's line in the state tree; null when nobody lives there, or the node knows no actors.</summary>
    public JsonObject? Actor(Address address)
    {
        try
        {
            return node.TryCall("Filecoin.StateGetActor", out JsonNode? found, Text(address), null) ? found as JsonObject : null;
        }
        catch (NodeRefusal)
        {
            return null;
        }
    }

    /// <summary>The address that is no id: of a key, of Ethereum, or that of an actor's birth.</summary>
    public Address? RobustOf(ActorId id)
    {
        foreach (string method in (string[])["Filecoin.StateAccountKey", "Filecoin.StateLookupRobustAddress"])
        {
            try
            {
                if (node.TryCall(method, out JsonNode? found, Text(id.ToAddress()), null) && Parse(found) is { } robust && robust.Protocol != AddressProtocol.Id)
                    return robust;
            }
            catch (NodeRefusal)
            {
            }
        }

        return null;
    }

    /// <summary>What built-in actor a code is.</summary>
    public bool TryType(Cid code, out BuiltinActor type)
    {
        types ??= ReadTypes();
        return types.TryGetValue(code.ToString(), out type);
    }

    /// <summary>What the actor at an address is, by its schema; null where that is not known.</summary>
    public ActorSchema? Schema(Address address) =>
        Actor(address) is { } actor && CodeOf(actor) is { } code && TryType(code, out BuiltinActor type) ? ActorSchemas.Of(type) : null;

    /// <summary>The code of an actor's line.</summary>
    public static Cid? CodeOf(JsonObject actor) => Cid.TryParse(Quantity.Text(actor["Code"]?["/"]), out Cid? code) ? code : null;

    /// <summary>The 20 bytes by which Ethereum's methods know an address: for f1, f2 and f3 those of its id, which the node must know.</summary>
    public string Ethereum(Address address)
    {
        if (address.TryToEthereum(out byte[]? bytes))
            return Quantity.Hex(bytes);
        if (IdOf(address) is { } id && id.ToAddress().TryToEthereum(out bytes))
            return Quantity.Hex(bytes);
        throw new CommandFailure($"{Text(address)} has no Ethereum form: nobody lives there yet, or the node knows no Filecoin addresses");
    }

    /// <summary>What an address owns, in attoFIL.</summary>
    public BigInteger Balance(Address address)
    {
        if (address.TryToEthereum(out byte[]? bytes))
            return Quantity.Number(node.Call("eth_getBalance", Quantity.Hex(bytes), "latest"), "of the balance");
        string balance = Quantity.Text(node.Call("Filecoin.WalletBalance", Text(address)));
        return BigInteger.TryParse(balance, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger atto) ? atto : throw new CommandFailure($"the node's answer is no balance: '{balance}'");
    }

    /// <summary>An address as this network writes it.</summary>
    public string Text(Address address) => address.ToString(Network);

    /// <summary>An Ethereum address with its checksum.</summary>
    public static string Checksum(ReadOnlySpan<byte> bytes) => EvmAddress.Read(bytes).ToChecksumString();

    /// <summary>The accounts that the node holds keys of, as Ethereum knows them.</summary>
    public IReadOnlyList<Address> Accounts() => node.TryCall("eth_accounts", out JsonNode? list)
        ? [.. (list as JsonArray ?? []).Select(static entry => AddressText.Parse(Quantity.Text(entry), "an account of the node"))]
        : [];

    /// <summary>The native accounts that the node holds keys of.</summary>
    public IReadOnlyList<Address> Wallet() => node.TryCall("Filecoin.WalletList", out JsonNode? list)
        ? [.. (list as JsonArray ?? []).Select(Parse).OfType<Address>()]
        : [];

    private Dictionary<string, BuiltinActor> ReadTypes()
    {
        var found = new Dictionary<string, BuiltinActor>(StringComparer.Ordinal);
        if (!node.TryCall("Filecoin.StateNetworkVersion", out JsonNode? version, null) || !node.TryCall("Filecoin.StateActorCodeCIDs", out JsonNode? codes, version?.DeepClone()))
            return found;
        foreach ((string name, JsonNode? code) in codes as JsonObject ?? [])
        {
            if (BuiltinActorNames.TryFromManifestName(name, out BuiltinActor type))
                found[Quantity.Text(code?["/"])] = type;
        }

        return found;
    }

    private static Address? Parse(JsonNode? json) => Address.TryParse(Quantity.Text(json), out Address? address) ? address : null;
}
