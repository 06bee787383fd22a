using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Makes the nodes that generator and shrinker need alike.</summary>
internal static class CodeNodes
{
    private static readonly float[] Singles =
        [0, 1, -1, 0.5f, 1.5f, 3e9f, -3e9f, 1e19f, 2147483648f, -2147483648f, 4294967296f, 9.2233720e18f, 1e-45f, 3.4e38f, float.PositiveInfinity];

    private static readonly double[] Doubles =
        [0, 1, -1, 0.5, 2.5, 3e9, -3e9, 1e19, 2147483647.5, -2147483648.9, 4294967295.5, 9223372036854775807, 5e-324, 1e308, double.NegativeInfinity, 1e-40];

    /// <summary>A constant of a number type.</summary>
    public static CodeNode Constant(ValueType type, ulong bits) => new()
    {
        Opcode = type switch
        {
            ValueType.I32 => Opcode.I32Const,
            ValueType.I64 => Opcode.I64Const,
            ValueType.F32 => Opcode.F32Const,
            _ => Opcode.F64Const,
        },
        Type = type,
        Bits = bits,
    };

    /// <summary>An i32.</summary>
    public static CodeNode Number(int value) => Constant(ValueType.I32, (uint)value);

    /// <summary>A null reference.</summary>
    public static CodeNode Null(ValueType type) => new() { Opcode = Opcode.RefNull, Type = type, Reference = type };

    /// <summary>Zero, or null.</summary>
    public static CodeNode Zero(ValueType type) => type is ValueType.FuncRef or ValueType.ExternRef ? Null(type) : Constant(type, 0);

    /// <summary>An instruction without immediates, or with one index.</summary>
    public static CodeNode Plain(Opcode opcode, ValueType? type, uint index, params ReadOnlySpan<CodeNode> operands) =>
        new() { Opcode = opcode, Type = type, Index = index, Operands = [.. operands] };

    /// <summary>Several nodes that count as one.</summary>
    public static CodeNode Sequence(ValueType? type, params ReadOnlySpan<CodeNode> nodes) =>
        new() { Opcode = Opcode.Nop, IsSequence = true, Type = type, Operands = [.. nodes] };

    /// <summary>The bits of a number, often one that lies on an edge.</summary>
    public static ulong RandomBits(Random random, ValueType type) => type switch
    {
        ValueType.I32 => (uint)Integer(random, 32),
        ValueType.I64 => (ulong)Integer(random, 64),
        ValueType.F32 => random.Next(6) switch
        {
            0 => 0x7F80_0001 + (uint)random.Next(0x7F_FFFE),
            1 => (uint)random.NextInt64(1L << 32),
            2 => BitConverter.SingleToUInt32Bits(random.Next(-1000, 1000)),
            _ => BitConverter.SingleToUInt32Bits(Singles[random.Next(Singles.Length)]),
        },
        _ => random.Next(6) switch
        {
            0 => 0x7FF0_0000_0000_0001 + (ulong)random.NextInt64(0xF_FFFF_FFFF_FFFE),
            1 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            2 => BitConverter.DoubleToUInt64Bits(random.Next(-1000, 1000)),
            _ => BitConverter.DoubleToUInt64Bits(Doubles[random.Next(Doubles.Length)]),
        },
    };

    private static long Integer(Random random, int width) => random.Next(6) switch
    {
        0 => random.Next(-3, 70),
        1 => (1L << random.Next(width)) - random.Next(2),
        2 => long.MinValue >> (64 - width),
        3 => long.MaxValue >> (64 - width),
        _ => random.NextInt64(long.MinValue, long.MaxValue),
    };
}
