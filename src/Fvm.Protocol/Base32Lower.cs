namespace Fvm.Protocol;

/// <summary>Base32 of RFC 4648 in lower case and without padding, strict: the bits left over at the end must be zero.</summary>
internal static class Base32Lower
{
    private const string Symbols = "abcdefghijklmnopqrstuvwxyz234567";

    internal static string Encode(ReadOnlySpan<byte> data)
    {
        Span<char> text = stackalloc char[((data.Length * 8) + 4) / 5];
        int buffer = 0;
        int bits = 0;
        int written = 0;
        foreach (byte b in data)
        {
            buffer = ((buffer << 8) | b) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5)
                text[written++] = Symbols[(buffer >> (bits - 5)) & 31];
        }

        if (bits > 0)
            text[written++] = Symbols[(buffer << (5 - bits)) & 31];
        return new string(text[..written]);
    }

    /// <summary>Null when a symbol is foreign, the length is impossible, or the last symbol has bits that stand for nothing.</summary>
    internal static byte[]? Decode(ReadOnlySpan<char> text)
    {
        // Of eight symbols' worth of bytes, 1, 3 and 6 symbols cannot end on a byte.
        if ((text.Length % 8) is 1 or 3 or 6)
            return null;
        byte[] data = new byte[text.Length * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int written = 0;
        foreach (char c in text)
        {
            int value = c switch
            {
                >= 'a' and <= 'z' => c - 'a',
                >= '2' and <= '7' => c - '2' + 26,
                _ => -1,
            };
            if (value < 0)
                return null;
            buffer = ((buffer << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            data[written++] = (byte)(buffer >> bits);
        }

        return (buffer & ((1 << bits) - 1)) == 0 ? data : null;
    }
}
