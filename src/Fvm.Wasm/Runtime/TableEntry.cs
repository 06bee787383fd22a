using System.Runtime.InteropServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// One element of a table, laid out for the emitted <c>call_indirect</c>: one comparison covers null and type, the rest is in the same
/// cache line. Sixteen bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TableEntry
{
    /// <summary><see cref="TypeId"/> of null.</summary>
    public const int Null = -1;

    /// <summary>The first index of the module's types that equals the function's type; <see cref="Null"/> where nothing is referenced.</summary>
    public int TypeId;

    /// <summary>Index in the module's <see cref="Compilation.CodeTable"/>.</summary>
    public int Code;

    /// <summary>What calling through this element charges before the call; for a table of externref the host's value.</summary>
    public long Payload;

    /// <summary>The null element.</summary>
    public static TableEntry NullEntry => new() { TypeId = Null };
}
