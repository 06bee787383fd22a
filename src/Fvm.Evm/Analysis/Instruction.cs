using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fvm.Evm.Analysis;

/// <summary>One place of an instruction stream: 16 bytes, so that four share a cache line.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Instruction
{
    /// <summary>What to do.</summary>
    internal Operation Operation;

    /// <summary>
    /// Begin: the least height of the stack, in bytes. Dup, Swap: the distance of the word from the stack's end, in bytes. Opcodes
    /// outside the loop: what they add to the stack's height, in words, signed.
    /// </summary>
    internal ushort Argument;

    /// <summary>Begin: how far the height may lie above the least, in bytes. Constant jumps: the target's index. Outside: the opcode.</summary>
    internal int Target;

    /// <summary>Begin: the block's gas. Push: the word.</summary>
    internal ulong Immediate;

    internal readonly short Growth => (short)Argument;

    /// <summary>Writes a word over two places.</summary>
    internal static void WriteWord(Span<Instruction> places, in UInt256 word) =>
        MemoryMarshal.Cast<Instruction, UInt256>(places)[0] = word;

    /// <summary>The word that <see cref="WriteWord"/> put behind a PushWide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref readonly UInt256 WordBehind(ref Instruction instruction) =>
        ref Unsafe.As<Instruction, UInt256>(ref Unsafe.Add(ref instruction, 1));
}
