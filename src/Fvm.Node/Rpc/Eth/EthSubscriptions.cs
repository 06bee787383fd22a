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
            var subscription = new EthSubscription(session, id);
            RpcValue kind = call.Required(0, "kind");
            Action<ChainChange> watcher = kind.Text() switch
            {
                "newHeads" => Heads(subscription, net),
                "logs" => Logs(subscription, net, LogQuery.Read(call.Optional(1, "filter"), net)),
                "newPendingTransactions" => Pending(subscription, net, call.Optional(1, "full transactions").IsOn()),
                _ => throw kind.Wrong($"newHeads, logs or newPendingTransactions was expected, not {kind.Shown()}"),
            };
            session.Open(id, net.Watch(watcher));
            call.AfterAnswer(subscription.Begin);
            call.Result.WriteStringValue(id);
        });
        table.Add("eth_unsubscribe", call => call.Result.WriteBooleanValue(call.NeedSession().Close(call.Required(0, "subscription").Text())));
    }

    private static Action<ChainChange> Heads(EthSubscription subscription, Devnet net) => change =>
    {
        if (net.Told(change) is (ExecutedTipset tipset, false))
            subscription.Send(writer => writer.WriteHead(tipset));
    };

    private static Action<ChainChange> Logs(EthSubscription subscription, Devnet net, LogQuery query) => change =>
    {
        if (net.Told(change) is not (ExecutedTipset tipset, bool isRemoved))
            return;
        foreach ((MessagePlace place, EthereumLog log) in query.In(tipset))
            subscription.Send(writer => writer.WriteLog(place, log, isRemoved));
    };

    private static Action<ChainChange> Pending(EthSubscription subscription, Devnet net, bool full) => change =>
    {
        if (change is not MessagePending pending)
            return;
        PendingTransaction transaction = PendingTransaction.Of(pending.Message, net);
        subscription.Send(writer =>
        {
            if (full)
                writer.WritePending(transaction, net.Options.ChainId);
            else
                writer.WriteData(transaction.Hash.Span);
        });
    };
}
