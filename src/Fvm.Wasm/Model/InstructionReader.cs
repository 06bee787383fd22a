using Fvm.Wasm.Decoding;

namespace Fvm.Wasm.Model;

/// <summary>
/// Reads instructions in place, one per <see cref="Read"/>, without allocation. It is strict (illegal opcodes, overlong integers, unexpected
/// ends are <see cref="WasmFormatException"/>s), so over the body of a decoded module it never throws. It knows nothing of nesting: it ends
/// where the span ends.
/// </summary>
/// <param name="code">The instructions.</param>
/// <param name="origin">Where they begin in the module; only errors and <see cref="Offset"/> use it.</param>
internal ref struct InstructionReader(ReadOnlySpan<byte> code, int origin = 0)
{
    private const byte Prefix = 0xFC;

    private readonly ReadOnlySpan<byte> _code = code;
    private readonly int _origin = origin;
    private ByteReader _reader = new(code, origin);
    private int _targetsStart;

    /// <summary>The current instruction.</summary>
    public Opcode Opcode { get; private set; }

    /// <summary>Where the current instruction's opcode stands in the code: the position that charges are keyed by.</summary>
    public int Position { get; private set; }

    /// <summary>Where the next instruction begins in the code.</summary>
    public readonly int NextPosition => _reader.Position;

    /// <summary>Where the current instruction stands in the module.</summary>
    public readonly int Offset => _origin + Position;

    /// <summary>
    /// The first index: label, local, global, function, table (table.get, set, size, grow, fill), type of call_indirect, data segment
    /// (memory.init, data.drop), element segment (table.init, elem.drop), destination table of table.copy, default label of br_table.
    /// </summary>
    public uint Index { get; private set; }

    /// <summary>The second index: table of call_indirect and table.init, source table of table.copy; the alignment's exponent of a memory access.</summary>
    public uint Index2 { get; private set; }

    /// <summary>The constant: i32.const zero-extended, i64.const, f32.const and f64.const as bits; the offset of a memory access.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The operand of i32.const.</summary>
    public readonly int I32 => (int)Bits;

    /// <summary>The operand of i64.const.</summary>
    public readonly long I64 => (long)Bits;

    /// <summary>The constant offset of a load or store.</summary>
    public readonly uint MemoryOffset => (uint)Bits;

    /// <summary>The exponent of a load's or store's alignment hint.</summary>
    public readonly uint AlignmentExponent => Index2;

    /// <summary>The type of block, loop and if.</summary>
    public BlockType BlockType { get; private set; }

    /// <summary>The type of ref.null, and of typed select where <see cref="Index"/> (the number of its types) is 1.</summary>
    public ValueType ValueType { get; private set; }

    /// <summary>The labels of br_table; <see cref="Index"/> is the default one.</summary>
    public readonly BranchTargets BranchTargets => new(_code[_targetsStart..], (int)Index2);

    /// <summary>Moves to the next instruction; false where the code ends.</summary>
    public bool Read()
    {
        if (_reader.Remaining == 0) return false;
        Position = _reader.Position;
        int number = _reader.ReadByte();
        if (number == Prefix) number = ReadPrefixed();
        Opcode = (Opcode)number;
        switch (OpcodeTable.ImmediateOf(number))
        {
            case ImmediateKind.None:
                return true;
            case ImmediateKind.Label or ImmediateKind.Function or ImmediateKind.Local or ImmediateKind.Global
                or ImmediateKind.Table or ImmediateKind.Data or ImmediateKind.Element:
                Index = _reader.ReadU32();
                return true;
            case ImmediateKind.I32:
                Bits = (uint)_reader.ReadS32();
                return true;
            case ImmediateKind.MemoryArgument:
                ReadMemoryArgument();
                return true;
            case var rare:
                ReadRareImmediate(rare, number);
                return true;
        }
    }

    private int ReadPrefixed()
    {
        var at = _reader.Offset;
        var number = _reader.ReadU32();
        if (number >= OpcodeTable.Size - 0x100) UnsupportedOpcodes.ThrowPrefixed(number, at);
        return 0x100 + (int)number;
    }

    private void ReadRareImmediate(ImmediateKind immediate, int number)
    {
        switch (immediate)
        {
            case ImmediateKind.CallIndirect or ImmediateKind.ElementTable or ImmediateKind.TableTable:
                Index = _reader.ReadU32();
                Index2 = _reader.ReadU32();
                break;
            case ImmediateKind.I64: Bits = (ulong)_reader.ReadS64(); break;
            case ImmediateKind.F32: Bits = _reader.ReadFixed32(); break;
            case ImmediateKind.F64: Bits = _reader.ReadFixed64(); break;
            case ImmediateKind.Block: BlockType = TypeReader.ReadBlockType(ref _reader); break;
            case ImmediateKind.BranchTable: ReadBranchTable(); break;
            case ImmediateKind.Memory: ReadMemoryByte(); break;
            case ImmediateKind.MemoryMemory:
                ReadMemoryByte();
                ReadMemoryByte();
                break;
            case ImmediateKind.DataMemory:
                Index = _reader.ReadU32();
                ReadMemoryByte();
                break;
            case ImmediateKind.ReferenceType: ValueType = TypeReader.ReadReferenceType(ref _reader); break;
            case ImmediateKind.ValueTypes: ReadValueTypes(); break;
            default: UnsupportedOpcodes.Throw(number, ref _reader); break;
        }
    }

    private void ReadMemoryArgument()
    {
        var at = _reader.Offset;
        Index2 = _reader.ReadU32();

        // The multi-memory proposal flags an explicit memory with bit 6; below it stands the exponent, which no access lets exceed 3.
        if (Index2 >= 64) ByteReader.Throw(Index2 < 128 ? "multi-memory is not supported" : "malformed memop flags", at);
        Bits = _reader.ReadU32();
    }

    private void ReadMemoryByte()
    {
        if (_reader.ReadByte() != 0) _reader.ThrowAtPrevious("zero byte expected: multi-memory is not supported");
    }

    private void ReadBranchTable()
    {
        Index2 = (uint)_reader.ReadCount("branch targets", DecodingLimits.BranchTargets);
        _targetsStart = _reader.Position;
        for (var i = 0u; i < Index2; i++) _reader.ReadU32();
        Index = _reader.ReadU32();
    }

    private void ReadValueTypes()
    {
        Index = (uint)_reader.ReadCount("select types", DecodingLimits.SelectTypes);
        for (var i = 0u; i < Index; i++) ValueType = TypeReader.ReadValueType(ref _reader);
    }
}
