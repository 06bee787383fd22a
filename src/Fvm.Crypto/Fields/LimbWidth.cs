namespace Fvm.Crypto.Fields;

/// <summary>Numbers in limbs of one width, least significant first, brought into limbs of another.</summary>
internal static class LimbWidth
{
    /// <summary>Fills all of <paramref name="to"/>; bits beyond its length are dropped. Limbs hold no more than their width.</summary>
    internal static void Change(ReadOnlySpan<ulong> from, int fromWidth, Span<ulong> to, int toWidth)
    {
        ulong mask = toWidth == 64 ? ulong.MaxValue : (1UL << toWidth) - 1;
        int limb = 0, taken = 0;
        for (int i = 0; i < to.Length; i++)
        {
            ulong value = 0;
            for (int filled = 0; filled < toWidth && limb < from.Length;)
            {
                value |= (from[limb] >> taken) << filled;
                int step = Math.Min(fromWidth - taken, toWidth - filled);
                filled += step;
                taken += step;
                if (taken != fromWidth)
                    continue;
                taken = 0;
                limb++;
            }

            to[i] = value & mask;
        }
    }

    /// <summary>The limbs of a big-endian number.</summary>
    internal static ulong[] Of(ReadOnlySpan<byte> bigEndian, int count, int width)
    {
        Span<ulong> bytes = stackalloc ulong[bigEndian.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = bigEndian[bytes.Length - 1 - i];
        ulong[] limbs = new ulong[count];
        Change(bytes, 8, limbs, width);
        return limbs;
    }
}
