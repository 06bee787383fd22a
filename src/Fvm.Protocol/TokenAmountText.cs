using System.Globalization;
using System.Numerics;

namespace Fvm.Protocol;

/// <summary>
/// Amounts as text. Formats: <c>1.5</c> as fvm_shared <c>econ/mod.rs</c> displays it, <c>1.5 FIL</c> as node operators write it.
/// Parses an optional minus, decimal digits with at most one point, and an optional unit in any case, with or without a space before it.
/// No digit is ever rounded away: more decimal places than the unit has are refused.
/// </summary>
internal static class TokenAmountText
{
    private static readonly (string Name, int Decimals)[] Units =
    [
        // Longer names first: each of them ends in "fil".
        ("millifil", 15), ("microfil", 12), ("nanofil", 9), ("picofil", 6), ("femtofil", 3), ("attofil", 0), ("afil", 0), ("fil", TokenAmount.Decimals),
    ];

    internal static string Format(TokenAmount amount)
    {
        (string sign, string whole, string fraction) = Split(amount);
        return $"{sign}{whole}.{(fraction.Length == 0 ? "0" : fraction)}";
    }

    internal static string FormatFil(TokenAmount amount)
    {
        (string sign, string whole, string fraction) = Split(amount);
        return fraction.Length == 0 ? $"{sign}{whole} FIL" : $"{sign}{whole}.{fraction} FIL";
    }

    internal static bool TryParse(string? text, out TokenAmount amount)
    {
        amount = TokenAmount.Zero;
        if (text is null)
            return false;
        ReadOnlySpan<char> number = text.AsSpan().Trim(' ');
        int decimals = TokenAmount.Decimals;
        foreach ((string name, int unitDecimals) in Units)
        {
            if (!number.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            number = number[..^name.Length].TrimEnd(' ');
            decimals = unitDecimals;
            break;
        }

        bool negative = number.StartsWith("-");
        if (negative)
            number = number[1..];
        return TryParseMagnitude(number, decimals, out BigInteger atto) && Accept(negative ? -atto : atto, out amount);
    }

    private static bool Accept(BigInteger atto, out TokenAmount amount)
    {
        amount = new TokenAmount(atto);
        return true;
    }

    private static bool TryParseMagnitude(ReadOnlySpan<char> number, int decimals, out BigInteger atto)
    {
        atto = BigInteger.Zero;
        int point = number.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? number : number[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : number[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || fraction.Length > decimals)
            return false;
        string digits = string.Concat(whole, fraction);
        if (digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;
        atto = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, decimals - fraction.Length);
        return true;
    }

    private static (string Sign, string Whole, string Fraction) Split(TokenAmount amount)
    {
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(amount.Atto), TokenAmount.AttoPerFil, out BigInteger rest);
        string fraction = rest.IsZero
            ? string.Empty
            : rest.ToString(CultureInfo.InvariantCulture).PadLeft(TokenAmount.Decimals, '0').TrimEnd('0');
        return (amount.IsNegative ? "-" : string.Empty, whole.ToString(CultureInfo.InvariantCulture), fraction);
    }
}
