using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld;

/// <summary>
/// Self-describing text (multiformats/multibase): one prefix character names the base. Decoding is exact: letters of the base's own
/// case only, padding where and only where the base has it, unused trailing bits zero.
/// </summary>
public static class Multibase
{
    private const string Lower32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const string Upper32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Lower32Hex = "0123456789abcdefghijklmnopqrstuv";
    private const string Upper32Hex = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const string Standard64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Url64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>The bytes as text in a base, with its prefix.</summary>
    public static string Encode(MultibaseEncoding encoding, ReadOnlySpan<byte> data) => (char)encoding + EncodeUnprefixed(encoding, data);

    /// <summary>The bytes as text in a base, without a prefix.</summary>
    public static string EncodeUnprefixed(MultibaseEncoding encoding, ReadOnlySpan<byte> data)
    {
        if (!TryDescribe(encoding, out Alphabet alphabet))
            throw new ArgumentOutOfRangeException(nameof(encoding));

        return alphabet.Bits == 0 ? PositionalBase.Encode(alphabet.Letters, data) : BitwiseBase.Encode(alphabet.Letters, alphabet.Bits, alphabet.Padded, data);
    }

    /// <summary>Decodes text by its prefix; false when the prefix is unknown or the text does not belong to its base.</summary>
    public static bool TryDecode(string text, out MultibaseEncoding encoding, [NotNullWhen(true)] out byte[]? data)
    {
        ArgumentNullException.ThrowIfNull(text);
        encoding = text.Length == 0 ? MultibaseEncoding.None : (MultibaseEncoding)text[0];
        data = null;
        return text.Length > 0 && TryDecodeSpan(encoding, text.AsSpan(1), out data);
    }

    /// <summary>Decodes text without a prefix; false when it does not belong to the base.</summary>
    public static bool TryDecodeUnprefixed(MultibaseEncoding encoding, string text, [NotNullWhen(true)] out byte[]? data) =>
        TryDecodeSpan(encoding, text, out data);

    private static bool TryDecodeSpan(MultibaseEncoding encoding, ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        if (!TryDescribe(encoding, out Alphabet alphabet))
            return false;

        return alphabet.Bits == 0
            ? PositionalBase.TryDecode(alphabet.Letters, text, out data)
            : BitwiseBase.TryDecode(alphabet.Letters, alphabet.Bits, alphabet.Padded, text, out data);
    }

    private static bool TryDescribe(MultibaseEncoding encoding, out Alphabet alphabet)
    {
        alphabet = encoding switch
        {
            MultibaseEncoding.Base2 => new Alphabet("01", 1),
            MultibaseEncoding.Base8 => new Alphabet("01234567", 3),
            MultibaseEncoding.Base10 => new Alphabet("0123456789", 0),
            MultibaseEncoding.Base16Lower => new Alphabet("0123456789abcdef", 4),
            MultibaseEncoding.Base16Upper => new Alphabet("0123456789ABCDEF", 4),
            MultibaseEncoding.Base32Lower => new Alphabet(Lower32, 5),
            MultibaseEncoding.Base32Upper => new Alphabet(Upper32, 5),
            MultibaseEncoding.Base32PadLower => new Alphabet(Lower32, 5, true),
            MultibaseEncoding.Base32PadUpper => new Alphabet(Upper32, 5, true),
            MultibaseEncoding.Base32HexLower => new Alphabet(Lower32Hex, 5),
            MultibaseEncoding.Base32HexUpper => new Alphabet(Upper32Hex, 5),
            MultibaseEncoding.Base32HexPadLower => new Alphabet(Lower32Hex, 5, true),
            MultibaseEncoding.Base32HexPadUpper => new Alphabet(Upper32Hex, 5, true),
            MultibaseEncoding.Base32Z => new Alphabet("ybndrfg8ejkmcpqxot1uwisza345h769", 5),
            MultibaseEncoding.Base36Lower => new Alphabet("0123456789abcdefghijklmnopqrstuvwxyz", 0),
            MultibaseEncoding.Base36Upper => new Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0),
            MultibaseEncoding.Base58Btc => new Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0),
            MultibaseEncoding.Base58Flickr => new Alphabet("123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", 0),
            MultibaseEncoding.Base64 => new Alphabet(Standard64, 6),
            MultibaseEncoding.Base64Pad => new Alphabet(Standard64, 6, true),
            MultibaseEncoding.Base64Url => new Alphabet(Url64, 6),
            MultibaseEncoding.Base64UrlPad => new Alphabet(Url64, 6, true),
            _ => default,
        };
        return alphabet.Letters is not null;
    }

    /// <param name="Letters">The digits, by value.</param>
    /// <param name="Bits">Bits in a digit; 0 for bases that are no power of two, whose text is one big number.</param>
    /// <param name="Padded">Whether '=' fills the last group.</param>
    private readonly record struct Alphabet(string Letters, int Bits, bool Padded = false);
}
