using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>
/// Two factors laid out for multiplication, limbs of 28 bits: X the real parts of the left one in all lanes, Y its imaginary parts, B the right one, and C
/// the right one times u, so that X B + Y C is the product in F(p^2).
/// </summary>
internal unsafe struct Operands
{
    internal const int Alignment = 64;
    internal const int Length = 4 * LimbCount * Alignment;

    private const int LimbCount = 14;
    private const int Width = 28;

    private fixed byte memory[Length];

    internal Vector512<ulong>* X => (Vector512<ulong>*)Unsafe.AsPointer(ref memory[0]);

    internal Vector512<ulong>* Y => X + LimbCount;

    internal Vector512<ulong>* B => X + (2 * LimbCount);

    internal Vector512<ulong>* C => X + (3 * LimbCount);

    /// <summary>The first place in the memory where vectors do not straddle cache lines.</summary>
    internal static Operands* Align(byte* memory) => (Operands*)(((nuint)memory + (Alignment - 1)) & ~(nuint)(Alignment - 1));

    /// <summary>Lays out two factors; the right one has a bound up to 15.</summary>
    internal void Prepare(in Fp2x4 left, in Fp2x4 right)
    {
        // SAFETY: lives in the stack memory of the caller, so it does not move; each array has fourteen vectors.
        Vector512<ulong>* x = X, y = Y;
        SplitParts(left.L0, x, y);
        SplitParts(left.L1, x + 2, y + 2);
        SplitParts(left.L2, x + 4, y + 4);
        SplitParts(left.L3, x + 6, y + 6);
        SplitParts(left.L4, x + 8, y + 8);
        SplitParts(left.L5, x + 10, y + 10);
        SplitParts(left.L6, x + 12, y + 12);
        Split(right, B);
        Split(right.MultiplyByU(4), C);
    }

    /// <summary>Lays out two factors for a product lane by lane.</summary>
    internal void PrepareLanes(in Fp2x4 left, in Fp2x4 right)
    {
        // SAFETY: as in Prepare.
        Split(left, X);
        Split(right, B);
    }

    private static void Split(in Fp2x4 value, Vector512<ulong>* limbs)
    {
        Split(value.L0, limbs);
        Split(value.L1, limbs + 2);
        Split(value.L2, limbs + 4);
        Split(value.L3, limbs + 6);
        Split(value.L4, limbs + 8);
        Split(value.L5, limbs + 10);
        Split(value.L6, limbs + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(Vector512<ulong> limb, Vector512<ulong>* halves)
    {
        halves[0] = limb & Vector512.Create((1UL << Width) - 1);
        halves[1] = limb >>> Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitParts(Vector512<ulong> limb, Vector512<ulong>* real, Vector512<ulong>* imaginary)
    {
        Split(Avx512F.UnpackLow(limb, limb), real);
        Split(Avx512F.UnpackHigh(limb, limb), imaginary);
    }
}
