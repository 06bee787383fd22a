namespace Fvm.Wasm.Model;

/// <summary>A data segment: bytes for a memory.</summary>
/// <param name="Mode">Active or passive.</param>
/// <param name="MemoryIndex">The memory, of an active segment.</param>
/// <param name="Offset">Where it goes in the memory, of an active segment: i32, unsigned.</param>
/// <param name="Bytes">The bytes, a slice of the module's.</param>
public readonly record struct DataSegment(
    SegmentMode Mode, int MemoryIndex, ConstantExpression Offset, ReadOnlyMemory<byte> Bytes);
