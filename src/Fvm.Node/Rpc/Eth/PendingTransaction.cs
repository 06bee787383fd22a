using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>A message that waits, as Ethereum's tools know it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Transaction">The transaction that it is, if it is one.</param>
/// <param name="Hash">The transaction's hash, or the digest of the CID.</param>
/// <param name="Sender">Who sends it.</param>
/// <param name="Receiver">Who receives it; null for one that makes a contract.</param>
internal sealed record PendingTransaction(Message Message, EthereumTransaction? Transaction, ReadOnlyMemory<byte> Hash, EvmAddress Sender, EvmAddress? Receiver)
{
    /// <summary>Looks at a message.</summary>
    public static PendingTransaction Of(SignedMessage signed, Devnet net)
    {
        EthereumTransaction? transaction = TransactionMessages.TransactionOf(signed, net.Options.ChainId);
        ChainState state = net.StateAt();
        EvmAddress? receiver = transaction is null ? state.EthereumAddressOf(signed.Message.To) : transaction.To;
        return new PendingTransaction(
            signed.Message, transaction, transaction?.Hash() ?? signed.Cid.Digest.ToArray(), state.EthereumAddressOf(signed.Message.From) ?? default, receiver);
    }

    /// <summary>The transaction's hash, or the digest of the CID.</summary>
    public static ReadOnlyMemory<byte> HashOf(SignedMessage signed, Devnet net) => TransactionMessages.TransactionOf(signed, net.Options.ChainId)?.Hash() ?? signed.Cid.Digest.ToArray();

    /// <summary>The one with a hash that waits, or null.</summary>
    public static PendingTransaction? Find(Devnet net, byte[] hash) => net.Pending().FirstOrDefault(message => HashOf(message, net).Span.SequenceEqual(hash)) is { } found ? Of(found, net) : null;

    /// <summary>All that wait.</summary>
    public static IEnumerable<PendingTransaction> All(Devnet net) => net.Pending().Select(message => Of(message, net));
}
