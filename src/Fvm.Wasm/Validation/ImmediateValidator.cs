using Fvm.Wasm.Model;

namespace Fvm.Wasm.Validation;

/// <summary>Validates what follows an opcode where that leaves the operands' types alone: memories, tables, segments and alignments.</summary>
/// <param name="module">The module.</param>
/// <param name="stack">Knows the current instruction, for errors.</param>
internal sealed class ImmediateValidator(WasmModule module, TypeStack stack)
{
    /// <summary>The conditions that hang on an operand of the code and leave the signature alone.</summary>
    public void Check(ImmediateKind immediate, in InstructionReader instruction)
    {
        switch (immediate)
        {
            case ImmediateKind.Memory or ImmediateKind.MemoryMemory:
                CheckMemory();
                break;
            case ImmediateKind.MemoryArgument:
                CheckMemory();
                if (instruction.AlignmentExponent > NaturalAlignment(instruction.Opcode))
                    stack.Throw("alignment must not be larger than natural");
                break;
            case ImmediateKind.DataMemory:
                CheckMemory();
                Check(instruction.Index, (int)Math.Min(module.DataCount ?? 0, int.MaxValue), "data segment");
                break;
            case ImmediateKind.Data:
                Check(instruction.Index, (int)Math.Min(module.DataCount ?? 0, int.MaxValue), "data segment");
                break;
            case ImmediateKind.Table:
                Check(instruction.Index, module.Tables.Length, "table");
                break;
            case ImmediateKind.TableTable or ImmediateKind.Element or ImmediateKind.ElementTable:
                CheckTables(immediate, in instruction);
                break;
        }
    }

    private void CheckTables(ImmediateKind immediate, in InstructionReader instruction)
    {
        var (first, second) = (instruction.Index, instruction.Index2);
        if (immediate != ImmediateKind.Element) Check(second, module.Tables.Length, "table");
        if (immediate == ImmediateKind.TableTable)
        {
            Check(first, module.Tables.Length, "table");
            if (module.Tables[(int)first].Element != module.Tables[(int)second].Element) stack.Throw("type mismatch: table.copy");
            return;
        }

        Check(first, module.ElementSegments.Length, "elem segment");
        if (immediate == ImmediateKind.ElementTable
            && module.ElementSegments[(int)first].ElementType != module.Tables[(int)second].Element)
            stack.Throw("type mismatch: table.init");
    }

    private void CheckMemory() => Check(0, module.Memories.Length, "memory");

    private void Check(uint index, int count, string what)
    {
        if (index >= (uint)count) stack.Throw($"unknown {what} {index}");
    }

    /// <summary>The exponent of an access's width in bytes (WebAssembly 2.0, 3.3.7).</summary>
    private static uint NaturalAlignment(Opcode opcode) => opcode switch
    {
        Opcode.I32Load8S or Opcode.I32Load8U or Opcode.I64Load8S or Opcode.I64Load8U or Opcode.I32Store8 or Opcode.I64Store8 => 0,
        Opcode.I32Load16S or Opcode.I32Load16U or Opcode.I64Load16S or Opcode.I64Load16U or Opcode.I32Store16 or Opcode.I64Store16 => 1,
        Opcode.I64Load or Opcode.F64Load or Opcode.I64Store or Opcode.F64Store => 3,
        _ => 2,
    };
}
