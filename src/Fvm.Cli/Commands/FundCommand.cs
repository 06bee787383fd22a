using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm fund ADDR FIL</c>: money out of nothing, on a development node.</summary>
internal static class FundCommand
{
    public static Command Create()
    {
        var given = new Argument<string>("ADDR") { Description = "Who gets it, in any form of address; nobody needs to live there yet." };
        var amount = new Argument<string>("FIL") { Description = "How much more, in FIL or with a unit." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("fund", "Give FIL to an address, out of nothing. For development nodes.\n\nExample:\n  fvm fund t1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea 100")
        {
            given, amount, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            Address address = AddressText.Parse(parsed.GetRequiredValue(given), "ADDR");
            TokenAmount more = Quantity.Amount(parsed.GetRequiredValue(amount), "FIL");
            Fund(node, addresses, address, more);
            var balance = TokenAmount.FromAtto(addresses.Balance(address));
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["address"] = addresses.Text(address), ["balance"] = balance.ToFilString() });
            else
                Console.WriteLine($"{addresses.Text(address)} owns {balance.ToFilString()}");
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Fund(NodeClient node, NodeAddresses addresses, Address address, TokenAmount more)
    {
        if (node.TryCall("fvm_fund", out _, addresses.Text(address), Quantity.Hex(more.Atto)))
            return;
        string ethereum = addresses.Ethereum(address);
        node.CallAny(["anvil_setBalance", "hardhat_setBalance"], ethereum, Quantity.Hex(addresses.Balance(address) + more.Atto));
    }
}
