using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 5: powers modulo numbers of any length (EIP-198), at the prices of EIP-2565.</summary>
internal sealed class ModExp : IPrecompile
{
    private const int HeaderLength = 3 * UInt256.ByteLength;
    private const ulong LeastPrice = 200;

    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input)
    {
        var baseLength = PaddedInput.ReadWord(input, 0);
        var exponentLength = PaddedInput.ReadWord(input, 32);
        var modulusLength = PaddedInput.ReadWord(input, 64);
        if (baseLength.IsZero && modulusLength.IsZero) return LeastPrice;
        if (!baseLength.FitsUInt32 || !modulusLength.FitsUInt32) return ulong.MaxValue;

        UInt128 words = (Math.Max(baseLength.U0, modulusLength.U0) + 7) / 8;
        int headLength = (int)Math.Min(exponentLength.Saturate(), UInt256.ByteLength);
        Span<byte> head = stackalloc byte[UInt256.ByteLength];
        PaddedInput.Read(input, HeaderLength + (int)Math.Min(baseLength.U0, int.MaxValue - HeaderLength), head[..headLength]);
        UInt128 iterations = (ulong)Math.Max(UInt256.ReadBigEndian(head[..headLength]).BitLength - 1, 0);
        if (exponentLength > UInt256.ByteLength) iterations += (UInt128)8 * (exponentLength.Saturate() - UInt256.ByteLength);
        // At most 2^58 * 2^67.
        var price = words * words * UInt128.Max(iterations, 1) / 3;
        return price > ulong.MaxValue ? ulong.MaxValue : Math.Max((ulong)price, LeastPrice);
    }

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = [];
        var baseLength = PaddedInput.ReadWord(input, 0);
        var exponentLength = PaddedInput.ReadWord(input, 32);
        var modulusLength = PaddedInput.ReadWord(input, 64);
        if (baseLength.IsZero && modulusLength.IsZero) return true;
        ulong total = baseLength.Saturate() | exponentLength.Saturate() | modulusLength.Saturate();
        if (total > int.MaxValue) return false;

        var numbers = input.Length > HeaderLength ? input[HeaderLength..] : default;
        var baseNumber = Take(numbers, 0, baseLength.U0);
        var exponent = Take(numbers, baseLength.U0, exponentLength.U0);
        var modulus = Take(numbers, baseLength.U0 + exponentLength.U0, modulusLength.U0);
        output = new byte[modulus.Length];
        ModularExponentiation.Compute(baseNumber, exponent, modulus, output);
        return true;
    }

    /// <summary>A part of the input; copied only where zeros must follow it.</summary>
    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> input, ulong start, ulong length)
    {
        if (start + length <= (ulong)input.Length) return input.Slice((int)start, (int)length);
        var padded = new byte[length];
        if (start < (ulong)input.Length) input[(int)start..].CopyTo(padded);
        return padded;
    }
}
