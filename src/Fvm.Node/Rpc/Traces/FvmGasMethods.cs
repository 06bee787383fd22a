using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Traces;

/// <summary>
/// <c>fvm_gasProfile</c>: where the gas of a message of the chain went, as <c>fvm gas --json</c> prints it: by category, actor, method, and on a bundle with the option
/// <c>functions</c> by wasm function. In milligas.
/// </summary>
internal static class FvmGasMethods
{
    public static void Add(RpcMethodTable table, Devnet net) => table.AddWaiting("fvm_gasProfile", async call =>
    {
        MessagePlace place = FvmTraceMethods.Find(net, call.Required(0, "hash or CID"));
        bool functions = FvmTraceMethods.Flag(call.Optional(1, "options"), "functions");
        ApplyResult result = await net.ReplayAsync(place, functions ? TraceDetail.Functions : TraceDetail.Events).ConfigureAwait(false);
        var report = new GasReport();
        report.Add(result.Trace);
        ToJson(report, place, net.StateAt(place.Tipset)).WriteTo(call.Result);
    });

    private static JsonObject ToJson(GasReport report, MessagePlace place, ChainState state)
    {
        return new JsonObject
        {
            ["cid"] = place.Message.Cid.ToString(),
            ["milligas"] = report.Total.Milligas,
            ["categories"] = new JsonObject(report.Categories.Select(static row => KeyValuePair.Create<string, JsonNode?>(row.Key, row.Value.Milligas))),
            ["actors"] = Rows(report.Actors.Select(row => new JsonObject
            {
                ["actor"] = row.Actor?.Value,
                ["code"] = row.Code?.ToString(),
                ["code_name"] = NameOf(row.Code),
                ["calls"] = row.Calls,
                ["self"] = row.Self.Milligas,
            })),
            ["methods"] = Rows(report.Methods.Select(row => new JsonObject
            {
                ["code"] = row.Code.ToString(),
                ["code_name"] = NameOf(row.Code),
                ["method"] = row.Method,
                ["calls"] = row.Calls,
                ["self"] = row.Self.Milligas,
                ["total"] = row.Total.Milligas,
            })),
            ["functions"] = Rows(report.Functions.Select(row => new JsonObject
            {
                ["code"] = row.Code.ToString(),
                ["code_name"] = NameOf(row.Code),
                ["function"] = row.Function,
                ["calls"] = row.Calls,
                ["self"] = row.Self.Milligas,
            })),
        };

        string? NameOf(Cid? code) => code is not null && state.Manifest.TryGetActor(code, out BuiltinActor actor) ? actor.ManifestName() : null;
    }

    private static JsonArray Rows(IEnumerable<JsonObject> rows) => new([.. rows]);
}
