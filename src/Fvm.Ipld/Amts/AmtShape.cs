using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>The numbers that follow from an AMT's bit width (ref-fvm ipld/amt/src/lib.rs).</summary>
internal static class AmtShape
{
    /// <summary>The greatest index: one below the greatest number, so that a length always fits.</summary>
    public const ulong MaxIndex = ulong.MaxValue - 1;

    /// <summary>The greatest height of a root.</summary>
    public const int MaxHeight = 64;

    /// <summary>The bit width of the V0 layout, and what is usual in V3.</summary>
    public const int DefaultBitWidth = 3;

    /// <summary>
    /// The widest node. The reference states no limit, but the chain's arrays use 2 to 6, and a bitmap of 32 bytes serves all of 1 to 8.
    /// </summary>
    public const int MaxBitWidth = NodeBitmap.MaxBitWidth;

    /// <summary>How many indexes one slot of a node at <paramref name="height"/> spans; the greatest number when it is more than that.</summary>
    public static ulong Span(int bitWidth, int height)
    {
        var log = bitWidth * height;
        return log >= 64 ? ulong.MaxValue : 1UL << log;
    }

    /// <summary>How many bytes a node's bitmap has.</summary>
    public static int BitmapBytes(int bitWidth) => bitWidth <= 3 ? 1 : 1 << (bitWidth - 3);
}
