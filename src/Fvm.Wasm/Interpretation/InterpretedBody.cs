using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Interpretation;

/// <summary>The code of a function as a list.</summary>
internal static class InterpretedBody
{
    /// <summary>Reads a body.</summary>
    public static InterpretedInstruction[] Read(WasmModule module, ReadOnlySpan<byte> code, in MeteredFunction metered)
    {
        var charges = metered.Charges.ToDictionary(charge => charge.Position, charge => charge.Cost);
        var units = metered.LinearCharges.ToDictionary(charge => charge.Position, charge => charge.UnitCost);
        var instructions = new List<InterpretedInstruction>();
        var open = new Stack<InterpretedInstruction>();
        var reader = new InstructionReader(code);
        while (reader.Read())
        {
            var (parameters, results) = Arity(module, in reader);
            var instruction = new InterpretedInstruction
            {
                Opcode = reader.Opcode,
                Index = (int)reader.Index,
                Index2 = (int)reader.Index2,
                Bits = reader.Bits,
                Labels = Labels(in reader),
                Parameters = parameters,
                Results = results,
                Charge = charges.GetValueOrDefault(reader.Position),
                UnitCost = units.GetValueOrDefault(reader.Position),
            };
            Nest(open, instruction, at: instructions.Count);
            instructions.Add(instruction);
        }

        return [.. instructions];
    }

    private static void Nest(Stack<InterpretedInstruction> open, InterpretedInstruction instruction, int at)
    {
        if (instruction.Opcode is Opcode.Block or Opcode.Loop or Opcode.If) open.Push(instruction);
        else if (instruction.Opcode == Opcode.Else) open.Peek().Else = at;
        else if (instruction.Opcode == Opcode.End && open.TryPop(out var block)) block.End = at;
    }

    private static (int Parameters, int Results) Arity(WasmModule module, in InstructionReader reader)
    {
        if (reader.Opcode is not (Opcode.Block or Opcode.Loop or Opcode.If)) return (0, 0);
        var type = reader.BlockType;
        if (type.Kind != BlockTypeKind.TypeIndex) return (0, type.Kind == BlockTypeKind.Value ? 1 : 0);
        return (module.Types[type.TypeIndex].Parameters.Length, module.Types[type.TypeIndex].Results.Length);
    }

    private static int[] Labels(in InstructionReader reader)
    {
        if (reader.Opcode != Opcode.BrTable) return [];
        var labels = new List<int>();
        foreach (var label in reader.BranchTargets) labels.Add((int)label);
        return [.. labels];
    }
}
