namespace Fvm.Proofs;

/// <summary>Data as field elements: after every 254 bits two zero bits, so that 127 bytes become 128 (crate fr32, <c>padding.rs</c>). Bits go from the lowest of a byte.</summary>
internal static class Fr32
{
    /// <summary>Bytes of data in a unit of four elements.</summary>
    public const int UnpaddedUnit = 127;

    /// <summary>Bytes of four elements.</summary>
    public const int PaddedUnit = 128;

    private const int ElementLength = 32;

    /// <summary>Pads whole units.</summary>
    /// <param name="data">A multiple of 127 bytes.</param>
    /// <param name="padded">128 bytes for each.</param>
    public static void Pad(ReadOnlySpan<byte> data, Span<byte> padded)
    {
        for (; data.Length >= UnpaddedUnit; data = data[UnpaddedUnit..], padded = padded[PaddedUnit..]) PadUnit(data, padded);
    }

    private static void PadUnit(ReadOnlySpan<byte> data, Span<byte> padded)
    {
        // Element k begins 254 k bits into the data: two bits earlier than its place, for each element before it.
        for (int element = 0; element < PaddedUnit / ElementLength; element++)
        {
            int shift = 2 * element;
            Span<byte> target = padded.Slice(element * ElementLength, ElementLength);
            for (int i = 0; i < ElementLength; i++)
            {
                int position = (element * ElementLength) + i;
                int high = position < UnpaddedUnit ? data[position] << shift : 0;
                int low = shift > 0 ? data[position - 1] >> (8 - shift) : 0;
                target[i] = (byte)(high | low);
            }

            target[^1] &= 0x3f;
        }
    }
}
