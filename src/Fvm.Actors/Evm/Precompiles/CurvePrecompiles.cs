using Fvm.Abi;
using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>Precompiled contracts of elliptic curves. Sources: builtin-actors <c>precompiles/{evm,bls12_381,secp256r1}</c>, EIP-196, 197, 2537, 7951.</summary>
internal static class CurvePrecompiles
{
    /// <summary>06.</summary>
    public static bool Bn254Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bn254Add, Bn254.G1Length, out output);
        return Bn254.TryAdd(call.Input.Span, result);
    }

    /// <summary>07.</summary>
    public static bool Bn254Multiply(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bn254Multiply, Bn254.G1Length, out output);
        return Bn254.TryMultiply(call.Input.Span, result);
    }

    /// <summary>08: a multiple of 192 bytes, none being one.</summary>
    public static bool Bn254Pairing(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Pairs(EvmPrecompileGas.Bn254Pairing, call.Input.Length / Bn254.PairLength);
        byte[] result = Prepare(call, work, UInt256.ByteLength, out output);
        bool isValid = Bn254.TryPairingCheck(call.Input.Span, out bool isOne);
        result[^1] = isOne ? (byte)1 : (byte)0;
        return isValid;
    }

    /// <summary>0b.</summary>
    public static bool Bls12G1Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bls12G1Add, Eip2537.G1Length, out output);
        return Eip2537.TryG1Add(call.Input.Span, result);
    }

    /// <summary>0c.</summary>
    public static bool Bls12G1MultiScalar(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Pairs(EvmPrecompileGas.Bls12G1MultiScalar, call.Input.Length / (Eip2537.G1Length + Eip2537.ScalarLength));
        byte[] result = Prepare(call, work, Eip2537.G1Length, out output);
        return Eip2537.TryG1MultiScalar(call.Input.Span, result);
    }

    /// <summary>0d.</summary>
    public static bool Bls12G2Add(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bls12G2Add, Eip2537.G2Length, out output);
        return Eip2537.TryG2Add(call.Input.Span, result);
    }

    /// <summary>0e.</summary>
    public static bool Bls12G2MultiScalar(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Pairs(EvmPrecompileGas.Bls12G2MultiScalar, call.Input.Length / (Eip2537.G2Length + Eip2537.ScalarLength));
        byte[] result = Prepare(call, work, Eip2537.G2Length, out output);
        return Eip2537.TryG2MultiScalar(call.Input.Span, result);
    }

    /// <summary>0f: one pair or more.</summary>
    public static bool Bls12Pairing(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        GasAmount work = EvmPrecompileGas.Pairs(EvmPrecompileGas.Bls12Pairing, call.Input.Length / (Eip2537.G1Length + Eip2537.G2Length));
        byte[] result = Prepare(call, work, UInt256.ByteLength, out output);
        bool isValid = Eip2537.TryPairingCheck(call.Input.Span, out bool isOne);
        result[^1] = isOne ? (byte)1 : (byte)0;
        return isValid;
    }

    /// <summary>10.</summary>
    public static bool Bls12MapFpToG1(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bls12MapFpToG1, Eip2537.G1Length, out output);
        return Eip2537.TryMapFpToG1(call.Input.Span, result);
    }

    /// <summary>11.</summary>
    public static bool Bls12MapFp2ToG2(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.Bls12MapFp2ToG2, Eip2537.G2Length, out output);
        return Eip2537.TryMapFp2ToG2(call.Input.Span, result);
    }

    /// <summary>0100: never fails; an invalid signature, and an input that has not exactly 160 bytes, return nothing.</summary>
    public static bool P256Verify(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = Prepare(call, EvmPrecompileGas.P256Verify, UInt256.ByteLength, out output);
        result[^1] = 1;
        if (!Secp256r1.Verify(call.Input.Span))
            output = default;
        return true;
    }

    private static byte[] Prepare(in EvmPrecompileCall call, GasAmount work, int length, out ReadOnlyMemory<byte> output)
    {
        call.Runtime.Work(work);
        byte[] result = new byte[length];
        output = result;
        return result;
    }
}
