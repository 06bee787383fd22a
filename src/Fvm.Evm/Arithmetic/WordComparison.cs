using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>Orders of words.</summary>
internal static class WordComparison
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsLess(in UInt256 left, in UInt256 right)
    {
        // Almost all words that programs compare differ in the lowest limb or not at all: the branches predict well.
        if (left.U3 != right.U3) return left.U3 < right.U3;
        if (left.U2 != right.U2) return left.U2 < right.U2;
        if (left.U1 != right.U1) return left.U1 < right.U1;
        return left.U0 < right.U0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsSignedLess(in UInt256 left, in UInt256 right)
    {
        if (left.U3 != right.U3) return (long)left.U3 < (long)right.U3;
        if (left.U2 != right.U2) return left.U2 < right.U2;
        if (left.U1 != right.U1) return left.U1 < right.U1;
        return left.U0 < right.U0;
    }
}
