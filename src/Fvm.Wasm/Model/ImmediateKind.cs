namespace Fvm.Wasm.Model;

/// <summary>What follows an opcode in the code (WebAssembly 2.0, 5.4). <see cref="InstructionReader"/> says where each part is found.</summary>
internal enum ImmediateKind : byte
{
    /// <summary>Nothing is known of the opcode.</summary>
    Unknown,

    /// <summary>Nothing follows.</summary>
    None,

    /// <summary>A block type.</summary>
    Block,

    /// <summary>A label: a relative depth.</summary>
    Label,

    /// <summary>A vector of labels and the default label.</summary>
    BranchTable,

    /// <summary>A function index.</summary>
    Function,

    /// <summary>A type index, then a table index.</summary>
    CallIndirect,

    /// <summary>A local index.</summary>
    Local,

    /// <summary>A global index.</summary>
    Global,

    /// <summary>A table index.</summary>
    Table,

    /// <summary>Alignment and offset.</summary>
    MemoryArgument,

    /// <summary>One zero byte: the memory.</summary>
    Memory,

    /// <summary>Two zero bytes: destination and source memory.</summary>
    MemoryMemory,

    /// <summary>A data segment, then one zero byte: the memory.</summary>
    DataMemory,

    /// <summary>A data segment.</summary>
    Data,

    /// <summary>An element segment, then a table.</summary>
    ElementTable,

    /// <summary>An element segment.</summary>
    Element,

    /// <summary>Two tables: destination, then source.</summary>
    TableTable,

    /// <summary>A reference type.</summary>
    ReferenceType,

    /// <summary>A vector of value types (typed <c>select</c>).</summary>
    ValueTypes,

    /// <summary>A signed 32-bit integer.</summary>
    I32,

    /// <summary>A signed 64-bit integer.</summary>
    I64,

    /// <summary>Four bytes.</summary>
    F32,

    /// <summary>Eight bytes.</summary>
    F64,
}
