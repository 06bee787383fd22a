using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Forks;

/// <summary>A tipset as an upstream tells it: what a fork needs of the headers' JSON.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Height">Its epoch.</param>
/// <param name="Parents">Its parents' key.</param>
/// <param name="ParentStateRoot">The state after its parents.</param>
/// <param name="ParentReceipts">The receipts of its parents' messages.</param>
/// <param name="BaseFee">The base fee that its own messages pay.</param>
/// <param name="Ticket">The VRF proof of its first block's ticket.</param>
internal sealed record UpstreamTipset(TipsetKey Key, long Height, TipsetKey Parents, Cid ParentStateRoot, Cid ParentReceipts, TokenAmount BaseFee, ReadOnlyMemory<byte> Ticket);

/// <summary>Reads and writes the JSON of lotus as far as a fork speaks it. What does not fit is a <see cref="FormatException"/>.</summary>
internal static class UpstreamJson
{
    public static UpstreamTipset ReadTipset(JsonElement tipset)
    {
        JsonElement block = tipset.GetProperty("Blocks"u8)[0];
        return new UpstreamTipset(
            ReadKey(tipset.GetProperty("Cids"u8)),
            tipset.GetProperty("Height"u8).GetInt64(),
            ReadKey(block.GetProperty("Parents"u8)),
            ReadLink(block.GetProperty("ParentStateRoot"u8)),
            ReadLink(block.GetProperty("ParentMessageReceipts"u8)),
            ReadAtto(block.GetProperty("ParentBaseFee"u8)),
            block.GetProperty("Ticket"u8).GetProperty("VRFProof"u8).GetBytesFromBase64());
    }

    public static Cid ReadLink(JsonElement link) => Cid.TryParse(link.GetProperty("/"u8).GetString(), out Cid? cid) ? cid : throw new FormatException($"{link} is no link");

    public static TokenAmount ReadAtto(JsonElement amount) => BigInteger.TryParse(amount.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger atto)
        ? TokenAmount.FromAtto(atto)
        : throw new FormatException($"{amount} is no amount");

    /// <summary>A quantity of Ethereum's: 0x and hex.</summary>
    public static BigInteger ReadQuantity(JsonElement quantity) =>
        quantity.GetString() is ['0', 'x', .. { Length: > 0 } digits] && BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw new FormatException($"{quantity} is no quantity");

    public static byte[] ReadHex(JsonElement data) => HexOrNull(data) ?? throw new FormatException($"{data} is no hex");

    /// <summary>Bytes as 0x and hex; null where it is none.</summary>
    public static byte[]? HexOrNull(JsonElement data) =>
        data.ValueKind == JsonValueKind.String && data.GetString() is ['0', 'x', .. var digits] && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;

    public static string Link(Cid cid) => $$"""{"/":"{{cid}}"}""";

    public static string Key(TipsetKey key) => $"[{string.Join(',', key.Cids.Select(Link))}]";

    public static string Quantity(long value) => string.Create(CultureInfo.InvariantCulture, $"\"0x{value:x}\"");

    private static TipsetKey ReadKey(JsonElement cids) => new([.. cids.EnumerateArray().Select(ReadLink)]);
}
