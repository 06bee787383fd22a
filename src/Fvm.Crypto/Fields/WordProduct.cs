using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Crypto.Fields;

/// <summary>
/// The one step that all field multiplications here are made of. Numbers are kept in limbs of fewer than 64 bits (52 for the 256-bit
/// fields, 56 for the base field of BLS12-381), so that the products of a column can be added up without watching a carry: RyuJIT
/// has no add-with-carry, and detecting a carry costs it three instructions where the addition itself costs one.
/// <para>
/// For limbs of w bits a column adds up <c>low = sum a[i] b[j] mod 2^64</c> and <c>high = sum floor(a[i] b[j] / 2^w)</c>, the latter as the high
/// words of <c>(a[i] &lt;&lt; (64 - w)) * b[j]</c>. The sum of the parts below 2^w is then <c>low - (high &lt;&lt; w)</c>, exactly, since it has few more
/// than w bits; its own upper bits join <c>high</c> and move to the next column. That is two multiplications and two additions a product.
/// </para>
/// </summary>
internal static class WordProduct
{
    /// <summary>
    /// The high word of a * b. <see cref="Math.BigMul(ulong, ulong, out ulong)"/> gives both words, but on x64 the JIT of .NET 10 passes the
    /// low one through memory, which costs more than a second multiplication.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>
    /// Reads a limb from memory anew. In the long straight-line multiplications a plain read would be kept in a register for later use, for
    /// which the JIT would then spill the running sums: 62 ns instead of 49 for seven limbs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Read(ref ulong limbs, int index) => Volatile.Read(ref Unsafe.Add(ref limbs, index));
}
