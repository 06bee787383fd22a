using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>A block, loop, if or function body that is being emitted.</summary>
internal struct EmissionFrame
{
    /// <summary>Which of them; <see cref="Opcode.Else"/> behind an else; <see cref="Opcode.Return"/> is the function body.</summary>
    public Opcode Kind;

    /// <summary>The label that branches go to: a loop's beginning, else the end.</summary>
    public int Label;

    /// <summary>Whether any branch goes there.</summary>
    public bool LabelUsed;

    /// <summary>An if's label for "false".</summary>
    public int ElseLabel;

    /// <summary>The operand stack's height below the parameters.</summary>
    public int Base;

    /// <summary>Where its changes of hazards begin (<see cref="LocalHazards.Mark"/>).</summary>
    public int Hazards;

    /// <summary>What was known of addresses when it was opened.</summary>
    public ProofMark Proofs;

    /// <summary>What the block takes.</summary>
    public ImmutableArray<ValueType> Parameters;

    /// <summary>What it leaves.</summary>
    public ImmutableArray<ValueType> Results;

    /// <summary>What a branch to the label carries.</summary>
    public readonly ImmutableArray<ValueType> LabelTypes => Kind == Opcode.Loop ? Parameters : Results;
}
