using Fvm.Abi;

namespace Fvm.Actors;

/// <summary>
/// What precompiled contracts cost where the actor itself computes: the wasm instructions of the network's actor. A model (docs/gas.md), as
/// <see cref="EvmExecutionGas"/>. Hashes and ecrecover are syscalls and have exact prices.
/// </summary>
internal static class EvmPrecompileGas
{
    public static GasAmount Bn254Add { get; } = GasAmount.FromGas(1_000_000);

    public static GasAmount Bn254Multiply { get; } = GasAmount.FromGas(20_000_000);

    public static (GasAmount Base, GasAmount Pair) Bn254Pairing { get; } = (GasAmount.FromGas(200_000_000), GasAmount.FromGas(300_000_000));

    public static GasAmount Bls12G1Add { get; } = GasAmount.FromGas(2_000_000);

    public static GasAmount Bls12G2Add { get; } = GasAmount.FromGas(3_000_000);

    public static (GasAmount Base, GasAmount Pair) Bls12G1MultiScalar { get; } = (GasAmount.Zero, GasAmount.FromGas(50_000_000));

    public static (GasAmount Base, GasAmount Pair) Bls12G2MultiScalar { get; } = (GasAmount.Zero, GasAmount.FromGas(100_000_000));

    public static (GasAmount Base, GasAmount Pair) Bls12Pairing { get; } = (GasAmount.FromGas(200_000_000), GasAmount.FromGas(300_000_000));

    public static GasAmount Bls12MapFpToG1 { get; } = GasAmount.FromGas(30_000_000);

    public static GasAmount Bls12MapFp2ToG2 { get; } = GasAmount.FromGas(100_000_000);

    public static GasAmount P256Verify { get; } = GasAmount.FromGas(30_000_000);

    public static GasAmount Blake2Round { get; } = GasAmount.FromGas(4_000);

    /// <summary>A price that grows with pairs.</summary>
    public static GasAmount Pairs((GasAmount Base, GasAmount Pair) price, int pairs) => price.Base + (price.Pair * (ulong)pairs);

    /// <summary>By the bits of the exponent, and the square of the length in words of 32 bits.</summary>
    public static GasAmount ModExp(ReadOnlySpan<byte> baseNumber, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        ulong words = ((ulong)Math.Max(baseNumber.Length, modulus.Length) + 3) / 4;
        ulong bits = (ulong)exponent.Length * 8;
        return GasAmount.FromGas(60) * (words * words) * Math.Max(bits, 1);
    }
}
