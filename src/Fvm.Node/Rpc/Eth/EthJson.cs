using System.Numerics;
using System.Text.Json;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>
/// Blocks, transactions, receipts and logs as Ethereum's tools read them; where Filecoin has nothing of the kind, what lotus says (<c>chain/types/ethtypes</c>).
/// Roots are the digests of the CIDs that stand for them.
/// </summary>
internal static class EthJson
{
    private const int WordLength = UInt256.ByteLength;
    private static readonly byte[] EmptyUncles = Convert.FromHexString("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");
    private static readonly byte[] Zeros = new byte[WordLength];

    /// <summary>A tipset as a block.</summary>
    public static void WriteBlock(this Utf8JsonWriter writer, ExecutedTipset block, bool full, ulong chainId)
    {
        writer.WriteStartObject();
        writer.WriteBlockMembers(block);
        writer.WriteStartArray("transactions"u8);
        foreach (AppliedMessage message in block.Messages)
        {
            if (full)
                writer.WriteTransaction(new MessagePlace(block, message), chainId);
            else
                writer.WriteData(message.Hash.Span);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What a block is without its transactions: members of the object that is being written.</summary>
    public static void WriteBlockMembers(this Utf8JsonWriter writer, ExecutedTipset block)
    {
        WriteHeaderFields(writer, block);
        writer.WriteQuantity("totalDifficulty"u8, 0);
        writer.WriteQuantity("size"u8, (ulong)block.Tipset.Blocks.Sum(static header => header.Encode().Length));
        writer.WriteStartArray("uncles"u8);
        writer.WriteEndArray();
    }

    /// <summary>What subscribers to new heads get.</summary>
    public static void WriteHead(this Utf8JsonWriter writer, ExecutedTipset block)
    {
        writer.WriteStartObject();
        WriteHeaderFields(writer, block);
        writer.WriteEndObject();
    }

    /// <summary>An applied message as a transaction, with so many bytes of its input.</summary>
    public static void WriteTransaction(this Utf8JsonWriter writer, MessagePlace place, ulong chainId, int input = int.MaxValue)
    {
        AppliedMessage applied = place.Message;
        writer.WriteStartObject();
        writer.WriteData("hash"u8, applied.Hash.Span);
        writer.WriteData("blockHash"u8, place.Tipset.Hash.Span);
        writer.WriteQuantity("blockNumber"u8, (ulong)place.Tipset.Height);
        writer.WriteQuantity("transactionIndex"u8, (ulong)applied.Index);
        writer.WriteAddress("from"u8, applied.Sender);
        WriteBody(writer, applied.Message, applied.Transaction, applied.Receiver, chainId, applied.EffectiveGasPrice.Atto, input);
        writer.WriteEndObject();
    }

    /// <summary>A message that waits as a transaction.</summary>
    public static void WritePending(this Utf8JsonWriter writer, PendingTransaction pending, ulong chainId)
    {
        writer.WriteStartObject();
        writer.WriteData("hash"u8, pending.Hash.Span);
        writer.WriteNull("blockHash"u8);
        writer.WriteNull("blockNumber"u8);
        writer.WriteNull("transactionIndex"u8);
        writer.WriteAddress("from"u8, pending.Sender);
        WriteBody(writer, pending.Message, pending.Transaction, pending.Receiver, chainId, pending.Message.GasFeeCap.Atto);
        writer.WriteEndObject();
    }

    /// <summary>The receipt of an applied message; with a time where that is wanted.</summary>
    public static void WriteReceipt(this Utf8JsonWriter writer, MessagePlace place, ulong? timestamp = null)
    {
        AppliedMessage applied = place.Message;
        writer.WriteStartObject();
        writer.WriteData("transactionHash"u8, applied.Hash.Span);
        writer.WriteQuantity("transactionIndex"u8, (ulong)applied.Index);
        writer.WriteData("blockHash"u8, place.Tipset.Hash.Span);
        writer.WriteQuantity("blockNumber"u8, (ulong)place.Tipset.Height);
        writer.WriteAddress("from"u8, applied.Sender);
        WriteOptional(writer, "to"u8, applied.Receiver);
        writer.WriteData("root"u8, Zeros);
        writer.WriteQuantity("status"u8, applied.Receipt.ExitCode.IsSuccess ? 1UL : 0);
        WriteOptional(writer, "contractAddress"u8, applied.CreatedContract);
        writer.WriteQuantity("cumulativeGasUsed"u8, CumulativeGas(place));
        writer.WriteQuantity("gasUsed"u8, applied.Receipt.GasUsed);
        writer.WriteQuantity("effectiveGasPrice"u8, applied.EffectiveGasPrice.Atto);
        writer.WriteData("logsBloom"u8, Bloom(applied.Logs));
        writer.WriteQuantity("type"u8, TypeOf(applied.Transaction));
        writer.WriteStartArray("logs"u8);
        foreach (EthereumLog log in applied.Logs)
            writer.WriteLog(place, log);
        writer.WriteEndArray();
        if (timestamp is { } time)
            writer.WriteQuantity("timestamp"u8, time);
        writer.WriteEndObject();
    }

    /// <summary>A log of the chain.</summary>
    public static void WriteLog(this Utf8JsonWriter writer, MessagePlace place, EthereumLog log, bool isRemoved = false) => writer.WriteLog(
        log, place.Tipset.Height, place.Tipset.Hash.Span, place.Tipset.Timestamp, place.Message.Hash.Span, place.Message.Index, isRemoved);

    /// <summary>A log, and where it is.</summary>
    public static void WriteLog(
        this Utf8JsonWriter writer, EthereumLog log, long height, ReadOnlySpan<byte> block, ulong timestamp, ReadOnlySpan<byte> transaction, int index, bool isRemoved = false)
    {
        writer.WriteStartObject();
        writer.WriteEmitted(log.Address, log.Topics, log.Data);
        writer.WriteQuantity("blockNumber"u8, (ulong)height);
        writer.WriteData("blockHash"u8, block);
        writer.WriteQuantity("blockTimestamp"u8, timestamp);
        writer.WriteData("transactionHash"u8, transaction);
        writer.WriteQuantity("transactionIndex"u8, (ulong)index);
        writer.WriteQuantity("logIndex"u8, (ulong)log.Index);
        writer.WriteBoolean("removed"u8, isRemoved);
        writer.WriteEndObject();
    }

    /// <summary>What a log says: members of the object that is being written.</summary>
    public static void WriteEmitted(this Utf8JsonWriter writer, EvmAddress emitter, IReadOnlyList<ReadOnlyMemory<byte>> topics, ReadOnlyMemory<byte> data)
    {
        writer.WriteAddress("address"u8, emitter);
        writer.WriteStartArray("topics"u8);
        foreach (ReadOnlyMemory<byte> topic in topics)
            writer.WriteData(topic.Span);
        writer.WriteEndArray();
        writer.WriteData("data"u8, data.Span);
    }

    /// <summary>The header of a block that there is not; what it has not is zero.</summary>
    public static void WriteSimulatedHeader(this Utf8JsonWriter writer, SimulatedTipset block, byte[] hash, byte[] parent)
    {
        var bloom = Bloom([.. block.Calls.SelectMany(static call => call.Logs)]);
        writer.WriteQuantity("number"u8, (ulong)block.Height);
        writer.WriteData("hash"u8, hash);
        writer.WriteData("parentHash"u8, parent);
        writer.WriteData("sha3Uncles"u8, EmptyUncles);
        writer.WriteData("logsBloom"u8, bloom);
        writer.WriteData("transactionsRoot"u8, Zeros);
        writer.WriteData("stateRoot"u8, block.StateRoot.Digest);
        writer.WriteData("receiptsRoot"u8, Zeros);
        writer.WriteAddress("miner"u8, default);
        writer.WriteQuantity("difficulty"u8, 0);
        writer.WriteQuantity("totalDifficulty"u8, 0);
        writer.WriteData("extraData"u8, []);
        writer.WriteQuantity("size"u8, 0);
        writer.WriteQuantity("gasLimit"u8, NetworkConstants.BlockGasLimit);
        writer.WriteQuantity("gasUsed"u8, block.Calls.Aggregate(0UL, static (sum, call) => sum + call.Receipt.GasUsed));
        writer.WriteQuantity("timestamp"u8, block.Timestamp);
        writer.WriteData("mixHash"u8, Zeros);
        writer.WriteData("nonce"u8, Zeros.AsSpan(0, sizeof(ulong)));
        writer.WriteQuantity("baseFeePerGas"u8, block.BaseFee.Atto);
    }

    private static void WriteHeaderFields(Utf8JsonWriter writer, ExecutedTipset block)
    {
        writer.WriteQuantity("number"u8, (ulong)block.Height);
        writer.WriteData("hash"u8, block.Hash.Span);
        writer.WriteData("parentHash"u8, block.ParentHash.Span);
        writer.WriteData("sha3Uncles"u8, EmptyUncles);
        writer.WriteData("logsBloom"u8, block.Bloom.Span);
        writer.WriteData("transactionsRoot"u8, block.Tipset.Blocks[0].Messages.Digest);
        writer.WriteData("stateRoot"u8, block.StateRoot.Digest);
        writer.WriteData("receiptsRoot"u8, block.ReceiptsRoot.Digest);
        writer.WriteAddress("miner"u8, default);
        writer.WriteQuantity("difficulty"u8, 0);
        writer.WriteData("extraData"u8, []);
        writer.WriteQuantity("gasLimit"u8, NetworkConstants.BlockGasLimit * (ulong)block.Tipset.Blocks.Count);
        writer.WriteQuantity("gasUsed"u8, block.GasUsed);
        writer.WriteQuantity("timestamp"u8, block.Timestamp);
        writer.WriteData("mixHash"u8, Zeros);
        writer.WriteData("nonce"u8, Zeros.AsSpan(0, sizeof(ulong)));
        writer.WriteQuantity("baseFeePerGas"u8, block.BaseFee.Atto);
    }

    private static void WriteBody(
        Utf8JsonWriter writer, Message message, EthereumTransaction? transaction, EvmAddress? receiver, ulong chainId, BigInteger price, int input = int.MaxValue)
    {
        WriteOptional(writer, "to"u8, receiver);
        writer.WriteQuantity("value"u8, message.Value.Atto);
        writer.WriteQuantity("nonce"u8, message.Sequence);
        writer.WriteQuantity("gas"u8, message.GasLimit);
        ReadOnlySpan<byte> whole = transaction is null ? NativeInput.Of(message) : transaction.Input.Span;
        writer.WriteData("input"u8, whole[..Math.Min(whole.Length, input)]);
        ulong type = TypeOf(transaction);
        writer.WriteQuantity("type"u8, type);
        if (transaction?.Kind != EthereumTransactionKind.Homestead)
            writer.WriteQuantity("chainId"u8, chainId);
        writer.WriteQuantity("gasPrice"u8, price);
        if (type == 2)
        {
            writer.WriteQuantity("maxFeePerGas"u8, message.GasFeeCap.Atto);
            writer.WriteQuantity("maxPriorityFeePerGas"u8, message.GasPremium.Atto);
            writer.WriteStartArray("accessList"u8);
            writer.WriteEndArray();
            writer.WriteQuantity("yParity"u8, transaction is null ? 0 : transaction.V.ToBigInteger());
        }

        writer.WriteQuantity("v"u8, transaction is null ? 0 : transaction.V.ToBigInteger());
        writer.WriteQuantity("r"u8, transaction is null ? 0 : transaction.R.ToBigInteger());
        writer.WriteQuantity("s"u8, transaction is null ? 0 : transaction.S.ToBigInteger());
    }

    /// <summary>Messages that were no transactions count as those of EIP-1559, whose fees they have.</summary>
    private static ulong TypeOf(EthereumTransaction? transaction) => transaction is null or { Kind: EthereumTransactionKind.Eip1559 } ? 2UL : 0;

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, EvmAddress? address)
    {
        if (address is { } known)
            writer.WriteAddress(name, known);
        else
            writer.WriteNull(name);
    }

    private static ulong CumulativeGas(MessagePlace place)
    {
        ulong sum = 0;
        for (int i = 0; i <= place.Message.Index; i++)
            sum += place.Tipset.Messages[i].Receipt.GasUsed;
        return sum;
    }

    private static ReadOnlySpan<byte> Bloom(IReadOnlyList<EthereumLog> logs)
    {
        var bloom = new LogsBloom();
        foreach (EthereumLog log in logs)
        {
            bloom.Add(log.Address.ToArray());
            foreach (ReadOnlyMemory<byte> topic in log.Topics)
                bloom.Add(topic.Span);
        }

        return bloom.Bytes;
    }
}
