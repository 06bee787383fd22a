using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 2: SHA-256.</summary>
internal sealed class Sha256Hash : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => PaddedInput.WordPrice(input, 60, 12);

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = Sha256.Hash(input);
        return true;
    }
}
