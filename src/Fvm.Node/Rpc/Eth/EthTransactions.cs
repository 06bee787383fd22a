using System.Globalization;
using System.Text.Json;
using Fvm.Ethereum;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Transactions: sent, looked up, waited for.</summary>
internal static class EthTransactions
{
    public static void Add(RpcMethodTable table, Devnet net, ConfirmationWaiters waiters)
    {
        table.AddAllWaiting("eth_sendRawTransaction Filecoin.EthSendRawTransactionUntrusted", async call => call.Result.WriteData(await SendAsync(call, net).ConfigureAwait(false)));
        table.MarkBrief("eth_sendRawTransaction");
        table.AddWaiting("eth_sendRawTransactionSync", call => WriteSentAsync(call, net, () => SendAsync(call, net)));
        // Lotus's gateway limits how far back it looks with the second parameter of the "Limited" ones; here all is at hand.
        table.AddAll("eth_getTransactionByHash Filecoin.EthGetTransactionByHashLimited", call => WriteByHash(call, net));
        table.AddAll("eth_getTransactionReceipt Filecoin.EthGetTransactionReceiptLimited", call =>
        {
            byte[] hash = call.Required(0, "hash").Hash();
            if (!net.TryGetShown(hash, out MessagePlace? place))
            {
                RefuseUnknown(net, hash);
                call.Result.WriteNullValue();
                return;
            }

            call.Result.WriteReceipt(place);
            waiters.SeeReceipt(place);
        });
        table.Add("eth_getRawTransactionByHash", call =>
        {
            byte[] hash = call.Required(0, "hash").Hash();
            if (!net.TryGetShown(hash, out MessagePlace? place))
                RefuseUnknown(net, hash);
            call.Result.WriteRaw(place?.Message);
        });
        table.Add("eth_pendingTransactions", call =>
        {
            call.Result.WriteStartArray();
            foreach (PendingTransaction pending in PendingTransaction.All(net))
                call.Result.WritePending(pending, net.Options.ChainId);
            call.Result.WriteEndArray();
        });
    }

    /// <summary>A transaction as its sender signed it; null for messages that were none.</summary>
    public static void WriteRaw(this Utf8JsonWriter result, AppliedMessage? message)
    {
        if (message?.Transaction is { } transaction)
            result.WriteData(TransactionEncoding.Encode(transaction));
        else
            result.WriteNullValue();
    }

    /// <summary>Puts a transaction into the pool.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="transaction">The transaction.</param>
    /// <exception cref="RpcException">The pool refused it.</exception>
    public static async Task<byte[]> PushAsync(Devnet net, EthereumTransaction transaction)
    {
        PoolAnswer answer = await net.PushAsync(transaction).ConfigureAwait(false);
        return answer.IsAccepted ? transaction.Hash() : throw Refused(answer);
    }

    /// <summary>The error of a message that the pool refused: first the words by which Ethereum's clients know the case, then lotus's.</summary>
    public static RpcException Refused(PoolAnswer answer)
    {
        string known = answer.Verdict switch
        {
            PoolVerdict.NotEnoughFunds => "insufficient funds for gas * price + value: ",
            PoolVerdict.NonceTooLow => "nonce too low: ",
            PoolVerdict.PremiumTooLow => "replacement transaction underpriced: ",
            PoolVerdict.AlreadyThere => "already known: ",
            PoolVerdict.NoSender => "insufficient funds for gas * price + value: ",
            PoolVerdict.FeeCapTooLow => "max fee per gas less than block base fee: ",
            _ => "",
        };
        string hint = answer.Verdict == PoolVerdict.Invalid && answer.Reason?.Contains("gas", StringComparison.OrdinalIgnoreCase) == true
            ? "; Filecoin's gas is another unit than Ethereum's, so limits must come from eth_estimateGas (forge script: --skip-simulation; or fvm devnet --gas lenient)"
            : "";
        string reason = answer.Reason ?? answer.Verdict.ToString();
        return new RpcException(RpcErrorCode.ServerError, $"{known}{reason}{hint}") { Lotus = LotusErrors.Of(reason) };
    }

    /// <summary>Sends a transaction, waits until it is in a tipset, and writes its receipt.</summary>
    /// <param name="call">The call.</param>
    /// <param name="net">The chain.</param>
    /// <param name="send">Sends it, and gives its hash.</param>
    /// <exception cref="RpcException">It is refused or dropped.</exception>
    public static async ValueTask WriteSentAsync(RpcCall call, Devnet net, Func<Task<byte[]>> send)
    {
        using var wait = new MessageWait(net);
        byte[] hash = await send().ConfigureAwait(false);
        call.Result.WriteReceipt(await wait.UntilAsync(
            () => Task.FromResult(net.TryGetShown(hash, out MessagePlace? place) ? place : null),
            dropped => PendingTransaction.HashOf(dropped.Message, net).Span.SequenceEqual(hash)
                ? new RpcException(RpcErrorCode.TransactionRejected, $"the transaction is dropped: {dropped.Reason}")
                : null,
            call.Cancelled).ConfigureAwait(false));
    }

    private static async Task<byte[]> SendAsync(RpcCall call, Devnet net)
    {
        RpcValue raw = call.Required(0, "transaction");
        if (!TransactionEncoding.TryDecode(raw.Data(), net.Options.ChainId, out EthereumTransaction? transaction, out string? error))
        {
            string hint = error.StartsWith("chain id", StringComparison.Ordinal) ? $"invalid chain id for signer: {error}" : error;
            throw new RpcException(RpcErrorCode.ServerError, string.Create(CultureInfo.InvariantCulture, $"the transaction is refused: {hint}"));
        }

        return await PushAsync(net, transaction).ConfigureAwait(false);
    }

    private static void WriteByHash(RpcCall call, Devnet net)
    {
        byte[] hash = call.Required(0, "hash").Hash();
        if (net.TryGetShown(hash, out MessagePlace? place))
            call.Result.WriteTransaction(place, net.Options.ChainId);
        else if (PendingTransaction.Find(net, hash) is { } pending)
            call.Result.WritePending(pending, net.Options.ChainId);
        else
            WriteUnknown(call, net, hash);
    }

    private static void WriteUnknown(RpcCall call, Devnet net, byte[] hash)
    {
        RefuseUnknown(net, hash);
        call.Result.WriteNullValue();
    }

    /// <summary>The upstream of a fork may know it, unless it waits here.</summary>
    private static void RefuseUnknown(Devnet net, byte[] hash)
    {
        if (net.Upstream is not null && !net.Chain.TryGetTransaction(hash, out _) && PendingTransaction.Find(net, hash) is null)
            net.RefuseUnknown($"transaction 0x{Convert.ToHexStringLower(hash)}");
    }
}
