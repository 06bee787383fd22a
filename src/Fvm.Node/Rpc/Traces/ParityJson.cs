using System.Text.Json;
using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Traces;

/// <summary>Traces in Parity's form: flat, each with its place in the tree.</summary>
internal static class ParityJson
{
    private static readonly byte[] SomeCode = [0xfe];

    /// <summary>
    /// A trace as lotus gives it (<c>chain/types/ethtypes</c>, EthTrace): the gas used is the call's own, and 0xfe stands for the code of a contract that was made.
    /// </summary>
    public static void WriteLotusTrace(this Utf8JsonWriter writer, EthereumCall call, IReadOnlyList<int> place, MessagePlace? where = null)
    {
        writer.WriteStartObject();
        WriteHead(writer, call, place);
        ReadOnlySpan<byte> code = call.Exit.IsSuccess ? SomeCode : call.Output.Span;
        WriteBody(writer, call, call.Gas, call.OwnGas, code, isGeth: false);
        if (where is not null)
            WriteWhere(writer, where);
        writer.WriteEndObject();
    }

    /// <summary>A message's traces as geth's <c>flatCallTracer</c> gives them: gas with the calls inside, real code where the contract stands.</summary>
    public static void WriteFlatCalls(this Utf8JsonWriter writer, TracedMessage message)
    {
        writer.WriteStartArray();
        foreach ((EthereumCall call, IReadOnlyList<int> place) in message.OutermostOrRefused.Flat())
        {
            bool isOutermost = place.Count == 0;
            writer.WriteStartObject();
            WriteHead(writer, call, place);
            ReadOnlySpan<byte> code = call.Exit.IsSuccess && call.To is { } made ? message.Names.CodeOf(made).Span : call.Output.Span;
            WriteBody(writer, call, isOutermost ? message.Message.GasLimit : call.Gas, isOutermost ? message.Receipt.GasUsed : call.TotalGas, code, isGeth: true);
            if (message.Place is { } where)
                WriteWhere(writer, where);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHead(Utf8JsonWriter writer, EthereumCall call, IReadOnlyList<int> place)
    {
        writer.WriteString("type"u8, call.IsCreation ? "create"u8 : "call"u8);
        if (CallErrors.Parity(call) is { } error)
            writer.WriteString("error"u8, error);
        writer.WriteNumber("subtraces"u8, call.Calls.Count);
        writer.WriteStartArray("traceAddress"u8);
        foreach (int step in place)
            writer.WriteNumberValue(step);
        writer.WriteEndArray();
    }

    private static void WriteBody(Utf8JsonWriter writer, EthereumCall call, ulong gas, ulong gasUsed, ReadOnlySpan<byte> code, bool isGeth)
    {
        writer.WriteStartObject("action"u8);
        if (!call.IsCreation)
            writer.WriteString("callType"u8, CallType(call.Kind));
        writer.WriteAddress("from"u8, call.From);
        if (!call.IsCreation)
            writer.WriteAddress("to"u8, call.To ?? default);
        writer.WriteQuantity("gas"u8, gas);
        writer.WriteQuantity("value"u8, call.Value.Atto);
        writer.WriteData(call.IsCreation ? "init"u8 : "input"u8, call.Input.Span);
        if (isGeth && call.IsCreation)
            writer.WriteString("creationMethod"u8, call.Kind == EthereumCallKind.Create2 ? "create2"u8 : "create"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("result"u8);
        if (call is { IsCreation: true, To: { } made })
            writer.WriteAddress("address"u8, made);
        writer.WriteQuantity("gasUsed"u8, gasUsed);
        if (call.IsCreation)
            writer.WriteData("code"u8, code);
        else
            writer.WriteData("output"u8, call.Output.Span);
        writer.WriteEndObject();
    }

    private static void WriteWhere(Utf8JsonWriter writer, MessagePlace where)
    {
        writer.WriteData("blockHash"u8, where.Tipset.Hash.Span);
        writer.WriteNumber("blockNumber"u8, where.Tipset.Height);
        writer.WriteData("transactionHash"u8, where.Message.Hash.Span);
        writer.WriteNumber("transactionPosition"u8, where.Message.Index);
    }

    private static ReadOnlySpan<byte> CallType(EthereumCallKind kind) => kind switch
    {
        EthereumCallKind.StaticCall => "staticcall"u8,
        EthereumCallKind.DelegateCall => "delegatecall"u8,
        _ => "call"u8,
    };
}
