using Fvm.Protocol;

namespace Fvm.Cli;

/// <summary>Addresses as people type them: Filecoin's of any network, or Ethereum's.</summary>
internal static class AddressText
{
    /// <summary>The address; what is none is named after its argument.</summary>
    public static Address Parse(string text, string argument)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            byte[] bytes = HexText.Parse(text, argument);
            return bytes.Length == 20 ? Address.FromEthereum(bytes) : throw new CommandFailure($"{argument} is no address: '{text}' has {bytes.Length} bytes, not 20");
        }

        return Address.TryParse(text, out Address? address) ? address : throw new CommandFailure($"{argument} is no address: '{text}'");
    }
}
