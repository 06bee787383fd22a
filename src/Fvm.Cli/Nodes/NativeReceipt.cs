using System.Globalization;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Nodes;

/// <summary>What came of a native message, as lotus writes receipts.</summary>
internal sealed record NativeReceipt(long ExitCode, byte[] Return, long GasUsed, JsonNode? Decoded)
{
    public bool IsSuccess => ExitCode == 0;

    public static NativeReceipt Read(JsonNode? receipt, NativeCall? call)
    {
        if (receipt is not JsonObject)
            throw new CommandFailure($"the node's answer has no receipt: {Output.Line(receipt)}");
        byte[] returned = Quantity.Text(receipt[nameof(Return)]) is { Length: > 0 } text ? Convert.FromBase64String(text) : [];
        long exit = (long)Quantity.Number(receipt[nameof(ExitCode)], "of the exit code");
        return new NativeReceipt(exit, returned, (long)Quantity.Number(receipt[nameof(GasUsed)], "of gas"), exit == 0 ? call?.Decoded(returned) : null);
    }

    public JsonObject ToJson() => new()
    {
        ["status"] = IsSuccess ? "ok" : "failed",
        ["exit_code"] = ExitCode,
        ["return"] = Quantity.Hex(Return),
        ["return_decoded"] = Decoded?.DeepClone(),
        ["gas_used"] = GasUsed,
    };

    /// <summary>What it returned, for people.</summary>
    public IEnumerable<string> Lines() => [Decoded is not null ? Output.Text(Decoded) : Return.Length == 0 ? "(nothing)" : Quantity.Hex(Return)];

    /// <summary>All of it on one line.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"exit {ExitCode}, gas {GasUsed:N0}");
}
