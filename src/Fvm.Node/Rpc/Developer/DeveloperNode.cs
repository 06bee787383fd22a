using System.Globalization;
using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Developer;

/// <summary>What the node is and what waits in it. Hardhat's plugins ask <c>anvil_nodeInfo</c> to learn that this is a development node.</summary>
internal static class DeveloperNode
{
    private static readonly string InstanceId = "0x" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("anvil_nodeInfo", call => WriteInfo(call.Result, net));
        table.Add("anvil_getGenesisTime", call => call.Result.WriteNumberValue(net.Chain.Genesis.Timestamp));
        // As anvil has it: where there is a base fee, that and the premium decide.
        table.AddAll("anvil_setMinGasPrice hardhat_setMinGasPrice", static call =>
        {
            call.Required(0, "price").Amount();
            throw new RpcException(RpcErrorCode.InvalidParameters, "anvil_setMinGasPrice is not supported when EIP-1559 is active");
        });
        table.Add("anvil_setRpcUrl", call =>
        {
            call.Required(0, "url").Text();
            if (net.Options.Fork is not null)
                throw new RpcException(RpcErrorCode.ServerError, "what a fork is of cannot be changed: begin another one (fvm devnet --fork URL)");
            call.Result.WriteNullValue();
        });
        table.Add("anvil_metadata", call => WriteMetadata(call.Result, net));
        table.Add("txpool_status", call =>
        {
            (int pending, int queued) = Split(net).Aggregate((0, 0), static (sum, one) => one.IsReady ? (sum.Item1 + 1, sum.Item2) : (sum.Item1, sum.Item2 + 1));
            call.Result.WriteStartObject();
            call.Result.WriteQuantity("pending"u8, (ulong)pending);
            call.Result.WriteQuantity("queued"u8, (ulong)queued);
            call.Result.WriteEndObject();
        });
        table.Add("txpool_content", call => WritePool(call.Result, net, null, WriteWhole(net)));
        table.Add("txpool_contentFrom", call => WritePool(call.Result, net, call.Required(0, "address").EthereumAddress().ToString(), WriteWhole(net)));
        table.Add("txpool_inspect", call => WritePool(call.Result, net, null, static (writer, one) => writer.WriteStringValue(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Receiver?.ToString() ?? "contract creation"}: {one.Message.Value.Atto} wei + {one.Message.GasLimit} gas × {one.Message.GasFeeCap.Atto} wei"))));
        AddDrops(table, net);
    }

    private static void AddDrops(RpcMethodTable table, Devnet net)
    {
        table.AddAllWaiting("hardhat_dropTransaction anvil_dropTransaction", async call =>
        {
            byte[] hash = call.Required(0, "hash").Hash();
            SignedMessage? waiting = net.Pending().FirstOrDefault(message => PendingTransaction.Of(message, net).Hash.Span.SequenceEqual(hash));
            bool isDropped = waiting is not null && await net.Developer.DropMessageAsync(waiting.Cid).ConfigureAwait(false);
            call.Result.WriteBooleanValue(isDropped);
        });
        table.AddAllWaiting("anvil_dropAllTransactions hardhat_dropAllTransactions", async call =>
        {
            await net.Developer.DropAllMessagesAsync().ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddWaiting("anvil_removePoolTransactions", async call =>
        {
            Address sender = call.Required(0, "address").AnyAddress();
            foreach (SignedMessage message in net.Pending().Where(message => message.Message.From == sender))
                await net.Developer.DropMessageAsync(message.Cid).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddAll("anvil_setLoggingEnabled hardhat_setLoggingEnabled", call =>
        {
            // What is printed is the tool's business, not a client's.
            call.Required(0, "on").Flag();
            call.Result.WriteNullValue();
        });
    }

    private static void WriteInfo(Utf8JsonWriter result, Devnet net)
    {
        ExecutedTipset head = net.Head;
        result.WriteStartObject();
        result.WriteNumber("currentBlockNumber"u8, head.Height);
        result.WriteNumber("currentBlockTimestamp"u8, head.Timestamp);
        result.WriteData("currentBlockHash"u8, head.Hash.Span);
        result.WriteString("hardFork"u8, "cancun");
        result.WriteString("transactionOrder"u8, "fees");
        result.WriteString("network"u8, $"filecoin nv{(int)net.NetworkVersion}");
        result.WriteStartObject("environment"u8);
        result.WriteQuantity("baseFee"u8, net.NextBaseFee.Atto);
        result.WriteNumber("chainId"u8, net.Options.ChainId);
        result.WriteNumber("gasLimit"u8, NetworkConstants.BlockGasLimit);
        result.WriteQuantity("gasPrice"u8, net.NextBaseFee.Atto + EthFees.Premium);
        result.WriteEndObject();
        result.WriteStartObject("forkConfig"u8);
        if (net.Fork is { } fork)
        {
            result.WriteString("forkUrl"u8, fork.Endpoint.Shown);
            result.WriteNumber("forkBlockNumber"u8, fork.Epoch);
            result.WriteNumber("forkRetryBackoff"u8, (long)net.Options.Fork!.BackOff.TotalMilliseconds);
            // Not anvil's: what the fork has cost the other node so far.
            result.WriteNumber("requests"u8, fork.Requests);
            result.WriteNumber("blocks"u8, fork.Blocks);
            result.WriteNumber("bytes"u8, fork.Bytes);
        }

        result.WriteEndObject();
        result.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter result, Devnet net)
    {
        result.WriteStartObject();
        result.WriteString("clientVersion"u8, EthIdentity.ClientVersion);
        result.WriteNumber("chainId"u8, net.Options.ChainId);
        result.WriteString("instanceId"u8, InstanceId);
        result.WriteNumber("latestBlockNumber"u8, net.Head.Height);
        result.WriteData("latestBlockHash"u8, net.Head.Hash.Span);
        if (net.Upstream is { } upstream)
        {
            result.WriteStartObject("forkedNetwork"u8);
            result.WriteNumber("chainId"u8, upstream.ChainId);
            result.WriteNumber("forkBlockNumber"u8, upstream.LastEpoch);
            result.WriteData("forkBlockHash"u8, upstream.LastKey.Cid.Digest);
            result.WriteEndObject();
        }
        else
        {
            result.WriteNull("forkedNetwork"u8);
        }

        result.WriteStartObject("snapshots"u8);
        result.WriteEndObject();
        result.WriteEndObject();
    }

    private static Action<Utf8JsonWriter, PendingTransaction> WriteWhole(Devnet net) => (writer, one) => writer.WritePending(one, net.Options.ChainId);

    private static void WritePool(Utf8JsonWriter result, Devnet net, string? only, Action<Utf8JsonWriter, PendingTransaction> write)
    {
        (PendingTransaction Transaction, bool IsReady)[] all = [.. Split(net)];
        result.WriteStartObject();
        foreach (bool isReady in (bool[])[true, false])
        {
            result.WriteStartObject(isReady ? "pending"u8 : "queued"u8);
            foreach (IGrouping<string, (PendingTransaction Transaction, bool IsReady)> sender in all
                .Where(one => one.IsReady == isReady).GroupBy(static one => one.Transaction.Sender.ToChecksumString(), StringComparer.Ordinal))
            {
                if (only is not null && !sender.Key.Equals(only, StringComparison.OrdinalIgnoreCase))
                    continue;
                if (only is null)
                    result.WriteStartObject(sender.Key);
                foreach ((PendingTransaction transaction, _) in sender)
                {
                    result.WritePropertyName(transaction.Message.Sequence.ToString(CultureInfo.InvariantCulture));
                    write(result, transaction);
                }

                if (only is null)
                    result.WriteEndObject();
            }

            result.WriteEndObject();
        }

        result.WriteEndObject();
    }

    /// <summary>What could be mined next, and what waits for nonces before it.</summary>
    private static IEnumerable<(PendingTransaction Transaction, bool IsReady)> Split(Devnet net)
    {
        var next = new Dictionary<EvmAddress, ulong>();
        foreach (SignedMessage message in net.Pending())
        {
            PendingTransaction transaction = PendingTransaction.Of(message, net);
            ulong expected = next.TryGetValue(transaction.Sender, out ulong known) ? known : net.StateAt().Actor(message.Message.From)?.Nonce ?? 0;
            bool isReady = message.Message.Sequence == expected;
            next[transaction.Sender] = isReady ? expected + 1 : expected;
            yield return (transaction, isReady);
        }
    }
}
