using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld;

/// <summary>The text form of CIDs (multiformats/cid, "String representation").</summary>
internal static class CidText
{
    private const int V0Length = 46;

    // The binary form has at most 96 bytes (three varints, a length, 64 digest bytes), which is 768 digits of base 2. Longer text is
    // refused unread, because the positional bases cost the square of their length.
    private const int MaxLength = 1024;

    public static string Format(Cid cid, MultibaseEncoding encoding) =>
        cid.Version == 0 ? Multibase.EncodeUnprefixed(MultibaseEncoding.Base58Btc, cid.Bytes) : Multibase.Encode(encoding, cid.Bytes);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Cid? cid)
    {
        cid = null;
        if (text is null || text.Length is < 2 or > MaxLength)
            return false;

        if (text.Length == V0Length && text.StartsWith("Qm", StringComparison.Ordinal))
            return Multibase.TryDecodeUnprefixed(MultibaseEncoding.Base58Btc, text, out byte[]? v0) && Cid.TryParse(v0, out cid);

        if (!Multibase.TryDecode(text, out _, out byte[]? bytes) || !Cid.TryParse(bytes, out Cid? parsed) || parsed.Version != 1)
            return false;

        cid = parsed;
        return true;
    }
}
