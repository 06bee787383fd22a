using System.Globalization;
using System.Numerics;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Gas limits and fees of messages.</summary>
internal static class FilecoinGas
{
    /// <summary>How far the base fee may rise before a message is too cheap: lotus's twenty full epochs, 1.125^20, rounded up.</summary>
    private const int BaseFeeReserve = 11;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("Filecoin.GasEstimateMessageGas", async call =>
        {
            Message message = FilecoinParameters.ReadMessage(call.Required(0, "message"));
            Message filled = await FillAsync(net, message, net.TipsetOf(call.Optional(2, "tipset key"))).ConfigureAwait(false);
            call.Result.WriteMessage(Capped(filled, call.Optional(1, "specification")));
        });
        table.AddWaiting("Filecoin.GasEstimateGasLimit", async call =>
        {
            Message message = FilecoinParameters.ReadMessage(call.Required(0, "message"));
            call.Result.WriteNumberValue(await LimitAsync(net, message, net.TipsetOf(call.Optional(1, "tipset key"))).ConfigureAwait(false));
        });
        table.Add("Filecoin.GasEstimateGasPremium", call => call.Result.WriteStringValue(EthFees.Premium.ToString(CultureInfo.InvariantCulture)));
        table.Add("Filecoin.GasEstimateFeeCap", call =>
        {
            Message message = FilecoinParameters.ReadMessage(call.Required(0, "message"));
            BigInteger premium = message.GasPremium.IsZero ? EthFees.Premium : message.GasPremium.Atto;
            call.Result.WriteStringValue(((net.NextBaseFee.Atto * BaseFeeReserve) + premium).ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>Fills in limit and fees where they are missing.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="message">The message.</param>
    /// <param name="at">The tipset on whose state it is tried; null for the head.</param>
    /// <exception cref="RpcException">It fails with any limit.</exception>
    public static async Task<Message> FillAsync(Devnet net, Message message, ExecutedTipset? at = null)
    {
        ulong limit = message.GasLimit == 0 ? await LimitAsync(net, message, at).ConfigureAwait(false) : message.GasLimit;
        BigInteger cap = message.GasFeeCap.Atto;
        BigInteger premium = message.GasPremium.IsZero ? (cap.IsZero ? EthFees.Premium : BigInteger.Min(EthFees.Premium, cap)) : message.GasPremium.Atto;
        return message with
        {
            GasLimit = limit,
            GasPremium = TokenAmount.FromAtto(premium),
            GasFeeCap = TokenAmount.FromAtto(cap.IsZero ? (net.NextBaseFee.Atto * BaseFeeReserve) + premium : cap),
        };
    }

    private static async Task<ulong> LimitAsync(Devnet net, Message message, ExecutedTipset? at)
    {
        GasEstimate estimate = await net.EstimateGasAsync(message, at).ConfigureAwait(false);
        return estimate.IsSuccess ? estimate.GasLimit : throw RevertReason.Of(estimate.Call);
    }

    /// <summary>A client's own most that the whole message may cost (lotus <c>MessageSendSpec.MaxFee</c>); 0 is the node's, which has none.</summary>
    private static Message Capped(Message message, RpcValue specification)
    {
        if (specification.IsMissing || specification.Member("MaxFee") is not { IsMissing: false } given)
            return message;
        BigInteger most = given.Atto().Atto;
        if (most.Sign <= 0 || message.GasFeeCap.Atto * message.GasLimit <= most)
            return message;
        TokenAmount cap = TokenAmount.FromAtto(most / message.GasLimit);
        return message with { GasFeeCap = cap, GasPremium = TokenAmount.Min(message.GasPremium, cap) };
    }
}
