using System.Runtime.CompilerServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// The first globals, within the instance object, so that the stack pointer (global 0 of what LLVM emits) is one load away. The others lie in
/// native memory.
/// </summary>
[InlineArray(Count)]
internal struct GlobalCells
{
    /// <summary>How many.</summary>
    public const int Count = 4;

    private ulong _first;
}
