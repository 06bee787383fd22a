using System.Runtime.InteropServices;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Decoding;

/// <summary>Decodes element and data segments and the constant expressions in them (WebAssembly 2.0, 5.4.9, 5.5.12 and 5.5.14).</summary>
/// <param name="bytes">The module, for slices.</param>
internal sealed class SegmentDecoder(ReadOnlyMemory<byte> bytes)
{
    public ElementSegment[] Elements { get; private set; } = [];

    public DataSegment[] Data { get; private set; } = [];

    /// <summary>The data count section's number, or null.</summary>
    public uint? DataCount { get; set; }

    public void ReadElements(ref ByteReader section)
    {
        var segments = new ElementSegment[section.ReadCount("element segments", DecodingLimits.ElementSegments, minimumItemSize: 3)];
        for (var i = 0; i < segments.Length; i++) segments[i] = ReadElement(ref section);
        Elements = segments;
    }

    public void ReadData(ref ByteReader section)
    {
        var segments = new DataSegment[section.ReadCount("data segments", DecodingLimits.DataSegments, minimumItemSize: 2)];
        for (var i = 0; i < segments.Length; i++) segments[i] = ReadDatum(ref section);
        Data = segments;
    }

    /// <summary>A constant expression: instructions up to the <c>end</c> that closes it. Whether they are constant is validation's question.</summary>
    public ConstantExpression ReadConstant(ref ByteReader section)
    {
        var start = section.Offset;
        var instructions = new InstructionReader(section.Rest, start);
        var kind = ConstantKind.Other;
        ulong bits = 0;
        var count = 0;
        for (var depth = 1; depth > 0; count++)
        {
            if (!instructions.Read()) ByteReader.Throw("unexpected end: END opcode expected", start + instructions.Position);
            if (instructions.Opcode is Opcode.Block or Opcode.Loop or Opcode.If) depth++;
            if (instructions.Opcode == Opcode.End) depth--;
            else if (count == 0) (kind, bits) = Classify(in instructions);
            else kind = ConstantKind.Other;
        }

        section.ReadSpan(instructions.NextPosition);
        return new ConstantExpression(kind, bits, bytes[start..section.Offset], start);
    }

    private static (ConstantKind Kind, ulong Bits) Classify(in InstructionReader instruction) => instruction.Opcode switch
    {
        Opcode.I32Const => (ConstantKind.I32, instruction.Bits),
        Opcode.I64Const => (ConstantKind.I64, instruction.Bits),
        Opcode.F32Const => (ConstantKind.F32, instruction.Bits),
        Opcode.F64Const => (ConstantKind.F64, instruction.Bits),
        Opcode.GlobalGet => (ConstantKind.GlobalGet, instruction.Index),
        Opcode.RefNull => (ConstantKind.RefNull, (ulong)instruction.ValueType),
        Opcode.RefFunc => (ConstantKind.RefFunc, instruction.Index),
        _ => (ConstantKind.Other, 0),
    };

    /// <summary>The flags: bit 0 passive or declarative, bit 1 declarative or explicit table, bit 2 expressions.</summary>
    private ElementSegment ReadElement(ref ByteReader section)
    {
        var at = section.Offset;
        var flags = section.ReadU32();
        if (flags > 7) ByteReader.Throw($"malformed elements segment kind {flags}", at);
        var usesExpressions = (flags & 4) != 0;
        var isActive = (flags & 1) == 0;
        var table = isActive && (flags & 2) != 0 ? DeclarationDecoder.ReadIndex(ref section) : 0;
        var offset = isActive ? ReadConstant(ref section) : default;
        var type = (flags & 3) != 0 ? ReadElementType(ref section, usesExpressions) : ValueType.FuncRef;
        return new ElementSegment
        {
            Mode = isActive ? SegmentMode.Active : (flags & 2) == 0 ? SegmentMode.Passive : SegmentMode.Declarative,
            TableIndex = table,
            Offset = offset,
            ElementType = type,
            UsesExpressions = usesExpressions,
            FunctionIndices = ImmutableCollectionsMarshal.AsImmutableArray(usesExpressions ? [] : ReadIndices(ref section)),
            Expressions = ImmutableCollectionsMarshal.AsImmutableArray(usesExpressions ? ReadExpressions(ref section) : []),
        };
    }

    private static ValueType ReadElementType(ref ByteReader section, bool usesExpressions)
    {
        if (usesExpressions) return TypeReader.ReadReferenceType(ref section);
        var kind = section.ReadByte();
        if (kind != 0) section.ThrowAtPrevious($"malformed element kind {kind}");
        return ValueType.FuncRef;
    }

    private static int[] ReadIndices(ref ByteReader section)
    {
        var indices = new int[section.ReadCount("elements", DecodingLimits.TableElements)];
        for (var i = 0; i < indices.Length; i++) indices[i] = DeclarationDecoder.ReadIndex(ref section);
        return indices;
    }

    private ConstantExpression[] ReadExpressions(ref ByteReader section)
    {
        var expressions = new ConstantExpression[section.ReadCount("elements", DecodingLimits.TableElements)];
        for (var i = 0; i < expressions.Length; i++) expressions[i] = ReadConstant(ref section);
        return expressions;
    }

    private DataSegment ReadDatum(ref ByteReader section)
    {
        var at = section.Offset;
        var flags = section.ReadU32();
        if (flags > 2) ByteReader.Throw($"malformed data segment kind {flags}", at);
        var memory = flags == 2 ? DeclarationDecoder.ReadIndex(ref section) : 0;
        var offset = flags != 1 ? ReadConstant(ref section) : default;
        var size = section.ReadSize("data segment");
        section.ReadSpan(size);
        var mode = flags == 1 ? SegmentMode.Passive : SegmentMode.Active;
        return new DataSegment(mode, memory, offset, bytes.Slice(section.Offset - size, size));
    }
}
