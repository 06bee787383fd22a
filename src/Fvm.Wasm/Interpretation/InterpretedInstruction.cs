using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Interpretation;

/// <summary>One instruction, read out of the code once, with the charges that fall due before it and the places that it may jump to.</summary>
internal sealed class InterpretedInstruction
{
    /// <summary>What it does.</summary>
    public required Opcode Opcode { get; init; }

    /// <summary>See <see cref="InstructionReader.Index"/>.</summary>
    public required int Index { get; init; }

    /// <summary>See <see cref="InstructionReader.Index2"/>.</summary>
    public required int Index2 { get; init; }

    /// <summary>See <see cref="InstructionReader.Bits"/>.</summary>
    public required ulong Bits { get; init; }

    /// <summary>The labels of br_table.</summary>
    public int[] Labels { get; init; } = [];

    /// <summary>Of a block: how many operands it takes.</summary>
    public int Parameters { get; init; }

    /// <summary>Of a block: how many values it leaves.</summary>
    public int Results { get; init; }

    /// <summary>The static charge that falls due before it, 0 for none.</summary>
    public long Charge { get; init; }

    /// <summary>The price of a unit of its top operand, 0 where it has no dynamic charge.</summary>
    public uint UnitCost { get; init; }

    /// <summary>Of a block: where its end stands.</summary>
    public int End { get; set; }

    /// <summary>Of an if: where its else stands, or 0.</summary>
    public int Else { get; set; }
}
