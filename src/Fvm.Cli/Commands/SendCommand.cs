using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm send TO [SIG|METHOD] [ARGS]</c>: a transaction to a contract, or a message to an actor.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var to = new Argument<string>("TO") { Description = "The receiver, in any form of address." };
        var method = new Argument<string?>("METHOD")
        {
            Description = "Nothing for a transfer; a contract's function as name(types), or by name with --abi, or call data (0x); an actor's method by name or number.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var arguments = new Argument<string[]>("ARGS") { Description = "A contract's arguments, one each; an actor's parameters as one JSON value, or as 0x and hex.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> abi = CallCommand.Abi();
        Option<string?> from = NodeSender.From();
        Option<string?> key = NodeSender.Key();
        Option<string?> value = NodeSender.Value();
        var noWait = new Option<bool>("--no-wait") { Description = "Do not wait until it is mined." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "send",
            "Send a transaction to a contract, a message to a native actor, or FIL to anybody; wait for the receipt and print it. Exit code 1 when it fails.\n\nExamples:\n"
                + "  fvm send t1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea --value 2.5\n"
                + "  fvm send 0x5FbD...0aa3 'transfer(address,uint256)' 0x7099...79C8 1e18\n"
                + "  fvm send t2multisig... Propose '{ \"To\": \"t0101\", \"Value\": \"1000\", \"Method\": 0, \"Params\": \"\" }' --from t1qid...")
        {
            to, method, arguments, abi, from, key, value, noWait, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            var sender = new NodeSender(node, addresses, parsed.GetValue(from), parsed.GetValue(key));
            Address target = AddressText.Parse(parsed.GetRequiredValue(to), "TO");
            ContractArtifact? artifact = parsed.GetValue(abi) is { } file ? ContractArtifact.Read(file, null) : null;
            TokenAmount amount = Quantity.Amount(parsed.GetValue(value), "--value");
            string? name = parsed.GetValue(method);
            string[] given = parsed.GetValue(arguments) ?? [];
            bool wait = !parsed.GetValue(noWait);
            if (ContractCall.IsContracts(name, artifact) || (name is null && IsEthereums(target, sender, addresses)))
            {
                JsonObject request = sender.Request(addresses.Ethereum(target), ContractCall.Parse(name, given, artifact).Data, amount);
                return Transact(node, addresses, sender, request, artifact, wait, parsed.GetValue(json)).ExitCode;
            }

            NativeCall call = NativeCall.Parse(addresses.Schema(target), name, given);
            return Native(sender, new Message { To = target, From = sender.NativeSender, Value = amount, MethodNum = call.Method, Params = call.Params }, call, wait, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Sends a transaction, waits, prints.</summary>
    public static (int ExitCode, TransactionReport? Report) Transact(
        NodeClient node, NodeAddresses addresses, NodeSender sender, JsonObject request, ContractArtifact? artifact, bool wait, bool json)
    {
        string hash;
        try
        {
            hash = sender.Send(request);
        }
        catch (NodeRefusal refused) when (refused.IsRevert)
        {
            return (NotSent(refused.Reason(artifact?.Of("error")), json), null);
        }

        if (wait)
            sender.Wait(hash);
        TransactionReport report = TransactionReport.Read(node, addresses, hash, artifact) ?? throw new CommandFailure($"the node took the transaction, and does not know its hash {hash}");
        if (json)
            Output.Json(report.ToJson());
        else
            report.Print();
        return (report.ExitCode, report);
    }

    private static int NotSent(string reason, bool json)
    {
        if (json)
            Output.Json(new JsonObject { ["status"] = "refused", ["reason"] = reason });
        Console.Error.WriteLine($"fvm: not sent, it would fail: {TraceTreeText.Printable(reason)}");
        return ExitStatus.FoundFailures;
    }

    /// <summary>Whether a transfer can be a transaction: sender and receiver have forms of Ethereum.</summary>
    private static bool IsEthereums(Address to, NodeSender sender, NodeAddresses addresses) =>
        (sender.Sender.Protocol is AddressProtocol.Delegated) && (to.TryToEthereum(out _) || addresses.IdOf(to) is not null);

    private static int Native(NodeSender sender, Message message, NativeCall call, bool wait, bool json)
    {
        string cid;
        try
        {
            cid = sender.SendMessage(message);
        }
        catch (NodeRefusal refused) when (refused.IsRevert)
        {
            return NotSent(refused.Text, json);
        }

        if (!wait)
        {
            if (json)
                Output.Json(new JsonObject { ["cid"] = cid, ["status"] = "pending" });
            else
                Console.WriteLine(cid);
            return ExitStatus.Done;
        }

        JsonNode? found = sender.WaitMessage(cid);
        NativeReceipt receipt = NativeReceipt.Read(found?["Receipt"], call);
        if (json)
        {
            JsonObject document = receipt.ToJson();
            document.Insert(0, "cid", cid);
            document["epoch"] = found?["Height"]?.DeepClone();
            Output.Json(document);
        }
        else
        {
            Console.WriteLine($"message   {cid}");
            Console.WriteLine($"status    {(receipt.IsSuccess ? "ok" : "failed")}: {receipt.Summary}, epoch {found?["Height"]}");
            if (receipt.IsSuccess && receipt.Return.Length != 0)
                Console.WriteLine($"return    {string.Join('\n', receipt.Lines())}");
        }

        return receipt.IsSuccess ? ExitStatus.Done : ExitStatus.FoundFailures;
    }
}
