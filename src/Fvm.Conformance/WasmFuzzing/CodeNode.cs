using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>
/// An instruction of a generated program with the subtrees that leave its operands on the stack, and its block's contents. A tree and not a
/// list of instructions, so that a program can be cut down piece by piece and stay valid.
/// </summary>
internal sealed class CodeNode
{
    /// <summary>The instruction; <see cref="Opcode.Nop"/> for a mere sequence.</summary>
    public required Opcode Opcode { get; init; }

    /// <summary>Whether it is no instruction but its operands, one after another.</summary>
    public bool IsSequence { get; init; }

    /// <summary>What it leaves on the stack: one value, or nothing; several values count as nothing here.</summary>
    public ValueType? Type { get; init; }

    /// <summary>The first index that follows the opcode.</summary>
    public uint Index { get; init; }

    /// <summary>The second one; of a load or store the alignment's exponent.</summary>
    public uint Index2 { get; init; }

    /// <summary>The constant; of a load or store the offset.</summary>
    public ulong Bits { get; init; }

    /// <summary>The labels of br_table; the default is <see cref="Index"/>.</summary>
    public uint[] Labels { get; init; } = [];

    /// <summary>Of a block: its function type, or -1 where <see cref="Type"/> says all.</summary>
    public int BlockType { get; init; } = -1;

    /// <summary>Of ref.null and typed select: the type.</summary>
    public ValueType Reference { get; init; }

    /// <summary>What is executed before.</summary>
    public List<CodeNode> Operands { get; init; } = [];

    /// <summary>A block's contents.</summary>
    public List<CodeNode> Body { get; init; } = [];

    /// <summary>What stands behind an else; null without one.</summary>
    public List<CodeNode>? Else { get; init; }

    /// <summary>Writes it out.</summary>
    public void Write(ByteWriter to)
    {
        foreach (CodeNode operand in Operands)
            operand.Write(to);
        if (IsSequence)
            return;
        WriteOpcode(to);
        WriteImmediates(to);
        if (Opcode is not (Opcode.Block or Opcode.Loop or Opcode.If))
            return;
        foreach (CodeNode node in Body)
            node.Write(to);
        if (Else is not null)
        {
            to.Byte((byte)Opcode.Else);
            foreach (CodeNode node in Else)
                node.Write(to);
        }

        to.Byte((byte)Opcode.End);
    }

    private void WriteOpcode(ByteWriter to)
    {
        const int Prefixed = 0x100;
        if ((int)Opcode < Prefixed)
        {
            to.Byte((byte)Opcode);
            return;
        }

        to.Byte(0xFC);
        to.U32((uint)Opcode - Prefixed);
    }

    private void WriteImmediates(ByteWriter to)
    {
        switch (OpcodeTable.Of(Opcode).Immediate)
        {
            case ImmediateKind.None: break;
            case ImmediateKind.Block when BlockType >= 0: to.Signed(BlockType); break;
            case ImmediateKind.Block: to.Byte(Type is { } type ? (byte)type : (byte)0x40); break;
            case ImmediateKind.BranchTable:
                to.U32((uint)Labels.Length);
                foreach (uint label in Labels)
                    to.U32(label);
                to.U32(Index);
                break;
            case ImmediateKind.MemoryArgument:
                to.U32(Index2);
                to.U32((uint)Bits);
                break;
            case ImmediateKind.CallIndirect or ImmediateKind.ElementTable or ImmediateKind.TableTable:
                to.U32(Index);
                to.U32(Index2);
                break;
            case ImmediateKind.Memory: to.Byte(0); break;
            case ImmediateKind.MemoryMemory:
                to.Byte(0);
                to.Byte(0);
                break;
            case ImmediateKind.DataMemory:
                to.U32(Index);
                to.Byte(0);
                break;
            case ImmediateKind.ReferenceType: to.Byte((byte)Reference); break;
            case ImmediateKind.ValueTypes:
                to.Byte(1);
                to.Byte((byte)Reference);
                break;
            case ImmediateKind.I32: to.Signed((int)Bits); break;
            case ImmediateKind.I64: to.Signed((long)Bits); break;
            case ImmediateKind.F32: to.Fixed(Bits, 4); break;
            case ImmediateKind.F64: to.Fixed(Bits, 8); break;
            default: to.U32(Index); break;
        }
    }
}
