using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;

namespace Fvm.Node.Rpc.Traces;

/// <summary>
/// <c>fvm_traceMessage</c>: the execution tree of a message of the chain, as <c>fvm trace --json</c> prints that of a vector. The message is named by its Ethereum hash or
/// its CID; options are <c>calls</c> (calls, events and logs only) and <c>functions</c> (execution gas by wasm function, on a bundle).
/// </summary>
internal static class FvmTraceMethods
{
    public static void Add(RpcMethodTable table, Devnet net) => table.AddWaiting("fvm_traceMessage", async call =>
    {
        MessagePlace place = Find(net, call.Required(0, "hash or CID"));
        RpcValue options = call.Optional(1, "options");
        bool callsOnly = options.IsOn("calls");
        ApplyResult result = await net.ReplayAsync(place, options.IsOn("functions") ? TraceDetail.Functions : TraceDetail.Events).ConfigureAwait(false);
        await DeepWorkers.Shared.RunAsync(() =>
        {
            Write(call.Result, net.StateAt(place.Tipset), place, result, callsOnly);
            return true;
        }).ConfigureAwait(false);
    });

    /// <summary>The message of a hash or a CID.</summary>
    public static MessagePlace Find(Devnet net, RpcValue name)
    {
        if (name.Text().StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return TraceMethods.NeedMessage(net, name);
        return net.TryGetShown(name.CidText(), out MessagePlace? place)
            ? place
            : throw new RpcException(RpcErrorCode.ResourceNotFound, $"message not found: {name.Text()}");
    }

    private static void Write(Utf8JsonWriter writer, ChainState state, MessagePlace place, ApplyResult result, bool callsOnly)
    {
        new JsonObject
        {
            ["cid"] = place.Message.Cid.ToString(),
            ["hash"] = "0x" + Convert.ToHexStringLower(place.Message.Hash.Span),
            ["height"] = place.Tipset.Height,
            ["index"] = place.Message.Index,
            ["from"] = place.Message.Message.From.ToString(),
            ["to"] = place.Message.Message.To.ToString(),
            ["method"] = place.Message.Message.MethodNum,
            ["exit_code"] = result.Receipt.ExitCode.Value,
            ["gas_used"] = result.Receipt.GasUsed,
            ["gas_limit"] = place.Message.Message.GasLimit,
            ["failure"] = result.Failure,
            ["trace"] = TraceTreeJson.Write(TraceTree.Build(result.Trace), state.NameOf, callsOnly),
        }.WriteTo(writer);
    }
}
