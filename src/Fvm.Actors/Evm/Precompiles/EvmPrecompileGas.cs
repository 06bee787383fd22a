using Fvm.Abi;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>
/// What precompiled contracts cost where the actor itself computes: the wasm instructions of the network's actor. A model (docs/gas.md), as
/// <see cref="EvmExecutionGas"/>. Hashes and ecrecover are syscalls and have exact prices.
/// </summary>
internal static class EvmPrecompileGas
{
    /// <summary>A sum with the point at infinity is the other point.</summary>
    public static GasAmount Bn254Add(ReadOnlySpan<byte> input) =>
        GasAmount.FromGas(IsNothing(input, 0, Bn254PointLength) || IsNothing(input, Bn254PointLength, Bn254PointLength) ? 30_000UL : 620_000UL);

    private const int Bn254PointLength = 64;
    private const int Bn254TwistPointLength = 128;

    private static GasAmount Bn254Bit { get; } = GasAmount.FromGas(240_000);

    private static EvmPairsGas Bn254Pairs { get; } = new(GasAmount.Zero, GasAmount.FromGas(190_000_000), GasAmount.FromGas(305_000_000), GasAmount.FromGas(100_000));

    /// <summary>A doubling for each bit of the scalar, with an addition for every other.</summary>
    public static GasAmount Bn254Multiply(ReadOnlySpan<byte> input)
    {
        if (IsNothing(input, 0, Bn254PointLength) || input.Length <= Bn254PointLength)
            return GasAmount.Zero;
        Span<byte> scalar = stackalloc byte[UInt256.ByteLength];
        ReadOnlySpan<byte> present = input[Bn254PointLength..];
        present[..Math.Min(present.Length, scalar.Length)].CopyTo(scalar);
        return Bn254Bit * (ulong)UInt256.ReadBigEndian(scalar).BitLength;
    }

    private static bool IsNothing(ReadOnlySpan<byte> input, int start, int length) =>
        start >= input.Length || !input.Slice(start, Math.Min(length, input.Length - start)).ContainsAnyExcept((byte)0);

    public static GasAmount Bn254Pairing(ReadOnlySpan<byte> input) => Bn254Pairs.Of(input, Bn254PointLength, Bn254TwistPointLength);

    public static GasAmount Bls12G1Add { get; } = GasAmount.FromGas(2_600_000);

    public static GasAmount Bls12G2Add { get; } = GasAmount.FromGas(4_390_000);

    public static EvmPairsGas Bls12G1MultiScalar { get; } = new(GasAmount.FromGas(8_000_000), GasAmount.Zero, GasAmount.FromGas(106_000_000), GasAmount.FromGas(32_000_000));

    public static EvmPairsGas Bls12G2MultiScalar { get; } = new(GasAmount.Zero, GasAmount.Zero, GasAmount.FromGas(219_000_000), GasAmount.FromGas(60_000_000));

    public static EvmPairsGas Bls12Pairing { get; } = new(GasAmount.FromGas(390_000_000), GasAmount.Zero, GasAmount.FromGas(305_000_000), GasAmount.FromGas(90_000_000));

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
