using System.Text.Json;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Several transactions, one after the other, that leave nothing: <c>eth_simulateV1</c> (execution-apis) and Erigon's <c>eth_callMany</c>.</summary>
internal static class EthSimulation
{
    private const int MaxBlocks = 256;
    private const int MaxCalls = 10_000;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("eth_simulateV1", async call =>
        {
            RpcValue request = call.Required(0, "simulation");
            foreach (string name in (string[])["validation", "traceTransfers"])
            {
                if (request.Member(name).IsOn())
                    throw request.Member(name).Wrong("it can only be false here: calls are free, and transfers are no logs on Filecoin");
            }

            bool full = request.Member("returnFullTransactions").IsOn();
            ExecutedTipset at = net.StateBlock(call.Optional(1, "block"));
            List<SimulationPlan> plans = [.. Limited(request.Need("blockStateCalls"), MaxBlocks).Select(block => Plan(net, block.Member("calls"), block.Member("stateOverrides"), block.Member("blockOverrides")))];
            IReadOnlyList<SimulatedTipset> made = await net.SimulateAsync(at, plans, call.Cancelled).ConfigureAwait(false);
            call.Result.WriteStartArray();
            byte[] parent = at.Hash.ToArray();
            foreach (SimulatedTipset block in made)
                parent = WriteBlock(call.Result, block, parent, full, net.Options.ChainId);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("eth_callMany", async call =>
        {
            RpcValue context = call.Optional(1, "context");
            ExecutedTipset at = net.StateBlock(context.IsMissing ? context : context.Member("blockNumber"));
            RpcValue overrides = call.Optional(2, "state overrides");
            List<SimulationPlan> plans = [];
            foreach (RpcValue bundle in Limited(call.Required(0, "bundles"), MaxBlocks))
                plans.Add(Plan(net, bundle.Need("transactions"), plans.Count == 0 ? overrides : default, bundle.Member("blockOverride")));
            IReadOnlyList<SimulatedTipset> made = await net.SimulateAsync(at, plans, call.Cancelled).ConfigureAwait(false);
            call.Result.WriteStartArray();
            foreach (SimulatedTipset block in made)
                WriteValues(call.Result, block);
            call.Result.WriteEndArray();
        });
    }

    private static SimulationPlan Plan(Devnet net, RpcValue calls, RpcValue state, RpcValue block) => new(
        calls.IsMissing ? [] : [.. Limited(calls, MaxCalls).Select(static call => CallRequest.Read(call)).Select(static request => request.ToMessage() with { GasLimit = request.Gas ?? 0 })],
        CallOverrides.Read(net, default, state, block));

    private static RpcValue[] Limited(RpcValue list, int most)
    {
        RpcValue[] items = [.. list.Items()];
        return items.Length <= most ? items : throw new RpcException(RpcErrorCode.LimitExceeded, $"there are {items.Length} of them, at most {most} are run");
    }

    private static void WriteValues(Utf8JsonWriter writer, SimulatedTipset block)
    {
        writer.WriteStartArray();
        foreach (CallResult result in block.Calls)
        {
            writer.WriteStartObject();
            if (result.IsSuccess)
                writer.WriteData("value"u8, Returned(result).Span);
            else
                WriteError(writer, result);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A block that there is not: its hash is one of what it holds, its roots but the state's are zero.</summary>
    /// <returns>Its hash.</returns>
    private static byte[] WriteBlock(Utf8JsonWriter writer, SimulatedTipset block, byte[] parent, bool full, ulong chainId)
    {
        byte[] hash = Blake2b.Hash256([.. parent, .. block.StateRoot.Bytes, .. BitConverter.GetBytes(block.Height), .. BitConverter.GetBytes(block.Timestamp)]);
        writer.WriteStartObject();
        writer.WriteSimulatedHeader(block, hash, parent);
        writer.WriteStartArray("transactions"u8);
        for (int i = 0; i < block.Calls.Count; i++)
        {
            if (full)
                WriteTransaction(writer, block, hash, i, chainId);
            else
                writer.WriteData(HashOf(block.Calls[i]));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("uncles"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("calls"u8);
        for (int i = 0; i < block.Calls.Count; i++)
            WriteCall(writer, block, hash, i);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return hash;
    }

    private static void WriteCall(Utf8JsonWriter writer, SimulatedTipset block, byte[] hash, int index)
    {
        CallResult result = block.Calls[index];
        writer.WriteStartObject();
        writer.WriteData("returnData"u8, Returned(result).Span);
        writer.WriteStartArray("logs"u8);
        foreach (EthereumLog log in result.Logs)
            writer.WriteLog(log, block.Height, hash, block.Timestamp, HashOf(result), index);
        writer.WriteEndArray();
        writer.WriteQuantity("gasUsed"u8, result.Receipt.GasUsed);
        writer.WriteQuantity("status"u8, result.IsSuccess ? 1UL : 0);
        if (!result.IsSuccess)
            WriteError(writer, result);
        writer.WriteEndObject();
    }

    private static void WriteTransaction(Utf8JsonWriter writer, SimulatedTipset block, byte[] hash, int index, ulong chainId)
    {
        Message message = block.Calls[index].Message;
        writer.WriteStartObject();
        writer.WriteData("hash"u8, HashOf(block.Calls[index]));
        writer.WriteData("blockHash"u8, hash);
        writer.WriteQuantity("blockNumber"u8, (ulong)block.Height);
        writer.WriteQuantity("transactionIndex"u8, (ulong)index);
        writer.WriteAddress("from"u8, AddressOf(message.From));
        if (message.To == SingletonActors.EthereumAddressManager.ToAddress())
            writer.WriteNull("to"u8);
        else
            writer.WriteAddress("to"u8, AddressOf(message.To));
        writer.WriteQuantity("value"u8, message.Value.Atto);
        writer.WriteQuantity("nonce"u8, message.Sequence);
        writer.WriteQuantity("gas"u8, message.GasLimit);
        writer.WriteData("input"u8, NativeInput.Of(message));
        writer.WriteQuantity("type"u8, 2UL);
        writer.WriteQuantity("chainId"u8, chainId);
        foreach (string zero in (string[])["maxFeePerGas", "maxPriorityFeePerGas", "gasPrice", "v", "r", "s"])
            writer.WriteString(zero, "0x0");
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, CallResult result)
    {
        RpcException reason = RevertReason.Of(result);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, reason.Code);
        writer.WriteString("message"u8, RpcJson.WellFormed(reason.Message));
        writer.WriteData("data"u8, reason.Bytes ?? []);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> HashOf(CallResult result) => result.Message.Cid.Digest;

    private static ReadOnlyMemory<byte> Returned(CallResult result) => result.CreatedContract is null ? result.EthereumReturn : result.CreatedCode;

    private static EvmAddress AddressOf(Address address) => address.TryToEthereum(out byte[]? own) ? EvmAddress.Read(own) : default;
}
