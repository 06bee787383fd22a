using Fvm.Abi.Node;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Transactions that run and leave nothing: calls and estimates.</summary>
internal static class EthCalls
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("eth_call", async call =>
        {
            CallResult result = await CallAsync(call, net).ConfigureAwait(false);
            if (!result.IsSuccess)
                throw RevertReason.Of(result);
            call.Result.WriteData((result.CreatedContract is null ? result.EthereumReturn : result.CreatedCode).Span);
        });
        table.AddWaiting("eth_estimateGas", async call => call.Result.WriteQuantity(await EstimateAsync(call, net).ConfigureAwait(false)));
        table.MarkBrief("eth_call");
        table.MarkBrief("eth_estimateGas");
        table.AddWaiting("eth_createAccessList", async call =>
        {
            ulong gas = await EstimateAsync(call, net).ConfigureAwait(false);
            // Filecoin prices no access: an empty list is the best one.
            call.Result.WriteStartObject();
            call.Result.WriteStartArray("accessList"u8);
            call.Result.WriteEndArray();
            call.Result.WriteQuantity("gasUsed"u8, gas);
            call.Result.WriteEndObject();
        });
    }

    private static Task<CallResult> CallAsync(RpcCall call, Devnet net)
    {
        CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
        ExecutedTipset at = net.StateBlock(call.Optional(1, "block"));
        return net.CallThereAsync(request.ToMessage(), at, Options(call, net));
    }

    private static async ValueTask<ulong> EstimateAsync(RpcCall call, Devnet net)
    {
        CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
        RpcValue block = call.Optional(1, "block");
        ExecutedTipset at = block.IsMissing ? net.Head : net.StateBlock(block);
        GasEstimate estimate = await net.EstimateGasAsync(request.ToMessage(), at, Options(call, net)).ConfigureAwait(false);
        return estimate.IsSuccess ? estimate.GasLimit : throw RevertReason.Of(estimate.Call);
    }

    /// <summary>Nobody sees the events of a call or an estimate.</summary>
    private static CallOptions Options(RpcCall call, Devnet net) =>
        CallOverrides.Read(net, call.Optional(1, "block"), call.Optional(2, "state overrides"), call.Optional(3, "block overrides")) with { Events = EventDetail.Dropped };
}
