using System.Globalization;
using System.Text;
using Fvm.Wasm.Model;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>A program for people: one instruction a line, close to the text format.</summary>
internal static class ProgramText
{
    /// <summary>Writes a program.</summary>
    public static string Of(GeneratedProgram program)
    {
        var text = new StringBuilder();
        for (int i = 0; i < program.Functions.Count; i++)
        {
            GeneratedFunction function = program.Functions[i];
            text.Append(CultureInfo.InvariantCulture, $"func {program.Imports.Count + i} {program.Types[function.TypeIndex]} locals {string.Join(' ', function.Locals)}\n");
            foreach (CodeNode node in function.Body)
                Write(text, node, 1);
        }

        text.Append("module ").Append(Convert.ToHexStringLower(program.Encode()));
        return text.ToString();
    }

    private static void Write(StringBuilder text, CodeNode node, int indent)
    {
        foreach (CodeNode operand in node.Operands)
            Write(text, operand, indent);
        if (node.IsSequence)
            return;
        Line(text, indent, Describe(node));
        if (node.Opcode is not (Opcode.Block or Opcode.Loop or Opcode.If))
            return;
        foreach (CodeNode inner in node.Body)
            Write(text, inner, indent + 1);
        if (node.Else is not null)
        {
            Line(text, indent, "else");
            foreach (CodeNode inner in node.Else)
                Write(text, inner, indent + 1);
        }

        Line(text, indent, "end");
    }

    private static string Describe(CodeNode node)
    {
        OpcodeInfo info = OpcodeTable.Of(node.Opcode);
        string rest = info.Immediate switch
        {
            ImmediateKind.None => "",
            ImmediateKind.Block => node.BlockType >= 0 ? $"(type {node.BlockType})" : node.Type?.ToString() ?? "",
            ImmediateKind.BranchTable => $"{string.Join(' ', node.Labels)} {node.Index}",
            ImmediateKind.MemoryArgument => $"offset={node.Bits}",
            ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64 => $"0x{node.Bits:x}",
            ImmediateKind.ReferenceType or ImmediateKind.ValueTypes => $"{node.Reference}",
            ImmediateKind.CallIndirect or ImmediateKind.TableTable or ImmediateKind.ElementTable => $"{node.Index} {node.Index2}",
            _ => $"{node.Index}",
        };
        return $"{info.Name} {rest}".TrimEnd();
    }

    private static void Line(StringBuilder text, int indent, string line) => text.Append(' ', 2 * indent).Append(line).Append('\n');
}
