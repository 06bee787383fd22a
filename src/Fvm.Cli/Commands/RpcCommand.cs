using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm rpc METHOD [PARAMS]</c>: one call of JSON-RPC.</summary>
internal static class RpcCommand
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static Command Create()
    {
        var method = new Argument<string>("METHOD") { Description = "The method, such as eth_chainId or Filecoin.ChainHead." };
        var given = new Argument<string[]>("PARAMS")
        {
            Description = "Its parameters: one JSON array of all, or one argument each. What is no JSON is taken as text, so that 0x... and t0100 need no quotes. '-' reads standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "rpc",
            "Call a method of the running node and print the result: text as it is, everything else as JSON. Exit code 1 when the answer is an error.\n\nExamples:\n"
                + "  fvm rpc eth_chainId\n  fvm rpc eth_getBalance 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 latest\n  fvm rpc Filecoin.StateGetActor '[\"t01\", null]'")
        {
            method, given, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            try
            {
                JsonNode? result = node.CallWith(parsed.GetRequiredValue(method), Parameters(parsed.GetValue(given) ?? []));
                Console.WriteLine(!parsed.GetValue(json) && result is JsonValue text && text.TryGetValue(out string? plain) ? plain : Output.Text(result));
                return ExitStatus.Done;
            }
            catch (NodeRefusal refused)
            {
                Console.Error.WriteLine($"fvm: {refused.Message.ReplaceLineEndings(" ")}{(refused.ErrorData is { } data ? $", data {Output.Line(data)}" : string.Empty)}");
                return ExitStatus.FoundFailures;
            }
        });
        return command;
    }

    private static JsonArray Parameters(string[] given)
    {
        if (given is ["-"])
            given = [System.Text.Encoding.UTF8.GetString(InputFile.Read("-")).Trim()];
        if (given is [['[', ..] all])
        {
            try
            {
                return JsonNode.Parse(all, documentOptions: Strict)!.AsArray();
            }
            catch (JsonException malformed)
            {
                throw new CommandFailure($"PARAMS is no JSON array: {malformed.Message}");
            }
        }

        return new JsonArray([.. given.Select(One)]);
    }

    private static JsonNode? One(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException) when (text is not ['{' or '[' or '"', ..])
        {
            return JsonValue.Create(text);
        }
        catch (JsonException malformed)
        {
            throw new CommandFailure($"PARAMS is no JSON: {malformed.Message}");
        }
    }
}
