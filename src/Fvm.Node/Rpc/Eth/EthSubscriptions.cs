using System.Security.Cryptography;
using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Subscriptions over a WebSocket: new heads, logs, pending transactions.</summary>
internal static class EthSubscriptions
{
    private const int IdBytes = 16;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("eth_subscribe", call =>
        {
            RpcSession session = call.NeedSession();
            string id = "0x" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
            var values = new HeldValues(value => session.NotifySubscription(id, value));
            RpcValue kind = call.Required(0, "kind");
            Action<ChainChange> watcher = kind.Text() switch
            {
                "newHeads" => Heads(values, net),
                "logs" => Logs(values, net, LogQuery.Read(call.Optional(1, "filter"), net)),
                "newPendingTransactions" => Pending(values, net, call.Optional(1, "full transactions").IsOn()),
                _ => throw kind.Wrong($"newHeads, logs or newPendingTransactions was expected, not {kind.Shown()}"),
            };
            session.Open(id, net.Watch(watcher));
            call.AfterAnswer(() => values.Release());
            call.Result.WriteStringValue(id);
        });
        table.Add("eth_unsubscribe", call => call.Result.WriteBooleanValue(call.NeedSession().Close(call.Required(0, "subscription").Text())));
    }

    private static Action<ChainChange> Heads(HeldValues values, Devnet net) => change =>
    {
        if (net.Told(change) is (ExecutedTipset tipset, false))
            values.Send(writer => writer.WriteHead(tipset));
    };

    private static Action<ChainChange> Logs(HeldValues values, Devnet net, LogQuery query) => change =>
    {
        if (net.Told(change) is not (ExecutedTipset tipset, bool isRemoved))
            return;
        foreach ((MessagePlace place, EthereumLog log) in query.In(tipset))
            values.Send(writer => writer.WriteLog(place, log, isRemoved));
    };

    private static Action<ChainChange> Pending(HeldValues values, Devnet net, bool full) => change =>
    {
        if (change is not MessagePending pending)
            return;
        PendingTransaction transaction = PendingTransaction.Of(pending.Message, net);
        values.Send(writer =>
        {
            if (full)
                writer.WritePending(transaction, net.Options.ChainId);
            else
                writer.WriteData(transaction.Hash.Span);
        });
    };
}
