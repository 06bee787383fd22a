using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Nodes;

/// <summary>The node answered with an error of JSON-RPC.</summary>
internal sealed class NodeRefusal(string method, int code, string text, JsonNode? data) : Exception(Describe(method, code, text))
{
    /// <summary>The method is not there.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>A contract reverted (geth's code, and that of lotus).</summary>
    public const int ExecutionReverted = 3;

    private const int NullRound = 12;

    /// <summary>The error's code.</summary>
    public int Code { get; } = code;

    /// <summary>The error's message.</summary>
    public string Text { get; } = text;

    /// <summary>The error's data, if there is any.</summary>
    public JsonNode? ErrorData { get; } = data;

    /// <summary>Whether an execution failed, rather than the request.</summary>
    public bool IsRevert => Code == ExecutionReverted || Text.Contains("revert", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it reverted, decoded where there is something to decode.</summary>
    public string Reason(IEnumerable<AbiSignature>? errors = null) =>
        RevertBytes is { Length: > 0 } bytes ? RevertData.Describe(bytes, errors) : Text;

    private byte[]? RevertBytes
    {
        get
        {
            JsonNode? bytes = ErrorData is JsonObject nested ? nested["data"] : ErrorData;
            return bytes is JsonValue value && value.TryGetValue(out string? hex) && Quantity.TryBytes(hex, out byte[] found) ? found : null;
        }
    }

    private static string Describe(string method, int code, string text) => code switch
    {
        MethodNotFound => $"the node has no method {method}",
        NullRound => $"there is no tipset at that epoch, it was a null round: {text}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{method}: the node says: {text} (code {code})"),
    };
}
