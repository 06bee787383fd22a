using System.Text.Json;
using Fvm.Evm;
using Fvm.Evm.Tracing;

namespace Fvm.Node.Rpc.Traces;

/// <summary>Steps of the EVM as geth's struct logs (<c>eth/tracers/logger</c>), with hex as anvil writes it. Gas is Filecoin's.</summary>
internal static class StructLogJson
{
    /// <summary>The tracer that a request needs: it keeps one step more than may be answered, so that more is noticed.</summary>
    public static StructLogTracer Tracer(TracerRequest request, RpcLimits limits) =>
        new(new StructLogOptions(request.Stack, request.Memory, request.Storage, request.Limit == 0 ? limits.TraceSteps : Math.Min(request.Limit, limits.TraceSteps)));

    /// <summary>Writes them.</summary>
    /// <exception cref="RpcException">There are more than the limit, and the request did not ask for fewer.</exception>
    public static void WriteStructLogs(this Utf8JsonWriter writer, TracedMessage message, StructLogTracer tracer, TracerRequest request, RpcLimits limits)
    {
        if (request.Limit == 0 && tracer.StepCount > limits.TraceSteps)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"the trace has {tracer.StepCount} steps; at most {limits.TraceSteps} are given: ask for the first ones with limit, or for the callTracer");
        writer.WriteStartObject();
        writer.WriteBoolean("failed"u8, !message.Receipt.ExitCode.IsSuccess);
        writer.WriteNumber("gas"u8, message.Receipt.GasUsed);
        writer.WriteData("returnValue"u8, message.Output.Span);
        writer.WriteStartArray("structLogs"u8);
        var storage = new Dictionary<EvmAddress, SortedDictionary<UInt256, UInt256>>();
        foreach (StructLog step in tracer.Logs)
            WriteStep(writer, step, storage);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, StructLog step, Dictionary<EvmAddress, SortedDictionary<UInt256, UInt256>> storage)
    {
        writer.WriteStartObject();
        writer.WriteNumber("pc"u8, step.Pc);
        writer.WriteString("op"u8, step.Op);
        writer.WriteNumber("gas"u8, step.Gas);
        writer.WriteNumber("gasCost"u8, step.GasCost);
        writer.WriteNumber("depth"u8, step.Depth);
        if (step.Stack is { } stack)
        {
            writer.WriteStartArray("stack"u8);
            foreach (UInt256 word in stack)
                writer.WriteQuantity(word.ToBigInteger());
            writer.WriteEndArray();
        }

        if (step.Memory is { } memory)
            WriteMemory(writer, memory);
        if (step.Storage is { } slot)
            WriteStorage(writer, step.Self, slot, storage);
        writer.WriteNumber("refund"u8, step.Refund);
        writer.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter writer, byte[] memory)
    {
        writer.WriteStartArray("memory"u8);
        for (int at = 0; at < memory.Length; at += UInt256.ByteLength)
            writer.WriteData(memory.AsSpan(at, Math.Min(UInt256.ByteLength, memory.Length - at)));
        writer.WriteEndArray();
    }

    /// <summary>All words that the contract's frames have touched so far.</summary>
    private static void WriteStorage(Utf8JsonWriter writer, EvmAddress contract, KeyValuePair<UInt256, UInt256> slot, Dictionary<EvmAddress, SortedDictionary<UInt256, UInt256>> storage)
    {
        if (!storage.TryGetValue(contract, out SortedDictionary<UInt256, UInt256>? words))
            storage[contract] = words = [];
        words[slot.Key] = slot.Value;
        writer.WriteStartObject("storage"u8);
        foreach ((UInt256 key, UInt256 word) in words)
            writer.WriteData(HexName(key), word.ToBigEndian());
        writer.WriteEndObject();
    }

    /// <summary>A word as the name of a member: 32 bytes in hex.</summary>
    public static ReadOnlySpan<byte> HexName(UInt256 word) => System.Text.Encoding.ASCII.GetBytes("0x" + Convert.ToHexStringLower(word.ToBigEndian()));
}
