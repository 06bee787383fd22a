using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm call TO SIG|METHOD [ARGS]</c>: asks a contract or an actor, and changes nothing.</summary>
internal static class CallCommand
{
    public static Command Create()
    {
        var to = new Argument<string>("TO") { Description = "The contract or actor, in any form of address." };
        var method = new Argument<string>("METHOD")
        {
            Description = "A contract's function as name(types)(types returned), or by name with --abi, or call data (0x); an actor's method by name or number.",
        };
        var arguments = new Argument<string[]>("ARGS") { Description = "A contract's arguments, one each; an actor's parameters as one JSON value, or as 0x and hex.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> abi = Abi();
        Option<string?> from = NodeSender.From();
        Option<string?> value = NodeSender.Value();
        var block = new Option<string>("--block") { Description = "At which block, of contracts: a number, latest, pending, earliest, safe or finalized.", HelpName = "N", DefaultValueFactory = _ => "latest" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "call",
            "Call a contract or a native actor without changing anything, and print what it returns, decoded. Exit code 1 when it reverts or fails.\n\nExamples:\n"
                + "  fvm call 0xcA11bde05977b3631167028862bE2a173976CA11 'getBlockNumber()(uint256)'\n"
                + "  fvm call 0x5FbD...0aa3 balanceOf 0xf39F...2266 --abi out/Token.sol/Token.json\n"
                + "  fvm call t01001 ControlAddresses\n  fvm call t010 CreateExternal 0x4360... --from t0100")
        {
            to, method, arguments, abi, from, value, block, rpc, json,
        };
        command.SetAction(parsed =>
        {
            var node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            var target = AddressText.Parse(parsed.GetRequiredValue(to), "TO");
            ContractArtifact? artifact = parsed.GetValue(abi) is { } file ? ContractArtifact.Read(file, null) : null;
            var sender = new NodeSender(node, addresses, parsed.GetValue(from), key: null);
            var amount = Quantity.Amount(parsed.GetValue(value), "--value");
            string name = parsed.GetRequiredValue(method);
            string[] given = parsed.GetValue(arguments) ?? [];
            return ContractCall.IsContracts(name, artifact)
                ? Contract(node, sender, addresses.Ethereum(target), ContractCall.Parse(name, given, artifact), amount, artifact, Block(parsed.GetRequiredValue(block)), parsed.GetValue(json))
                : Native(node, sender, target, NativeCall.Parse(addresses.Schema(target), name, given), amount, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>The option that names a compiled contract.</summary>
    public static Option<string?> Abi() => new("--abi") { Description = "The contract's interface: an artifact of forge, hardhat or solc, or the interface alone.", HelpName = "FILE.json" };

    /// <summary>A block as people name it.</summary>
    public static string Block(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? Quantity.Hex(number) : text;

    private static int Contract(NodeClient node, NodeSender sender, string to, ContractCall call, TokenAmount value, ContractArtifact? artifact, string block, bool json)
    {
        byte[] returned;
        try
        {
            returned = Quantity.Bytes(node.Call("eth_call", Request(sender, to, call, value), block), "that the call returned");
        }
        catch (NodeRefusal refused) when (refused.IsRevert)
        {
            return Failed(refused.Reason(artifact?.Of("error")), "reverted", json);
        }

        if (returned.Length == 0 && call.Function?.Outputs is { Fields.Count: > 0 } && Quantity.Text(node.Call("eth_getCode", to, block)).Length <= "0x".Length)
            throw new CommandFailure($"there is no contract at {to}");
        if (json)
            Output.Json(new JsonObject { ["status"] = "ok", ["return"] = Quantity.Hex(returned), ["values"] = call.Json(returned) });
        else
            Print(call.Lines(returned));
        return ExitStatus.Done;
    }

    /// <summary>Whoever calls needs no account: a node without keys is asked as nobody.</summary>
    private static JsonObject Request(NodeSender sender, string to, ContractCall call, TokenAmount value)
    {
        try
        {
            return sender.Request(to, call.Data, value);
        }
        catch (CommandFailure) when (value.IsZero)
        {
            return new JsonObject { ["to"] = to, ["data"] = Quantity.Hex(call.Data) };
        }
    }

    private static int Native(NodeClient node, NodeSender sender, Address to, NativeCall call, TokenAmount value, bool json)
    {
        var message = new Message { To = to, From = sender.NativeSender, Value = value, MethodNum = call.Method, Params = call.Params };
        JsonNode? result = node.Call("Filecoin.StateCall", sender.Fields(message), null);
        var receipt = NativeReceipt.Read(result?["MsgRct"], call);
        string error = Quantity.Text(result?["Error"]);
        if (!receipt.IsSuccess)
            return Failed(error.Length == 0 ? $"exit {receipt.ExitCode}" : $"exit {receipt.ExitCode}: {error}", "failed", json);
        if (json)
            Output.Json(receipt.ToJson());
        else
            Print(receipt.Lines());
        return ExitStatus.Done;
    }

    private static int Failed(string reason, string how, bool json)
    {
        if (json)
            Output.Json(new JsonObject { ["status"] = how, ["reason"] = reason });
        Console.Error.WriteLine($"fvm: it {how}: {TraceTreeText.Printable(reason)}");
        return ExitStatus.FoundFailures;
    }

    private static void Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Console.WriteLine(TraceTreeText.Printable(line));
    }
}
