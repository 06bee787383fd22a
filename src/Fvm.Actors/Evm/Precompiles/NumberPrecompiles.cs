using Fvm.Abi;
using Fvm.Actors.Runtime;
using Fvm.Crypto;

namespace Fvm.Actors;

/// <summary>Precompiled contracts that compute in the actor. Source: builtin-actors <c>precompiles/evm.rs</c>.</summary>
internal static class NumberPrecompiles
{
    private const int BitsPerByte = 8;

    /// <summary>
    /// 05 (EIP-198): three lengths below 2^32 (else a failure), base, exponent, modulus. No bound as in EIP-7823. Zeros that must be added to a number and
    /// are 2^32 bits or more are the reference's overflow (24).
    /// </summary>
    public static bool ModExp(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        var reader = new SolidityReader(call.Input.Span);
        uint baseLength = reader.ReadUInt32();
        uint exponentLength = reader.ReadUInt32();
        uint modulusLength = reader.ReadUInt32();
        if (reader.Overflowed)
            return false;
        if (baseLength == 0 && modulusLength == 0)
            return true;
        ReadOnlySpan<byte> baseNumber = ReadNumber(ref reader, baseLength);
        ReadOnlySpan<byte> exponent = ReadNumber(ref reader, exponentLength);
        ReadOnlySpan<byte> modulus = ReadNumber(ref reader, modulusLength);
        byte[] result = SolidityReader.Allocate(modulusLength);
        output = result;
        if (!modulus.ContainsAnyExcept((byte)0))
            return true;
        call.Runtime.Work(EvmPrecompileGas.ModExp(baseNumber, exponent, modulus));
        ModularExponentiation.Compute(baseNumber, exponent, modulus, result);
        return true;
    }

    /// <summary>09 (EIP-152): exactly 213 bytes, the last of them 0 or 1.</summary>
    public static bool Blake2F(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] result = new byte[Blake2bF.OutputLength];
        output = result;
        ReadOnlySpan<byte> input = call.Input.Span;
        if (Blake2bF.TryReadRounds(input, out uint rounds))
            call.Runtime.Work(EvmPrecompileGas.Blake2Round * rounds);
        return Blake2bF.TryCompress(input, result);
    }

    /// <summary>A number of a length; all zeros come as none, so that only numbers that are there take memory.</summary>
    private static ReadOnlySpan<byte> ReadNumber(ref SolidityReader reader, uint length)
    {
        ReadOnlySpan<byte> present = reader.ReadPresent(length);
        ulong missing = length - (ulong)present.Length;
        if (missing * BitsPerByte > uint.MaxValue)
            Abort.AssertionFailed("attempt to multiply with overflow");
        if (!present.ContainsAnyExcept((byte)0))
            return [];
        if (missing == 0)
            return present;
        byte[] padded = SolidityReader.Allocate(length);
        present.CopyTo(padded);
        return padded;
    }
}
