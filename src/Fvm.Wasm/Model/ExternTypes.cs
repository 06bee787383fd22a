namespace Fvm.Wasm.Model;

/// <summary>The size range of a memory (in 64 KiB pages) or of a table (in elements).</summary>
/// <param name="Minimum">The size at instantiation.</param>
/// <param name="Maximum">The size it may never grow past, or null where the module states none.</param>
public readonly record struct Limits(uint Minimum, uint? Maximum);

/// <summary>The type of a linear memory.</summary>
/// <param name="Limits">Sizes in pages of 65,536 bytes.</param>
public readonly record struct MemoryType(Limits Limits)
{
    /// <summary>Bytes in a page.</summary>
    public const int PageSize = 65_536;
}

/// <summary>The type of a table.</summary>
/// <param name="Element"><see cref="ValueType.FuncRef"/> or <see cref="ValueType.ExternRef"/>.</param>
/// <param name="Limits">Sizes in elements.</param>
public readonly record struct TableType(ValueType Element, Limits Limits);

/// <summary>The type of a global.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="IsMutable">Whether <c>global.set</c> may write it.</param>
public readonly record struct GlobalType(ValueType Type, bool IsMutable);
