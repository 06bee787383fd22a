using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>A block that is open (WebAssembly 2.0, appendix "Validation Algorithm").</summary>
internal struct ControlFrame
{
    /// <summary>The block's parameters.</summary>
    public ImmutableArray<ValueType> Parameters;

    /// <summary>The block's results.</summary>
    public ImmutableArray<ValueType> Results;

    /// <summary>The height of the operand stack below the block's parameters.</summary>
    public int Height;

    /// <summary>Block, Loop, If or Else; Block for the function's body.</summary>
    public Opcode Opcode;

    /// <summary>Whether the rest of the block is stack-polymorphic.</summary>
    public bool IsUnreachable;

    /// <summary>Whether the block begins in unreachable code, so that its operands cost no stack.</summary>
    public bool IsDead;

    /// <summary>What a branch to this block takes along.</summary>
    public readonly ImmutableArray<ValueType> LabelTypes => Opcode == Opcode.Loop ? Parameters : Results;
}
