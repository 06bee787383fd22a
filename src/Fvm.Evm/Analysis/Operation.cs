namespace Fvm.Evm.Analysis;

/// <summary>
/// What the interpreter's loop dispatches on, numbered without gaps so that the dispatch is one table jump. Opcodes that are frequent
/// and short have an operation of their own; some operations stand for work that analysis can do once: immediates read, jumps
/// resolved, common neighbours joined. All other opcodes are <see cref="Outside"/>.
/// </summary>
internal enum Operation : ushort
{
    /// <summary>The head of a block: its gas, and how high the stack must and may stand.</summary>
    Begin,

    /// <summary>An opcode that <c>InstructionTable</c> runs; it stands in <see cref="Instruction.Target"/>.</summary>
    Outside,

    /// <summary>PUSH0 to PUSH32 of a word below 2^64, PC, CODESIZE.</summary>
    Push,

    /// <summary>PUSH9 to PUSH32: the word follows in the next two places.</summary>
    PushWide,

    /// <summary>DUP1 to DUP16.</summary>
    Dup,

    /// <summary>SWAP1 to SWAP16.</summary>
    Swap,

    /// <summary>PUSH, JUMP.</summary>
    JumpTo,

    /// <summary>PUSH, JUMPI.</summary>
    JumpIfTo,

    /// <summary>ISZERO, PUSH, JUMPI.</summary>
    JumpUnlessTo,

    /// <summary>A jump whose constant target is no JUMPDEST leads here.</summary>
    BadJump,

    /// <summary>A byte that is no instruction.</summary>
    Undefined,

    Stop,
    Add,
    Mul,
    Sub,
    Div,
    SDiv,
    Mod,
    SMod,
    AddMod,
    MulMod,
    SignExtend,
    Lt,
    Gt,
    SLt,
    SGt,
    Eq,
    IsZero,
    And,
    Or,
    Xor,
    Not,
    Byte,
    Shl,
    Shr,
    Sar,
    Pop,
    MLoad,
    MStore,
    Jump,
    JumpI,
}

/// <summary>Which opcodes have an operation of their own.</summary>
internal static class OperationOfOpcode
{
    private static readonly Operation[] Table = Build();

    /// <summary>The operation of the same name, or <see cref="Operation.Outside"/>.</summary>
    internal static Operation Find(Opcode code) => Table[(int)code];

    private static Operation[] Build()
    {
        var table = new Operation[256];
        Array.Fill(table, Operation.Outside);
        for (var operation = Operation.Stop; operation <= Operation.JumpI; operation++)
            table[(int)Enum.Parse<Opcode>(operation.ToString())] = operation;
        return table;
    }
}
