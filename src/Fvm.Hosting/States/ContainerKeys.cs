using System.Globalization;
using Fvm.Actors.Runtime;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.States;

/// <summary>Keys of HAMTs as text, and back.</summary>
internal static class ContainerKeys
{
    public static string ToText(ScalarKind kind, ReadOnlySpan<byte> key)
    {
        switch (kind)
        {
            case ScalarKind.Address when Address.TryFromBytes(key, out Address? address):
                return address.ToString();
            case ScalarKind.UInt when Varint.TryRead(key, out ulong number, out _):
                return number.ToString(CultureInfo.InvariantCulture);
            case ScalarKind.Int when Varint.TryRead(key, out _, out _):
                return MapKeys.ToInt64(key).ToString(CultureInfo.InvariantCulture);
            case ScalarKind.Cid when Cid.TryParse(key, out Cid? cid):
                return cid.ToString();
            default:
                return $"0x{Convert.ToHexStringLower(key)}";
        }
    }

    public static byte[]? FromText(ScalarKind kind, string text) => kind switch
    {
        ScalarKind.Address => Address.TryParse(text, out Address? address) ? address.ToBytes() : null,
        ScalarKind.UInt => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? MapKeys.Of(number) : null,
        ScalarKind.Int => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? MapKeys.Of(number) : null,
        ScalarKind.Cid => Cid.TryParse(text, out Cid? cid) ? MapKeys.Of(cid) : null,
        _ => FromHex(text),
    };

    public static byte[]? FromHex(string text)
    {
        ReadOnlySpan<char> digits = text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        byte[] bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out int written) == System.Buffers.OperationStatus.Done ? bytes[..written] : null;
    }
}
