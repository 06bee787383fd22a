using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Tipsets, blocks, their messages and receipts, and the blocks of IPLD behind them.</summary>
internal static class FilecoinChain
{
    public static void Add(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.Add("Filecoin.ChainHead", call => call.Result.WriteTipset(net.Head));
        table.Add("Filecoin.ChainGetFinalizedTipSet", call => call.Result.WriteTipset(net.Finalized()));
        table.Add("Filecoin.ChainGetGenesis", call => call.Result.WriteTipset(net.Upstream is null ? net.Chain.Genesis : throw new BeforeForkException(0)));
        table.Add("Filecoin.ChainGetTipSet", call => call.Result.WriteTipset(net.TipsetOf(call.Optional(0, "tipset key"))));
        table.Add("Filecoin.ChainGetTipSetByHeight", call => call.Result.WriteTipset(At(call, net, static (chain, height) => chain.AtOrBefore(height))));
        table.Add("Filecoin.ChainGetTipSetAfterHeight", call => call.Result.WriteTipset(At(call, net, static (chain, height) => chain.AtOrAfter(height))));
        table.Add("Filecoin.ChainGetBlock", call =>
        {
            Cid cid = call.Required(0, "block").Link();
            call.Result.WriteHeader(net.TipsetOfBlock(call.Required(0, "block")).Tipset.Blocks.First(block => block.Cid == cid));
        });
        AddMessages(table, net);
        AddChanges(table, net, limits);
    }

