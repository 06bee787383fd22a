using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Node;
using Fvm.Node.Genesis;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm accounts</c>: whose keys the node holds.</summary>
internal static class AccountsCommand
{
    public static Command Create()
    {
        var keys = new Option<bool>("--keys") { Description = "Print the private keys, too: public test keys, never use them elsewhere." };
        var mnemonic = new Option<string>("--mnemonic") { Description = "The words that the node was started with.", HelpName = "WORDS", DefaultValueFactory = _ => DevnetOptions.TestMnemonic };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "accounts",
            "List the accounts whose keys the running node holds, with balances. Keys are made of the mnemonic here: the node does not tell them.\n\nExample:\n  fvm accounts --keys")
        {
            keys, mnemonic, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            IReadOnlyList<Address> ethereum = addresses.Accounts();
            IReadOnlyList<Address> native = [.. addresses.Wallet().Where(address => !ethereum.Contains(address))];
            Dictionary<Address, string> found = parsed.GetValue(keys) ? Keys(parsed.GetRequiredValue(mnemonic), ethereum.Count) : [];
            JsonObject[] rows = [.. ethereum.Concat(native).Select(address => Row(addresses, address, found.GetValueOrDefault(address)))];
            if (parsed.GetValue(json))
                Output.Json(new JsonArray([.. rows]));
            else
                Print(rows);
            if (parsed.GetValue(keys) && rows.Any(static row => row["privateKey"] is null))
                Console.Error.WriteLine("fvm: some accounts are not of this mnemonic: give the node's with --mnemonic");
            return ExitStatus.Done;
        });
        return command;
    }

    private static Dictionary<Address, string> Keys(string mnemonic, int count)
    {
        var keys = new DevnetKeys(mnemonic, count);
        Dictionary<Address, string> found = keys.Accounts.ToDictionary(static account => account.Delegated, static account => Quantity.Hex(account.PrivateKey.Span));
        foreach (NativeAccount native in (NativeAccount[])[keys.Secp, keys.Bls])
            found[native.Address] = Quantity.Hex(native.PrivateKey.Span);
        return found;
    }

    private static JsonObject Row(NodeAddresses addresses, Address address, string? key)
    {
        var row = new JsonObject
        {
            ["address"] = addresses.Text(address),
            ["ethereum"] = address.TryGetDelegated(out _, out _) && address.TryToEthereum(out byte[]? bytes) ? NodeAddresses.Checksum(bytes) : null,
            ["id"] = addresses.IdOf(address) is { } id ? addresses.Text(id.ToAddress()) : null,
            ["balance"] = TokenAmount.FromAtto(addresses.Balance(address)).ToFilString(),
        };
        if (key is not null)
            row["privateKey"] = key;
        return row;
    }

    private static void Print(JsonObject[] rows)
    {
        int i = 0;
        foreach (JsonObject row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{i++,2}  {Quantity.Text(row["ethereum"]),-42}  {Quantity.Text(row["address"])}  {Quantity.Text(row["id"])}  {Quantity.Text(row["balance"])}"));
            if (row["privateKey"] is { } key)
                Console.WriteLine($"    key {Quantity.Text(key)}");
        }
    }
}
