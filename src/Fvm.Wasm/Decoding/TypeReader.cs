using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Decoding;

/// <summary>Reads types (WebAssembly 2.0, 5.3).</summary>
internal static class TypeReader
{
    /// <summary>A value type.</summary>
    public static ValueType ReadValueType(ref ByteReader reader)
    {
        var code = reader.ReadByte();
        if (!IsValueType(code)) ThrowType(code, ref reader, "value");
        return (ValueType)code;
    }

    /// <summary>A reference type.</summary>
    public static ValueType ReadReferenceType(ref ByteReader reader)
    {
        var code = reader.ReadByte();
        if (code is not (byte)ValueType.FuncRef and not (byte)ValueType.ExternRef) ThrowType(code, ref reader, "reference");
        return (ValueType)code;
    }

    /// <summary>A block type: empty, a value type, or a type index as a positive signed 33-bit integer (5.4.1).</summary>
    public static BlockType ReadBlockType(ref ByteReader reader)
    {
        var code = reader.PeekByte();
        if (code == 0x40)
        {
            reader.ReadByte();
            return new BlockType(BlockTypeKind.Empty, default, 0);
        }

        if (IsValueType(code)) return new BlockType(BlockTypeKind.Value, ReadValueType(ref reader), 0);
        var at = reader.Offset;
        if (code is > 0x40 and < 0x80)
        {
            reader.ReadByte();
            ThrowType(code, ref reader, "block");
        }

        var index = reader.ReadS33();
        if (index is < 0 or > int.MaxValue) ByteReader.Throw("malformed block type", at);
        return new BlockType(BlockTypeKind.TypeIndex, default, (int)index);
    }

    /// <summary>A function type with its leading 0x60.</summary>
    public static FunctionType ReadFunctionType(ref ByteReader reader)
    {
        var form = reader.ReadByte();
        if (form is 0x5F or 0x5E or 0x50 or 0x4F or 0x4E) reader.ThrowAtPrevious($"GC is not supported: type form 0x{form:x2}");
        if (form != 0x60) reader.ThrowAtPrevious($"malformed type form 0x{form:x2}: integer representation too long or unknown");
        var parameters = ReadValueTypes(ref reader, "parameters", DecodingLimits.Parameters);
        var results = ReadValueTypes(ref reader, "results", DecodingLimits.Results);
        return new FunctionType(
            ImmutableCollectionsMarshal.AsImmutableArray(parameters), ImmutableCollectionsMarshal.AsImmutableArray(results));
    }

    /// <summary>A table type.</summary>
    public static TableType ReadTableType(ref ByteReader reader)
    {
        var element = ReadReferenceType(ref reader);
        return new TableType(element, ReadLimits(ref reader, "table"));
    }

    /// <summary>A memory type.</summary>
    public static MemoryType ReadMemoryType(ref ByteReader reader) => new(ReadLimits(ref reader, "memory"));

    /// <summary>A global type.</summary>
    public static GlobalType ReadGlobalType(ref ByteReader reader)
    {
        var type = ReadValueType(ref reader);
        var mutability = reader.ReadByte();
        if (mutability > 1) reader.ThrowAtPrevious("malformed mutability");
        return new GlobalType(type, mutability == 1);
    }

    private static bool IsValueType(byte code) => code is (>= (byte)ValueType.F64 and <= (byte)ValueType.I32) or (byte)ValueType.FuncRef or (byte)ValueType.ExternRef;

    private static ValueType[] ReadValueTypes(ref ByteReader reader, string what, int limit)
    {
        var count = reader.ReadCount(what, limit);
        ValueType[] types = count == 0 ? [] : new ValueType[count];
        for (var i = 0; i < types.Length; i++) types[i] = ReadValueType(ref reader);
        return types;
    }

    private static Limits ReadLimits(ref ByteReader reader, string what)
    {
        var flags = reader.ReadByte();
        if (flags > 1)
        {
            reader.ThrowAtPrevious(flags switch
            {
                2 or 3 => $"threads is not supported: shared {what}",
                4 or 5 => $"memory64 is not supported: 64-bit {what}",
                6 or 7 => $"threads and memory64 are not supported: shared 64-bit {what}",
                >= 8 and < 16 => $"custom page sizes are not supported: {what}",
                _ => $"malformed limits flags 0x{flags:x2}: integer representation too long or too large",
            });
        }

        var minimum = reader.ReadU32();
        return new Limits(minimum, flags == 1 ? reader.ReadU32() : null);
    }

    [DoesNotReturn]
    private static void ThrowType(byte code, ref ByteReader reader, string what)
    {
        var proposal = code switch
        {
            0x7B => "SIMD",
            0x78 or 0x77 or 0x73 or 0x72 or 0x71 or 0x6E or 0x6D or 0x6C or 0x6B or 0x6A => "GC",
            0x64 or 0x63 => "typed function references",
            0x69 or 0x74 => "exceptions",
            _ => null,
        };
        reader.ThrowAtPrevious(proposal is null ? $"malformed {what} type 0x{code:x2}" : $"{proposal} is not supported: type 0x{code:x2}");
    }
}
