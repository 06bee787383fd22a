namespace Fvm.Cli;

/// <summary>Bytes as people type them: hex, with or without 0x.</summary>
internal static class HexText
{
    /// <summary>The bytes; nothing for null. What is no hex is named after its option.</summary>
    public static byte[] Parse(string? text, string option)
    {
        string digits = text is null ? string.Empty : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            throw new CommandFailure($"{option} is no hex: '{text}'");
        }
    }
}