    private static void AddMessages(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.ChainGetBlockMessages", call =>
        {
            Cid cid = call.Required(0, "block").Link();
            ExecutedTipset tipset = net.Content(net.TipsetOfBlock(call.Required(0, "block")));
            WriteBlock(call.Result, tipset.Blocks[Enumerable.Range(0, tipset.Blocks.Count).First(i => tipset.Tipset.Blocks[i].Cid == cid)]);
        });
        table.Add("Filecoin.ChainGetMessage", call =>
        {
            RpcValue cid = call.Required(0, "message");
            if (net.Chain.TryGetMessage(cid.Link(), out MessagePlace? place))
                call.Result.WriteMessage(place.Message.Message);
            else if (net.Pending().FirstOrDefault(message => message.Cid == cid.Link()) is { } waiting)
                call.Result.WriteMessage(waiting.Message);
            else
                throw Unknown(net, cid);
        });
        table.Add("Filecoin.ChainGetMessagesInTipset", call => WriteMessages(call.Result, net.Content(net.TipsetOf(call.Optional(0, "tipset key")))));
        table.Add("Filecoin.ChainGetParentMessages", call => WriteMessages(call.Result, Parent(net, call.Required(0, "block"))));
        table.Add("Filecoin.ChainGetParentReceipts", call =>
        {
            call.Result.WriteStartArray();
            foreach (AppliedMessage message in Parent(net, call.Required(0, "block"))?.Messages ?? [])
                call.Result.WriteReceiptFields(message.Receipt);
            call.Result.WriteEndArray();
        });
    }

    private static ExecutedTipset At(RpcCall call, Devnet net, Func<ChainStore, long, ExecutedTipset?> find)
    {
        RpcValue height = call.Required(0, "height");
        ExecutedTipset from = net.TipsetOf(call.Optional(1, "tipset key"));
        // Tools look a finality back, which on a young chain is before genesis.
        long epoch = Math.Max(0, height.Epoch());
        return epoch <= from.Height ? epoch >= net.Chain.Genesis.Height ? find(net.Chain, epoch)! : throw new BeforeForkException(epoch)
            : throw height.Wrong($"looking for tipset with height greater than start point: {epoch} is after {from.Height}");
    }

    /// <summary>The tipset before that of a block, for its messages. Those before the first tipset of a fork its upstream knows by the key of the tipset that they are in, and not by this block.</summary>
    private static ExecutedTipset? Parent(Devnet net, RpcValue block)
    {
        ExecutedTipset own = net.TipsetOfBlock(block);
        ExecutedTipset? parent = net.Chain.AtOrBefore(net.Content(own).Height - 1);
        return parent is null || !net.IsUpstreams(parent.Height) ? parent
            : throw block.Wrong($"the messages before the fork are in the tipset of epoch {parent.Height}: ask for those of that tipset");
    }

    private static RpcException Unknown(Devnet net, RpcValue cid)
    {
        net.RefuseUnknown($"message {cid.Link()}");
        return cid.Wrong("there is no such message");
    }

    private static void WriteMessages(Utf8JsonWriter result, ExecutedTipset? tipset)
    {
        result.WriteStartArray();
        foreach (AppliedMessage message in tipset?.Messages ?? [])
        {
            result.WriteStartObject();
            result.WriteLink("Cid"u8, message.Cid);
            result.WritePropertyName("Message"u8);
            result.WriteMessage(message.Message);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }

    private static void WriteBlock(Utf8JsonWriter result, BlockMessages block)
    {
        result.WriteStartObject();
        result.WriteStartArray("BlsMessages"u8);
        foreach (Message message in block.Bls)
            result.WriteMessage(message);
        result.WriteEndArray();
        result.WriteStartArray("SecpkMessages"u8);
        foreach (SignedMessage message in block.Secp)
            result.WriteSigned(message);
        result.WriteEndArray();
        result.WriteStartArray("Cids"u8);
        foreach ((Message message, SignedMessage? signed) in block.InOrder())
            result.WriteLink(signed?.Cid ?? message.Cid);
        result.WriteEndArray();
        result.WriteEndObject();
    }

    private static void AddChanges(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.AddWaiting("Filecoin.ChainNotify", call => LotusChannel.OpenAsync(
            call, net, channel => channel.Send(ChangesTo("current", net.Head)), static (channel, change) =>
            {
                if (change is TipsetMade made)
                    channel.Send(ChangesTo("apply", made.Tipset));
                else if (change is TipsetReverted gone)
                    channel.Send(ChangesTo("revert", gone.Tipset));
            }));
        table.Add("xrpc.cancel", call =>
        {
            LotusChannel.Cancel(call.NeedSession(), call.Required(0, "request id").Json.GetRawText());
            call.Result.WriteNullValue();
        });
        table.Add("Filecoin.ChainGetPath", call =>
        {
            ExecutedTipset from = net.TipsetOf(call.Required(0, "from"));
            ExecutedTipset to = net.TipsetOf(call.Required(1, "to"));
            if (Math.Abs(from.Height - to.Height) > limits.LogRange)
                throw new RpcException(RpcErrorCode.LimitExceeded, $"the path has {Math.Abs(from.Height - to.Height)} epochs; at most {limits.LogRange} are told");
            call.Result.WriteStartArray();
            foreach (ExecutedTipset tipset in net.Chain.Range(to.Height + 1, from.Height).Reverse())
                WriteChange(call.Result, "revert", tipset);
            foreach (ExecutedTipset tipset in net.Chain.Range(from.Height + 1, to.Height))
                WriteChange(call.Result, "apply", tipset);
            call.Result.WriteEndArray();
        });
    }

    /// <summary>What comes through a channel of changes: a list of one (lotus <c>api.HeadChange</c>).</summary>
    private static Action<Utf8JsonWriter> ChangesTo(string type, ExecutedTipset tipset) => writer =>
    {
        writer.WriteStartArray();
        WriteChange(writer, type, tipset);
        writer.WriteEndArray();
    };

    private static void WriteChange(Utf8JsonWriter writer, string type, ExecutedTipset tipset)
    {
        writer.WriteStartObject();
        writer.WriteString("Type"u8, type);
        writer.WritePropertyName("Val"u8);
        writer.WriteTipset(tipset);
        writer.WriteEndObject();
    }
}
