using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm run ACTOR.wasm</c>: one wasm actor on fresh state, with no bundle at all.</summary>
internal static class RunCommand
{
    private const ulong BlockGasLimit = 10_000_000_000;
    private const ulong FirstActorMethod = 2;

    public static Command Create()
    {
        var file = new Argument<string>("ACTOR.wasm") { Description = "The actor: a WebAssembly module that exports memory and invoke." };
        var method = new Option<ulong>("--method") { Description = "The method number.", HelpName = "N", DefaultValueFactory = _ => FirstActorMethod };
        var parameters = new Option<string?>("--params") { Description = "The parameters' bytes (CBOR by custom), in hex.", HelpName = "HEX" };
        var gasLimit = new Option<ulong>("--gas-limit") { Description = "The gas limit.", HelpName = "N", DefaultValueFactory = _ => BlockGasLimit };
        var version = new Option<uint>("--network-version")
        {
            Description = "The network version, 18 to 29; it decides prices and syscalls.",
            HelpName = "N",
            DefaultValueFactory = _ => (uint)NetworkVersion.V28,
        };
        var debug = new Option<bool>("--debug") { Description = "Turn actor debugging on: the syscalls debug.* work, and what the actor logs is printed." };
        var trace = new Option<bool>("--trace") { Description = "Print every call and every gas charge, in order (amounts in milligas)." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "run",
            "Run one wasm actor on fresh in-memory state: print the receipt, where the gas went, events and the new state root.\n\n"
                + "Example:\n  fvm run samples/counter/counter.wasm --method 2 --params 05")
        {
            file, method, parameters, gasLimit, version, debug, trace, json,
        };
        command.SetAction(parsed =>
        {
            byte[] wasm = File.ReadAllBytes(parsed.GetRequiredValue(file));
            var message = new Message
            {
                From = FreshState.Sender,
                To = FreshState.Actor,
                MethodNum = parsed.GetValue(method),
                Params = HexText.Parse(parsed.GetValue(parameters), "--params"),
                GasLimit = parsed.GetValue(gasLimit),
            };
            if (!message.HasValidGasLimit)
                throw new CommandFailure($"--gas-limit {message.GasLimit} is not between 1 and {long.MaxValue}");
            var network = (NetworkVersion)parsed.GetValue(version);
            if (network is < NetworkVersion.V18 or > NetworkVersion.V29)
                throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"--network-version {(uint)network} is not between 18 and 29"));
            (ApplyResult result, Cid root) = Run(wasm, parsed.GetRequiredValue(file), message, network, parsed.GetValue(debug));
            if (parsed.GetValue(json))
                Output.Json(ToJson(result, root, parsed.GetValue(trace)));
            else
                Print(result, root, parsed.GetValue(trace));
            return result.Receipt.ExitCode.IsSuccess ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static (ApplyResult Result, Cid Root) Run(byte[] wasm, string file, Message message, NetworkVersion network, bool debugging)
    {
        var engine = new ActorEngine();
        if (engine.Check(wasm, network) is { } defect)
            throw new CommandFailure($"{file}: {defect}");
        var store = new MemoryBlockstore();
        FreshState state = FreshState.Create(store, wasm);
        VirtualMachine machine = new VirtualMachineBuilder(network)
            .OnState(store, state.Root)
            .AtTipset(epoch: 1)
            .WithEngine(engine)
            .WithTracing(TraceDetail.Events)
            .WithActorDebugging(debugging)
            .Build();
        ApplyResult result = machine.Apply(message);
        return (result, machine.Flush());
    }

    private static void Print(ApplyResult result, Cid root, bool trace)
    {
        Receipt receipt = result.Receipt;
        Console.WriteLine($"exit code   {receipt.ExitCode}");
        Console.WriteLine($"return      {(receipt.ReturnData.IsEmpty ? "(nothing)" : Convert.ToHexStringLower(receipt.ReturnData.Span))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gas used    {receipt.GasUsed:N0}"));
        foreach ((string category, GasAmount amount) in GasCategories.Sum(result.Trace).Where(sum => !sum.Value.IsZero))
            Console.WriteLine($"  {category,-10}{amount,22}");
        Console.WriteLine($"events      {result.Events.Count}");
        foreach (string line in TraceText.Lines(result.Events))
            Console.WriteLine($"  {line}");
        foreach (ActorLogged logged in result.Trace.OfType<ActorLogged>())
            Console.WriteLine($"logged      {logged.Actor}: {TraceTreeText.Printable(logged.Message)}");
        Console.WriteLine($"state root  {root}");
        if (result.Failure is not null)
            Console.WriteLine(result.Failure);
        if (!trace)
            return;
        Console.WriteLine("trace");
        foreach (string line in TraceText.Lines(result.Trace))
            Console.WriteLine($"  {line}");
    }

    private static JsonObject ToJson(ApplyResult result, Cid root, bool trace)
    {
        Receipt receipt = result.Receipt;
        var document = new JsonObject
        {
            ["exit_code"] = receipt.ExitCode.Value,
            ["return"] = Convert.ToHexStringLower(receipt.ReturnData.Span),
            ["gas_used"] = receipt.GasUsed,
            ["milligas_by_category"] = new JsonObject(GasCategories.Sum(result.Trace)
                .Select(sum => KeyValuePair.Create(sum.Key, (JsonNode?)JsonValue.Create(sum.Value.Milligas)))),
            ["events_root"] = receipt.EventsRoot?.ToString(),
            ["events"] = Lines(TraceText.Lines(result.Events)),
            ["logs"] = new JsonArray([.. result.Trace.OfType<ActorLogged>().Select(
                logged => (JsonNode)new JsonObject { ["actor"] = logged.Actor.Value, ["message"] = logged.Message })]),
            ["state_root"] = root.ToString(),
            ["failure"] = result.Failure,
        };
        if (trace)
            document["trace"] = Lines(TraceText.Lines(result.Trace));
        return document;
    }

    private static JsonArray Lines(IReadOnlyList<string> lines) => new([.. lines.Select(line => JsonNode.Parse(line))]);
}
