using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld;

/// <summary>Text in bases that are powers of two: digits are groups of bits, most significant first (RFC 4648).</summary>
internal static class BitwiseBase
{
    public static string Encode(string letters, int bits, bool padded, ReadOnlySpan<byte> data)
    {
        int digits = ((data.Length * 8) + bits - 1) / bits;
        char[] text = new char[padded ? RoundUpToGroup(digits, bits) : digits];
        text.AsSpan(digits).Fill('=');
        int buffer = 0, held = 0, at = 0;
        foreach (byte b in data)
        {
            buffer = (buffer << 8) | b;
            for (held += 8; held >= bits; held -= bits)
                text[at++] = letters[(buffer >> (held - bits)) & ((1 << bits) - 1)];

            buffer &= (1 << held) - 1;
        }

        if (held > 0)
            text[at] = letters[(buffer << (bits - held)) & ((1 << bits) - 1)];

        return new string(text);
    }

    public static bool TryDecode(string letters, int bits, bool padded, ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        ReadOnlySpan<char> digits = padded ? text.TrimEnd('=') : text;
        int length = (int)((long)digits.Length * bits / 8);
        int used = (int)((((long)length * 8) + bits - 1) / bits);
        if (used != digits.Length || (padded && text.Length != RoundUpToGroup(digits.Length, bits)))
            return false;

        byte[] bytes = new byte[length];
        int buffer = 0, held = 0, at = 0;
        foreach (char c in digits)
        {
            int value = letters.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return false;

            buffer = (buffer << bits) | value;
            held += bits;
            if (held < 8)
                continue;

            held -= 8;
            bytes[at++] = (byte)(buffer >> held);
            buffer &= (1 << held) - 1;
        }

        if (buffer != 0)
            return false;

        data = bytes;
        return true;
    }

    // A padded group is the least number of digits that ends on a byte: 8 of base32, 4 of base64.
    private static int RoundUpToGroup(int digits, int bits)
    {
        int group = bits == 5 ? 8 : 4;
        return (digits + group - 1) / group * group;
    }
}
