namespace Fvm.Evm.Precompiles;

/// <summary>Address 4: the input itself.</summary>
internal sealed class Identity : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => PaddedInput.WordPrice(input, 15, 3);

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = input.ToArray();
        return true;
    }
}
