using System.Diagnostics.CodeAnalysis;

namespace Fvm.Evm;

/// <summary>Broken promises of callers, out of line so that hot methods stay small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void WordTooLong(int length) =>
        throw new ArgumentException($"A word has at most {UInt256.ByteLength} bytes, not {length}.");

    [DoesNotReturn]
    internal static void AddressLength(int length) =>
        throw new ArgumentException($"An address has {EvmAddress.ByteLength} bytes, not {length}.");
}
