using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>What an operand is before its IL is written.</summary>
internal enum NodeKind : byte
{
    /// <summary>A constant: <see cref="OperandNode.Bits"/>.</summary>
    Constant,

    /// <summary>The value of a wasm local: <see cref="OperandNode.Index"/>.</summary>
    Local,

    /// <summary>An IL local of the pool, read once and then free: <see cref="OperandNode.Index"/>.</summary>
    Temporary,

    /// <summary>An IL local that belongs to a place on the operand stack at a label: <see cref="OperandNode.Index"/>.</summary>
    Slot,

    /// <summary>A global: <see cref="OperandNode.Index"/>.</summary>
    Global,

    /// <summary>A load that is already checked: see <see cref="MemoryAddress"/>.</summary>
    Load,

    /// <summary>A pure operator over <see cref="OperandNode.Left"/> and, if it has two operands, <see cref="OperandNode.Right"/>.</summary>
    Operator,
}

/// <summary>What may not change between an operand's place in the program and the place where its IL is written.</summary>
[Flags]
internal enum NodeReads : byte
{
    /// <summary>Nothing but locals.</summary>
    None = 0,

    /// <summary>The linear memory.</summary>
    Memory = 1,

    /// <summary>A mutable global.</summary>
    Globals = 2,
}

/// <summary>A node of an operand's expression tree. Its subtrees are its own: every node is written exactly once.</summary>
internal struct OperandNode
{
    /// <summary>"No subtree", "no local".</summary>
    public const int None = -1;

    /// <summary>What it is.</summary>
    public NodeKind Kind;

    /// <summary>The type of the value.</summary>
    public ValueType Type;

    /// <summary>The operator or load.</summary>
    public Opcode Opcode;

    /// <summary>What the whole tree reads.</summary>
    public NodeReads Reads;

    /// <summary>What RyuJIT may mistake its value for.</summary>
    public JitHazard Hazard;

    /// <summary>How many nodes the tree has.</summary>
    public byte Size;

    /// <summary>First operand.</summary>
    public int Left;

    /// <summary>Second operand.</summary>
    public int Right;

    /// <summary>By kind: a local, a temporary, a slot, a global; for a load the IL local of its base, or none.</summary>
    public int Index;

    /// <summary>For a load: the key of the base's companion (<see cref="MemoryAddress"/>), or none where the base is a temporary.</summary>
    public int Companion;

    /// <summary>The constant; a load's offset.</summary>
    public ulong Bits;

    /// <summary>The locals and companions read by the tree, modulo 64: no bit means surely not read.</summary>
    public ulong Locals;
}
