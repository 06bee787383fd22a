using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;
using Fvm.Node.Rpc.Traces;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Otterscan;

/// <summary>
/// The transactions that an address has to do with, backwards and forwards from a block: who sends, who receives, who is called or made inside. A page has whole blocks.
/// What the messages themselves do not tell is found by running them again.
/// </summary>
internal sealed class OtterscanSearch(Devnet net, EvmAddress address)
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("ots_searchTransactionsBefore", call => new OtterscanSearch(net, call.Required(0, "address").EthereumAddress()).BeforeAsync(call));
        table.AddWaiting("ots_searchTransactionsAfter", call => new OtterscanSearch(net, call.Required(0, "address").EthereumAddress()).AfterAsync(call));
    }

    private async ValueTask BeforeAsync(RpcCall call)
    {
        (long block, long size) = Read(call);
        long newest = net.Latest().Height;
        long from = block == 0 ? newest : Math.Min(block - 1, newest);
        var found = new List<MessagePlace>();
        ExecutedTipset? at = net.Chain.AtOrBefore(from);
        for (; at is { Height: > 0 } && found.Count < size; at = net.Chain.AtOrBefore(at.Height - 1))
            found.AddRange((await InAsync(at, call.Cancelled).ConfigureAwait(false)).Reverse());
        Write(call.Result, found, isFirst: from >= newest, isLast: at is null or { Height: 0 });
    }

    private async ValueTask AfterAsync(RpcCall call)
    {
        (long block, long size) = Read(call);
        long newest = net.Latest().Height;
        var found = new List<MessagePlace>();
        long next = block + 1;
        while (found.Count < size && next <= newest && net.Chain.AtOrAfter(next) is { } at && at.Height <= newest)
        {
            found.AddRange(await InAsync(at, call.Cancelled).ConfigureAwait(false));
            next = at.Height + 1;
        }

        found.Reverse();
        Write(call.Result, found, isFirst: next > newest, isLast: block == 0);
    }

    private static (long Block, long Size) Read(RpcCall call)
    {
        RpcValue block = call.Required(1, "block");
        RpcValue size = call.Required(2, "page size");
        return (Math.Min(block.Int63(), long.MaxValue - 1), size.Int63() is > 0 and var wanted ? wanted : throw size.Wrong("a page has at least one transaction"));
    }

    /// <summary>The transactions of a block that the address has to do with.</summary>
    private async Task<IEnumerable<MessagePlace>> InAsync(ExecutedTipset tipset, CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        bool[] isMeant = [.. tipset.Messages.Select(Names)];
        if (tipset.Messages.Where((message, i) => !isMeant[i] && MayCall(message, tipset)).Any())
        {
            foreach (TracedMessage message in await TracedMessage.OfAsync(net, tipset).ConfigureAwait(false))
                isMeant[message.Place!.Message.Index] |= message.Outermost?.Flat().Any(call => call.Call.From == address || call.Call.To == address) ?? false;
        }

        return tipset.Messages.Where((_, i) => isMeant[i]).Select(message => new MessagePlace(tipset, message));
    }

    private bool Names(AppliedMessage message) =>
        message.Sender == address || message.Receiver == address || message.CreatedContract == address || message.Logs.Any(log => log.Address == address);

    /// <summary>Whether anything can happen inside: not where the receiver is an account.</summary>
    private bool MayCall(AppliedMessage message, ExecutedTipset tipset)
    {
        ChainState state = net.StateAt(tipset);
        return state.Actor(message.Message.To) is not { } actor || state.TypeOf(actor) is not (BuiltinActor.Account or BuiltinActor.EthAccount or BuiltinActor.Placeholder);
    }

    private void Write(Utf8JsonWriter result, List<MessagePlace> found, bool isFirst, bool isLast)
    {
        result.WriteStartObject();
        result.WriteStartArray("txs"u8);
        foreach (MessagePlace place in found)
            result.WriteTransaction(place, net.Options.ChainId);
        result.WriteEndArray();
        result.WriteStartArray("receipts"u8);
        foreach (MessagePlace place in found)
            result.WriteOtterscanReceipt(place);
        result.WriteEndArray();
        result.WriteBoolean("firstPage"u8, isFirst);
        result.WriteBoolean("lastPage"u8, isLast);
        result.WriteEndObject();
    }
}
