using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 6: the sum of two points of alt_bn128 (EIP-196), at the price of EIP-1108.</summary>
internal sealed class Bn254Add : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => 150;

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = new byte[Bn254.G1Length];
        return Bn254.TryAdd(input, output);
    }
}

/// <summary>Address 7: a point of alt_bn128 times a number (EIP-196), at the price of EIP-1108.</summary>
internal sealed class Bn254Multiply : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => 6000;

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = new byte[Bn254.G1Length];
        return Bn254.TryMultiply(input, output);
    }
}

/// <summary>Address 8: whether a product of pairings on alt_bn128 is one (EIP-197), at the price of EIP-1108.</summary>
internal sealed class Bn254Pairing : IPrecompile
{
    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => 45000 + 34000UL * (ulong)(input.Length / Bn254.PairLength);

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = [];
        if (!Bn254.TryPairingCheck(input, out bool isOne)) return false;
        output = new byte[UInt256.ByteLength];
        output[^1] = isOne ? (byte)1 : (byte)0;
        return true;
    }
}
