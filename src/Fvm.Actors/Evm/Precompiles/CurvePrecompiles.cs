using Fvm.Abi;
using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>
/// Precompiled contracts of elliptic curves. What is refused costs no work: most of it is refused for its form. Sources: builtin-actors
/// <c>precompiles/{evm,bls12_381,secp256r1}</c>, EIP-196, 197, 2537, 7951.
/// </summary>
internal static class CurvePrecompiles
{
    private delegate bool Computation(ReadOnlySpan<byte> input, Span<byte> output);

    private delegate bool Check(ReadOnlySpan<byte> input, out bool isOne);

    /// <summary>06.</summary>
    public static bool Bn254Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bn254Add(call.Input.Span), Bn254.TryAdd, Bn254.G1Length, out output);

    /// <summary>07.</summary>
    public static bool Bn254Multiply(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bn254Multiply(call.Input.Span), Bn254.TryMultiply, Bn254.G1Length, out output);

    /// <summary>08: a multiple of 192 bytes, none being one.</summary>
    public static bool Bn254Pairing(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Answer(call, EvmPrecompileGas.Bn254Pairing(call.Input.Span), Bn254.TryPairingCheck, out output);

    /// <summary>0b.</summary>
    public static bool Bls12G1Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bls12G1Add, Eip2537.TryG1Add, Eip2537.G1Length, out output);

    /// <summary>0c.</summary>
    public static bool Bls12G1MultiScalar(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Bls12G1MultiScalar.Of(call.Input.Span, Eip2537.G1Length, Eip2537.ScalarLength);
        return Compute(call, work, Eip2537.TryG1MultiScalar, Eip2537.G1Length, out output);
    }

    /// <summary>0d.</summary>
    public static bool Bls12G2Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bls12G2Add, Eip2537.TryG2Add, Eip2537.G2Length, out output);

    /// <summary>0e.</summary>
    public static bool Bls12G2MultiScalar(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Bls12G2MultiScalar.Of(call.Input.Span, Eip2537.G2Length, Eip2537.ScalarLength);
        return Compute(call, work, Eip2537.TryG2MultiScalar, Eip2537.G2Length, out output);
    }

    /// <summary>0f: one pair or more.</summary>
    public static bool Bls12Pairing(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Answer(call, EvmPrecompileGas.Bls12Pairing.Of(call.Input.Span, Eip2537.G1Length, Eip2537.G2Length), Eip2537.TryPairingCheck, out output);

    /// <summary>10.</summary>
    public static bool Bls12MapFpToG1(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bls12MapFpToG1, Eip2537.TryMapFpToG1, Eip2537.G1Length, out output);

    /// <summary>11.</summary>
    public static bool Bls12MapFp2ToG2(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output) =>
        Compute(call, EvmPrecompileGas.Bls12MapFp2ToG2, Eip2537.TryMapFp2ToG2, Eip2537.G2Length, out output);

    /// <summary>0100: never fails; an invalid signature, and an input that has not exactly 160 bytes, return nothing.</summary>
    public static bool P256Verify(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        if (!Secp256r1.Verify(call.Input.Span))
            return true;
        call.Runtime.Work(EvmPrecompileGas.P256Verify);
        output = UInt256.One.ToBigEndian();
        return true;
    }

    private static bool Compute(in EvmPrecompileCall call, GasAmount work, Computation compute, int length, out ReadOnlyMemory<byte> output)
    {
        byte[] result = new byte[length];
        output = result;
        bool isValid = compute(call.Input.Span, result);
        if (isValid)
            call.Runtime.Work(work);
        return isValid;
    }

    private static bool Answer(in EvmPrecompileCall call, GasAmount work, Check check, out ReadOnlyMemory<byte> output)
    {
        output = default;
        if (!check(call.Input.Span, out bool isOne))
            return false;
        call.Runtime.Work(work);
        output = (isOne ? UInt256.One : UInt256.Zero).ToBigEndian();
        return true;
    }
}
