using Fvm.Abi;

namespace Fvm.Actors;

/// <summary>
/// What precompiled contracts cost where the actor itself computes: the wasm instructions of the network's actor. A model (docs/gas.md), as
/// <see cref="EvmExecutionGas"/>. Hashes and ecrecover are syscalls and have exact prices.
/// </summary>
internal static class EvmPrecompileGas
{
    public static GasAmount Bn254Add { get; } = GasAmount.FromGas(620_000);

    public static GasAmount Bn254Multiply { get; } = GasAmount.FromGas(60_600_000);

    public static (GasAmount Base, GasAmount Pair) Bn254Pairing { get; } = (GasAmount.FromGas(190_000_000), GasAmount.FromGas(305_000_000));

    public static GasAmount Bls12G1Add { get; } = GasAmount.FromGas(2_600_000);

    public static GasAmount Bls12G2Add { get; } = GasAmount.FromGas(4_390_000);

    public static (GasAmount Base, GasAmount Pair) Bls12G1MultiScalar { get; } = (GasAmount.FromGas(8_000_000), GasAmount.FromGas(106_000_000));

    public static (GasAmount Base, GasAmount Pair) Bls12G2MultiScalar { get; } = (GasAmount.Zero, GasAmount.FromGas(219_000_000));

    public static (GasAmount Base, GasAmount Pair) Bls12Pairing { get; } = (GasAmount.FromGas(390_000_000), GasAmount.FromGas(305_000_000));

    public static GasAmount Bls12MapFpToG1 { get; } = GasAmount.FromGas(35_500_000);

    public static GasAmount Bls12MapFp2ToG2 { get; } = GasAmount.FromGas(134_400_000);

    public static GasAmount P256Verify { get; } = GasAmount.FromGas(105_000_000);

    public static GasAmount Blake2Round { get; } = GasAmount.FromGas(5_000);

    private const ulong ModExpTable = 16;

    private static GasAmount ModExpBase { get; } = GasAmount.FromGas(20_000);

    private static GasAmount ModExpStep { get; } = GasAmount.FromGas(580);

    /// <summary>A multiplication for each bit of the exponent and for a table of 16 powers, by the square of the length in words of 32 bits.</summary>
    public static GasAmount ModExp(ReadOnlySpan<byte> baseNumber, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        ulong words = ((ulong)Math.Max(baseNumber.Length, modulus.Length) + 3) / 4;
        ulong bits = (ulong)exponent.TrimStart((byte)0).Length * 8;
        return ModExpBase + (ModExpStep * (words * words) * (bits + ModExpTable));
    }
}
