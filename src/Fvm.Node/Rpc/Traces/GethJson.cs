using System.Globalization;
using System.Text.Json;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Traces;

/// <summary>Traces in geth's forms (<c>eth/tracers/native</c>): the tree of <c>callTracer</c> and the counts of <c>4byteTracer</c>.</summary>
internal static class GethJson
{
    private const int SelectorLength = 4;

    /// <summary>The tree of calls.</summary>
    public static void WriteCallTree(this Utf8JsonWriter writer, TracedMessage message, TracerRequest request)
    {
        var logs = new Dictionary<CallLog, int>(ReferenceEqualityComparer.Instance);
        if (request.WithLog)
            NumberLogs(message.OutermostOrRefused, logs);
        WriteCall(writer, message, message.OutermostOrRefused, request, logs, isOutermost: true);
    }

    /// <summary>How often each function was called with how many bytes of arguments, as <c>"0x27dc297e-128": 1</c>.</summary>
    public static void WriteSelectors(this Utf8JsonWriter writer, TracedMessage message)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((EthereumCall call, _) in message.OutermostOrRefused.Flat())
        {
            if (call.IsCreation || call.Input.Length < SelectorLength)
                continue;
            string key = string.Create(CultureInfo.InvariantCulture, $"0x{Convert.ToHexStringLower(call.Input.Span[..SelectorLength])}-{call.Input.Length - SelectorLength}");
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        writer.WriteStartObject();
        foreach ((string key, int count) in counts)
            writer.WriteNumber(key, count);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, TracedMessage message, EthereumCall call, TracerRequest request, Dictionary<CallLog, int> logs, bool isOutermost)
    {
        writer.WriteStartObject();
        writer.WriteAddress("from"u8, call.From);
        writer.WriteQuantity("gas"u8, isOutermost ? message.Message.GasLimit : call.Gas);
        writer.WriteQuantity("gasUsed"u8, isOutermost ? message.Receipt.GasUsed : call.TotalGas);
        if (call.To is { } to)
            writer.WriteAddress("to"u8, to);
        writer.WriteData("input"u8, call.Input.Span);
        ReadOnlyMemory<byte> output = call is { IsCreation: true, Exit.IsSuccess: true, To: { } made } ? message.Names.CodeOf(made) : call.Output;
        if (!output.IsEmpty)
            writer.WriteData("output"u8, output.Span);
        if (CallErrors.Geth(call) is { } error)
        {
            writer.WriteString("error"u8, error);
            if (call.IsContract && (Panic(call.Output.Span) ?? RevertReason.Text(call.Output.Span)) is { } reason)
                writer.WriteString("revertReason"u8, reason);
        }

        WriteCalls(writer, message, call, request, logs);
        if (request.WithLog)
            WriteLogs(writer, call, logs);
        if (call.Kind != EthereumCallKind.StaticCall)
            writer.WriteQuantity("value"u8, call.ShownValue.Atto);
        writer.WriteString("type"u8, call.Kind.ToString().ToUpperInvariant());
        writer.WriteEndObject();
    }

    /// <summary>What geth calls the panics of Solidity (<c>accounts/abi/abi.go</c>, panicReasons); null for everything else.</summary>
    private static string? Panic(ReadOnlySpan<byte> output) => output.Length == SelectorLength + 32 && output.StartsWith("NH{q"u8) && output[SelectorLength..^1].IndexOfAnyExcept((byte)0) < 0
        ? output[^1] switch
        {
            0x00 => "generic panic",
            0x01 => "assert(false)",
            0x11 => "arithmetic underflow or overflow",
            0x12 => "division or modulo by zero",
            0x21 => "enum overflow",
            0x22 => "invalid encoded storage byte array accessed",
            0x31 => "out-of-bounds array access; popping on an empty array",
            0x32 => "out-of-bounds access of an array or bytesN",
            0x41 => "out of memory",
            0x51 => "uninitialized function",
            _ => null,
        }
        : null;

    private static void WriteCalls(Utf8JsonWriter writer, TracedMessage message, EthereumCall call, TracerRequest request, Dictionary<CallLog, int> logs)
    {
        if (request.OnlyTopCall || call.Calls.Count == 0)
            return;
        writer.WriteStartArray("calls"u8);
        foreach (EthereumCall inside in call.Calls)
            WriteCall(writer, message, inside, request, logs, isOutermost: false);
        writer.WriteEndArray();
    }

    private static void WriteLogs(Utf8JsonWriter writer, EthereumCall call, Dictionary<CallLog, int> numbers)
    {
        CallLog[] standing = [.. call.Logs.Where(numbers.ContainsKey)];
        if (standing.Length == 0)
            return;
        writer.WriteStartArray("logs"u8);
        foreach (CallLog log in standing)
        {
            writer.WriteStartObject();
            writer.WriteEmitted(log.Address, log.Topics, log.Data);
            writer.WriteQuantity("position"u8, (ulong)log.Position);
            writer.WriteQuantity("index"u8, (ulong)numbers[log]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Numbers the logs in order of time. Those of calls that failed, and of calls inside such, do not stand.</summary>
    private static void NumberLogs(EthereumCall call, Dictionary<CallLog, int> numbers)
    {
        if (!call.Exit.IsSuccess)
            return;
        int next = 0;
        for (int made = 0; made <= call.Calls.Count; made++)
        {
            for (; next < call.Logs.Count && call.Logs[next].Position == made; next++)
                numbers[call.Logs[next]] = numbers.Count;
            if (made < call.Calls.Count)
                NumberLogs(call.Calls[made], numbers);
        }
    }
}
