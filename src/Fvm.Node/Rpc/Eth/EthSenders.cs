using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Transactions by who sent them.</summary>
internal static class EthSenders
{
    public static void Add(RpcMethodTable table, Devnet net) => table.Add("eth_getTransactionBySenderAndNonce", call =>
    {
        EvmAddress sender = call.Required(0, "sender").EthereumAddress();
        ulong nonce = call.Required(1, "nonce").UInt64();
        if (Find(net, sender, nonce) is { } place)
            call.Result.WriteTransaction(place, net.Options.ChainId);
        else if (PendingTransaction.All(net).FirstOrDefault(waiting => waiting.Sender == sender && waiting.Message.Sequence == nonce) is { } pending)
            call.Result.WritePending(pending, net.Options.ChainId);
        else
            call.Result.WriteNullValue();
    });

    /// <summary>A transaction of the chain by who sent it. The first tipset after which the sender's nonce is beyond it has the message, unless a developer set the nonce.</summary>
    public static MessagePlace? Find(Devnet net, EvmAddress sender, ulong nonce)
    {
        Address address = Address.FromEthereum(sender.ToArray());
        if (NonceAfter(net.Latest()) <= nonce)
            return null;
        long low = net.Chain.Genesis.Height;
        long high = net.Latest().Height;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (NonceAfter(net.Chain.AtOrBefore(middle)!) > nonce)
                high = middle;
            else
                low = middle + 1;
        }

        ExecutedTipset tipset = net.Chain.AtOrBefore(low)!;
        return tipset.Messages.FirstOrDefault(message => message.Sender == sender && message.Message.Sequence == nonce) is { } found ? new MessagePlace(tipset, found) : null;

        ulong NonceAfter(ExecutedTipset at) => net.StateAt(at).Actor(address)?.Nonce ?? 0;
    }
}
