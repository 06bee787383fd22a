namespace Fvm.Evm.Precompiles;

/// <summary>Most precompiled contracts read their input as if zeros followed it without end.</summary>
internal static class PaddedInput
{
    /// <summary>Copies a part of the input, zeros beyond its end.</summary>
    internal static void Read(ReadOnlySpan<byte> input, int start, Span<byte> destination)
    {
        destination.Clear();
        if (start >= input.Length) return;
        input = input[start..];
        input[..Math.Min(input.Length, destination.Length)].CopyTo(destination);
    }

    /// <summary>A word of the input.</summary>
    internal static UInt256 ReadWord(ReadOnlySpan<byte> input, int start)
    {
        Span<byte> bytes = stackalloc byte[UInt256.ByteLength];
        Read(input, start, bytes);
        return UInt256.ReadBigEndian(bytes);
    }

    /// <summary>A price that grows with words.</summary>
    internal static ulong WordPrice(ReadOnlySpan<byte> input, ulong constant, ulong word) =>
        constant + ((ulong)input.Length + UInt256.ByteLength - 1) / UInt256.ByteLength * word;
}
