using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm addr ANYTHING</c>: all forms of an address, and who lives there.</summary>
internal static class AddrCommand
{
    public static Command Create()
    {
        var given = new Argument<string>("ADDR") { Description = "An address in any form: 0x, masked id, f0 to f4, t0 to t4." };
        var offline = new Option<bool>("--offline") { Description = "Ask no node: print the forms that follow from the address alone." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "addr",
            "Print all forms of an address (0x, masked id, t0, t1, t2, t3, t410) and, by the running node, the actor's type, balance and nonce. Without a node it prints what follows "
                + "from the address alone.\n\nExamples:\n  fvm addr 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n  fvm addr t01")
        {
            given, offline, rpc, json,
        };
        command.SetAction(parsed =>
        {
            Address address = AddressText.Parse(parsed.GetRequiredValue(given).Trim(), "ADDR");
            JsonObject shown = parsed.GetValue(offline) ? Forms(address, null, null, AddressNetwork.Testnet) : Ask(NodeOption.Open(parsed, rpc), address, NodeOption.IsGiven(parsed, rpc));
            if (parsed.GetValue(json))
                Output.Json(shown);
            else
                Print(shown);
            return ExitStatus.Done;
        });
        return command;
    }

    private static JsonObject Ask(NodeClient node, Address address, bool isMust)
    {
        var addresses = new NodeAddresses(node);
        AddressNetwork network;
        try
        {
            network = addresses.Network;
        }
        catch (CommandFailure nobody) when (!isMust)
        {
            Console.Error.WriteLine($"fvm: {nobody.Message}; without it only what follows from the address alone is known");
            return Forms(address, null, null, AddressNetwork.Testnet);
        }

        ActorId? id = addresses.IdOf(address);
        Address? robust = address.Protocol == AddressProtocol.Id ? addresses.RobustOf(id!.Value) : null;
        JsonObject shown = Forms(address, id, robust, network);
        if (addresses.Actor(address) is { } actor)
            Native(addresses, actor, shown);
        else if (address.TryToEthereum(out byte[]? bytes))
            Ethereum(node, bytes, shown);
        return shown;
    }

    private static void Native(NodeAddresses addresses, JsonObject actor, JsonObject shown)
    {
        Cid? code = NodeAddresses.CodeOf(actor);
        shown["type"] = code is not null && addresses.TryType(code, out BuiltinActor type) ? type.ManifestName() : code?.ToString();
        shown["balance"] = Fil(Quantity.Text(actor["Balance"]));
        shown["nonce"] = actor["Nonce"]?.DeepClone();
        Address? delegated = Address.TryParse(Quantity.Text(actor["DelegatedAddress"] ?? actor["Address"]), out Address? found) ? found : null;
        if (delegated?.Protocol == AddressProtocol.Delegated && shown["robust"] is null)
        {
            shown["robust"] = addresses.Text(delegated);
            shown["ethereum"] = delegated.TryToEthereum(out byte[]? bytes) ? NodeAddresses.Checksum(bytes) : null;
        }
    }

    private static void Ethereum(NodeClient node, byte[] bytes, JsonObject shown)
    {
        string address = Quantity.Hex(bytes);
        BigInteger balance = Quantity.Number(node.Call("eth_getBalance", address, "latest"), "of the balance");
        BigInteger nonce = Quantity.Number(node.Call("eth_getTransactionCount", address, "latest"), "of the nonce");
        bool isContract = Quantity.Text(node.Call("eth_getCode", address, "latest")).Length > "0x".Length;
        shown["type"] = isContract ? "contract" : nonce.IsZero && balance.IsZero ? "nobody yet" : "account";
        shown["balance"] = TokenAmount.FromAtto(balance).ToFilString();
        shown["nonce"] = (ulong)nonce;
    }

    private static JsonObject Forms(Address address, ActorId? id, Address? robust, AddressNetwork network)
    {
        Address? own = address.Protocol == AddressProtocol.Id ? robust : address;
        byte[]? bytes = null;
        byte[]? masked = null;
        bool isEthereum = own?.Protocol == AddressProtocol.Delegated && own.TryToEthereum(out bytes);
        _ = (id?.ToAddress() ?? (address.Protocol == AddressProtocol.Id ? address : null))?.TryToEthereum(out masked);
        return new JsonObject
        {
            ["id"] = id is { } known ? known.ToAddress().ToString(network) : address.Protocol == AddressProtocol.Id ? address.ToString(network) : null,
            ["robust"] = own?.ToString(network),
            ["mainnet"] = own?.ToString(AddressNetwork.Mainnet),
            ["ethereum"] = isEthereum ? NodeAddresses.Checksum(bytes) : null,
            ["masked"] = masked is null ? null : Quantity.Hex(masked),
        };
    }

    private static string? Fil(string atto) =>
        BigInteger.TryParse(atto, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger amount) ? TokenAmount.FromAtto(amount).ToFilString() : null;

    private static void Print(JsonObject shown)
    {
        foreach ((string name, JsonNode? value) in shown)
        {
            if (value is not null)
                Console.WriteLine($"{name,-9} {value}");
        }
    }
}
