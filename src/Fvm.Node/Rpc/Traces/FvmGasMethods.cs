using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;

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
        bool functions = call.Optional(1, "options").IsOn("functions");
        ApplyResult result = await net.ReplayAsync(place, functions ? TraceDetail.Functions : TraceDetail.Events).ConfigureAwait(false);
        var report = new GasReport();
        report.Add(result.Trace);
        ChainState state = net.StateAt(place.Tipset);
        GasReportJson.Add(new JsonObject { ["cid"] = place.Message.Cid.ToString() }, report, state.NameOf).WriteTo(call.Result);
    });
}
