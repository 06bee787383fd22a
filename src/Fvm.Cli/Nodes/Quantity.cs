using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Protocol;

namespace Fvm.Cli.Nodes;

/// <summary>Numbers and bytes as Ethereum's JSON-RPC writes them.</summary>
internal static class Quantity
{
    /// <summary>0x and the digits that a number needs.</summary>
    public static string Hex(BigInteger number)
    {
        string digits = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : $"0x{digits}";
    }

    /// <summary>0x and two digits a byte.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower(bytes)}";

    /// <summary>A number of an answer.</summary>
    public static BigInteger Number(JsonNode? json, string what)
    {
        if (json is JsonValue value)
        {
            if (value.TryGetValue(out string? text) && text.StartsWith("0x", StringComparison.Ordinal)
                && BigInteger.TryParse($"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger number))
                return number;
            if (value.TryGetValue(out long plain))
                return plain;
        }

        throw new CommandFailure($"the node's answer has no number {what}: {Output.Line(json)}");
    }

    /// <summary>A number of an answer where there may be none.</summary>
    public static BigInteger? TryNumber(JsonNode? json, string what) => json is null ? null : Number(json, what);

    /// <summary>Bytes of an answer.</summary>
    public static byte[] Bytes(JsonNode? json, string what) =>
        json is JsonValue value && value.TryGetValue(out string? text) && TryBytes(text, out byte[] bytes) ? bytes : throw new CommandFailure($"the node's answer has no bytes {what}: {Output.Line(json)}");

    /// <summary>Bytes of text that begins with 0x.</summary>
    public static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = [];
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Length % 2 != 0)
            return false;
        bytes = new byte[(text.Length - 2) / 2];
        return Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>A text of an answer; empty where there is none.</summary>
    public static string Text(JsonNode? json) => json is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty;

    /// <summary>An amount as people type it: in FIL, or with a unit.</summary>
    public static TokenAmount Amount(string? text, string what)
    {
        if (text is null)
            return TokenAmount.Zero;
        string number = text.EndsWith("ether", StringComparison.OrdinalIgnoreCase) ? text[..^"ether".Length] : text;
        return TokenAmount.TryParse(number, out TokenAmount amount) && !amount.IsNegative
            ? amount
            : throw new CommandFailure($"{what} is no amount such as 1.5 (FIL) or '100 attofil': '{text}'");
    }
}
