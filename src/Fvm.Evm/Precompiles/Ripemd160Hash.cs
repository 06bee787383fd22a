using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 3: RIPEMD-160, padded on the left to a word.</summary>
internal sealed class Ripemd160Hash : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => PaddedInput.WordPrice(input, 600, 120);

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = new byte[UInt256.ByteLength];
        Ripemd160.Hash(input, output.AsSpan(UInt256.ByteLength - Ripemd160.DigestLength));
        return true;
    }
}
