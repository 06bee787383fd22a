using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What became of messages.</summary>
internal static class FilecoinMessages
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("Filecoin.StateSearchMsg", async call =>
        {
            // v0 takes the message first, v1 a tipset to begin at.
            RpcValue first = call.Optional(0, "message or tipset key");
            Cid cid = first.Kind == JsonValueKind.Object ? first.Link() : call.Required(1, "message").Link();
            if (!net.TryGetShown(cid, out MessagePlace? place) || await AfterAsync(net, place, 0).ConfigureAwait(false) is not { } after)
                call.Result.WriteNullValue();
            else
                WriteLookup(call.Result, place, after);
        });
        table.AddWaiting("Filecoin.StateWaitMsg", async call =>
        {
            Cid cid = call.Required(0, "message").Link();
            long confidence = Math.Clamp(call.Optional(1, "confidence") is { IsMissing: false } given ? given.Epoch() : 0, 0, 1000);
            await WaitAsync(call, net, cid, confidence).ConfigureAwait(false);
        });
        table.Add("Filecoin.EthGetMessageCidByTransactionHash", call =>
        {
            byte[] hash = call.Required(0, "hash").Hash();
            call.Result.WriteLink(net.Chain.TryGetTransaction(hash, out MessagePlace? place) ? place.Message.Cid
                : net.Pending().FirstOrDefault(message => PendingTransaction.Of(message, net).Hash.Span.SequenceEqual(hash))?.Cid);
        });
        table.Add("Filecoin.EthGetTransactionHashByCid", call =>
        {
            Cid cid = call.Required(0, "message").Link();
            if (net.Chain.TryGetMessage(cid, out MessagePlace? place))
                call.Result.WriteData(place.Message.Hash.Span);
            else if (net.Pending().FirstOrDefault(message => message.Cid == cid) is { } waiting)
                call.Result.WriteData(PendingTransaction.Of(waiting, net).Hash.Span);
            else
                call.Result.WriteNullValue();
        });
    }

    /// <summary>Passes what the pool accepts.</summary>
    /// <exception cref="RpcException">It did not.</exception>
    public static void Accepted(PoolAnswer answer)
    {
        if (!answer.IsAccepted)
            throw new RpcException(RpcErrorCode.ServerError, answer.Reason ?? answer.Verdict.ToString());
    }

    /// <summary>
    /// The tipset that a message is told with, once so many epochs came after the one in which it ran; null before that. Lotus names the tipset after the message's own,
    /// whose headers have the receipt; a message of the head is told with the head, in which it ran here, unless results are deferred. Epochs that a client waits for are
    /// made where none comes by itself.
    /// </summary>
    private static async Task<ExecutedTipset?> AfterAsync(Devnet net, MessagePlace place, long confidence)
    {
        while (!IsReached() && net.Developer.Mining == MiningMode.Instant)
            await net.MineAsync().ConfigureAwait(false);
        return IsReached() ? net.Chain.AtOrAfter(place.Tipset.Height + 1) ?? place.Tipset : null;

        bool IsReached()
        {
            ExecutedTipset? ran = net.Options.Deferred ? net.Chain.AtOrAfter(place.Tipset.Height + 1) : place.Tipset;
            return ran is not null && net.Head.Height - ran.Height >= confidence;
        }
    }

    private static async Task WaitAsync(RpcCall call, Devnet net, Cid cid, long confidence)
    {
        using var wait = new MessageWait(net);
        (MessagePlace place, ExecutedTipset after) = await wait.UntilAsync<Tuple<MessagePlace, ExecutedTipset>>(
            async () => net.Chain.TryGetMessage(cid, out MessagePlace? place) && await AfterAsync(net, place, confidence).ConfigureAwait(false) is { } after
                ? Tuple.Create(place, after)
                : null,
            dropped => dropped.Message.Cid == cid ? new RpcException(RpcErrorCode.ServerError, $"the message {cid} is dropped: {dropped.Reason}") : null,
            call.Cancelled).ConfigureAwait(false);
        WriteLookup(call.Result, place, after);
    }

    private static void WriteLookup(Utf8JsonWriter result, MessagePlace place, ExecutedTipset after)
    {
        result.WriteStartObject();
        result.WriteLink("Message"u8, place.Message.Cid);
        result.WritePropertyName("Receipt"u8);
        result.WriteReceiptFields(place.Message.Receipt);
        result.WriteNull("ReturnDec"u8);
        result.WritePropertyName("TipSet"u8);
        result.WriteKey(after.Key);
        result.WriteNumber("Height"u8, after.Height);
        result.WriteEndObject();
    }
}
