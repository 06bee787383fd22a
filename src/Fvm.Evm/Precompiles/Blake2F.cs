using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 9: the compression function of BLAKE2b (EIP-152); a round costs 1.</summary>
internal sealed class Blake2F : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => Blake2bF.TryReadRounds(input, out uint rounds) ? rounds : 0;

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = new byte[Blake2bF.OutputLength];
        return Blake2bF.TryCompress(input, output);
    }
}
