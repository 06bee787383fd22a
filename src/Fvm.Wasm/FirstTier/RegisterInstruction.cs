using System.Runtime.InteropServices;

namespace Fvm.Wasm.FirstTier;

/// <summary>
/// One word of register code: an instruction with up to three registers, or one register and <see cref="Wide"/>. Some have a second word,
/// for what finds no room: <see cref="Immediate"/> and a branch's <see cref="Wide"/>, or 64 <see cref="Bits"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct RegisterInstruction
{
    /// <summary>What stands in A of a loop's head from this loop of a function on: such a loop never changes tier.</summary>
    public const int NamelessLoop = ushort.MaxValue;

    /// <summary>What to do.</summary>
    [FieldOffset(0)]
    public RegisterOp Op;

    /// <summary>The first register: by rule the one that is written.</summary>
    [FieldOffset(2)]
    public ushort A;

    /// <summary>The second register.</summary>
    [FieldOffset(4)]
    public ushort B;

    /// <summary>The third register, the offset of a memory access, or a signed constant.</summary>
    [FieldOffset(6)]
    public ushort C;

    /// <summary>In place of B and C: a constant, an index, or a branch's distance in words from the instruction's first word.</summary>
    [FieldOffset(4)]
    public int Wide;

    /// <summary>In a second word: a constant, a register or a type.</summary>
    [FieldOffset(0)]
    public int Immediate;

    /// <summary>A second word as a whole.</summary>
    [FieldOffset(0)]
    public ulong Bits;

    /// <summary><see cref="C"/> as a signed constant.</summary>
    public readonly int Small => (short)C;
}
