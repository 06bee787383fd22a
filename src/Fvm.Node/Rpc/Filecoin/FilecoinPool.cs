using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What waits (lotus <c>node/impl/full/mpool.go</c>).</summary>
internal static class FilecoinPool
{
    /// <summary>lotus <c>api/api_full.go</c>, MpoolChange.</summary>
    private const int MpoolAdd = 0;
    private const int MpoolRemove = 1;

    public static void Add(RpcMethodTable table, Devnet net, WalletSigning signing)
    {
        table.Add("Filecoin.MpoolGetNonce", call => call.Result.WriteNumberValue(net.NextNonce(call.Required(0, "address").AnyAddress())));
        table.AddAll("Filecoin.MpoolPending Filecoin.MpoolSelect", call =>
        {
            call.Result.WriteStartArray();
            foreach (SignedMessage message in net.Pending())
                call.Result.WriteSigned(message);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("Filecoin.MpoolSub", call => SubscribeAsync(call, net));
        table.AddWaiting("Filecoin.MpoolClear", async call =>
        {
            await net.Developer.DropAllMessagesAsync().ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        AddPushes(table, net, signing);
    }

    /// <summary>What waits from now on, and what waits no more: dropped, or in a tipset (lotus <c>chain/messagepool/messagepool.go</c>, remove).</summary>
    private static ValueTask SubscribeAsync(RpcCall call, Devnet net)
    {
        // Of a tipset's message only its CID is known: those with BLS signatures have none of their own there.
        var waiting = new Dictionary<Cid, SignedMessage>();
        return LotusChannel.OpenAsync(
            call,
            net,
            _ =>
            {
                foreach (SignedMessage message in net.Pending())
                    waiting[message.Cid] = message;
            },
            (channel, change) =>
            {
                if (change is MessagePending pending)
                {
                    waiting[pending.Message.Cid] = pending.Message;
                    Send(channel, MpoolAdd, pending.Message);
                }
                else if (change is MessageDropped dropped)
                {
                    waiting.Remove(dropped.Message.Cid);
                    Send(channel, MpoolRemove, dropped.Message);
                }
                else if (change is TipsetMade made)
                {
                    foreach (AppliedMessage applied in made.Tipset.Messages)
                    {
                        if (waiting.Remove(applied.Cid, out SignedMessage? message))
                            Send(channel, MpoolRemove, message);
                    }
                }
            });
    }

    private static void Send(LotusChannel channel, int type, SignedMessage message) => channel.Send(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("Type"u8, type);
        writer.WritePropertyName("Message"u8);
        writer.WriteSigned(message);
        writer.WriteEndObject();
    });

    private static void AddPushes(RpcMethodTable table, Devnet net, WalletSigning signing)
    {
        table.AddAllWaiting("Filecoin.MpoolPush Filecoin.MpoolPushUntrusted", async call =>
            call.Result.WriteLink((await PushAsync(net, call.Required(0, "message")).ConfigureAwait(false)).Cid));
        table.AddAllWaiting("Filecoin.MpoolBatchPush Filecoin.MpoolBatchPushUntrusted", async call =>
        {
            call.Result.WriteStartArray();
            foreach (RpcValue message in call.Required(0, "messages").Items())
                call.Result.WriteLink((await PushAsync(net, message).ConfigureAwait(false)).Cid);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("Filecoin.MpoolPushMessage", async call => call.Result.WriteSigned(await SignAndPushAsync(net, signing, call.Required(0, "message")).ConfigureAwait(false)));
        table.AddWaiting("Filecoin.MpoolBatchPushMessage", async call =>
        {
            call.Result.WriteStartArray();
            foreach (RpcValue message in call.Required(0, "messages").Items())
                call.Result.WriteSigned(await SignAndPushAsync(net, signing, message).ConfigureAwait(false));
            call.Result.WriteEndArray();
        });
    }

    private static async Task<SignedMessage> PushAsync(Devnet net, RpcValue message)
    {
        SignedMessage signed = FilecoinParameters.ReadSigned(message);
        FilecoinMessages.Accepted(await net.PushAsync(signed).ConfigureAwait(false));
        return signed;
    }

    private static async Task<SignedMessage> SignAndPushAsync(Devnet net, WalletSigning signing, RpcValue given)
    {
        Message message = signing.AsSent(FilecoinParameters.ReadMessage(given));
        Message whole = await FilecoinGas.FillAsync(net, message with { Sequence = net.NextNonce(message.From) }).ConfigureAwait(false);
        return await signing.PushAsync(whole, given.Need("From")).ConfigureAwait(false);
    }
}
