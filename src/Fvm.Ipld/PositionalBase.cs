using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld;

/// <summary>
/// Text in bases that are no powers of two: the bytes are one big-endian number, and each leading zero byte is one leading zero digit
/// (Bitcoin's base58 convention, which multibase extends to base 10 and 36). The cost is the square of the length.
/// </summary>
internal static class PositionalBase
{
    public static string Encode(string letters, ReadOnlySpan<byte> data)
    {
        int zeros = data.IndexOfAnyExcept((byte)0);
        zeros = zeros < 0 ? data.Length : zeros;
        List<byte> digits = new(data.Length * 2); // Least significant first.
        foreach (byte b in data[zeros..])
        {
            int carry = b;
            for (int i = 0; i < digits.Count; i++)
            {
                carry += digits[i] << 8;
                digits[i] = (byte)(carry % letters.Length);
                carry /= letters.Length;
            }

            for (; carry > 0; carry /= letters.Length)
                digits.Add((byte)(carry % letters.Length));
        }

        char[] text = new char[zeros + digits.Count];
        text.AsSpan(0, zeros).Fill(letters[0]);
        for (int i = 0; i < digits.Count; i++)
            text[^(i + 1)] = letters[digits[i]];

        return new string(text);
    }

    public static bool TryDecode(string letters, ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        int zeros = text.IndexOfAnyExcept(letters[0]);
        zeros = zeros < 0 ? text.Length : zeros;
        List<byte> bytes = new(text.Length); // Least significant first.
        foreach (char c in text[zeros..])
        {
            int carry = letters.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
                return false;

            for (int i = 0; i < bytes.Count; i++)
            {
                carry += bytes[i] * letters.Length;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            for (; carry > 0; carry >>= 8)
                bytes.Add((byte)carry);
        }

        data = new byte[zeros + bytes.Count];
        for (int i = 0; i < bytes.Count; i++)
            data[^(i + 1)] = bytes[i];

        return true;
    }
}
