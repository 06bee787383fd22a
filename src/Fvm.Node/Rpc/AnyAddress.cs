using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Node.Rpc;

/// <summary>Addresses of either world.</summary>
internal static class AnyAddress
{
    private const int EthereumLength = 2 + (2 * EvmAddress.ByteLength);

    /// <summary>Reads <c>0x</c> with 40 digits, or f or t text; null if it is neither.</summary>
    /// <param name="text">The text.</param>
    public static Address? Parse(string text)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return Address.TryParse(text, out Address? address) ? address : null;
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        return text.Length == EthereumLength && Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? Address.FromEthereum(bytes)
            : null;
    }
}
