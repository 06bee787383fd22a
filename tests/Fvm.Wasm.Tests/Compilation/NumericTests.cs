using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// Every numeric operator on every pair of edge values, against <see cref="NumericModel"/>; operands once as parameters, once as constants
/// (which RyuJIT folds), once from memory.
/// </summary>
public sealed class NumericTests
{
    private static readonly ulong[] I32 =
        [0, 1, 2, 7, 31, 32, 33, 63, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x12345678, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, 0xFFFFFFFF];

    private static readonly ulong[] I64 =
    [
        0, 1, 2, 31, 32, 63, 64, 65, 0x80, 0x8000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0x0123456789ABCDEF, 0x0020000000000001,
        0x7FFFFF4000000001, 0x8000004000000001, 0xFFFFFF7FFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0x8000000000000400, 0xFFFFFFFFFFFFFBFF,
        0xFFFFFFFFFFFFFC00, 0xFFFFFFFFFFFFFFFF,
    ];

    private static readonly ulong[] F64 =
    [
        .. new[]
        {
            0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.9999999999999999, 3.75, -3.25, 1e-310, 5e-324, 1e308, 1e-40,
            2147483647.0, 2147483647.9, 2147483648.0, -2147483648.0, -2147483648.9, -2147483649.0, 4294967295.9, 4294967296.0, 9007199254740993.0,
            9223372036854774784.0, 9223372036854775808.0, -9223372036854775808.0, -9223372036854777856.0, 18446744073709549568.0, 18446744073709551616.0,
            double.PositiveInfinity, double.NegativeInfinity, 3.4028235677973366e38, 3.4028235677973362e38,
        }.Select(BitConverter.DoubleToUInt64Bits),
        0x7FF8000000000000, 0xFFF8000000000000, 0x7FF4000000000001, 0xFFF0000000000001, 0x7FFFFFFFFFFFFFFF,
    ];

    private static readonly ulong[] F32 =
    [
        .. new[]
        {
            0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 0.49999997f, -0.99999994f, 3.75f, 1e-45f, 1e38f, 3e38f, 2147483520f, 2147483648f, -2147483648f,
            -2147483904f, 4294967040f, 4294967296f, 9223371487098961920f, 9223372036854775808f, -9223372036854775808f, 18446742974197923840f,
            18446744073709551616f, float.PositiveInfinity, float.NegativeInfinity,
        }.Select(value => (ulong)BitConverter.SingleToUInt32Bits(value)),
        0x7FC00000, 0xFFC00000, 0x7FA00001, 0xFF800001, 0x7FFFFFFF,
    ];

    public static TheoryData<string> Operators
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var row in OpcodeTable.All)
                if (row.Opcode is (>= Opcode.I32Eqz and <= Opcode.I64Extend32S) or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U)) data.Add(row.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operator_on_edge_values(string name)
    {
        var row = OpcodeTable.All.First(info => info.Name == name);
        var builder = new ModuleBuilder().Memory(1);
        var signature = string.Concat(row.Operands.Select(Letter)) + ":" + Letter(row.Results[0]);
        builder.Function(signature, Operands(row, i => $"local.get {i}") + name, export: "parameters");
        builder.Function(":" + Letter(row.Results[0]), Operands(row, i => $"i32.const {8 * i}; {Prefix(row.Operands[i])}.load") + name, export: "memory");
        using var guest = Guest.Unmetered(builder, canonicalNaNs: true);
        foreach (var a in Edges(row.Operands[0]))
        {
            foreach (var b in row.Operands.Length == 1 ? [0UL] : Edges(row.Operands[1]))
            {
                var expected = NumericModel.Evaluate(row.Opcode, a, b);
                BitConverter.TryWriteBytes(guest.Instance.Memory, a);
                BitConverter.TryWriteBytes(guest.Instance.Memory[8..], b);
                Check(expected, guest.Run("parameters", out var first, row.Operands.Length == 1 ? [a] : [a, b]), first, name, a, b);
                Check(expected, guest.Run("memory", out var second), second, name, a, b);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operator_on_constants(string name)
    {
        // Each case is a function of its own to compile: two operands are drawn, not crossed.
        var row = OpcodeTable.All.First(info => info.Name == name);
        var builder = new ModuleBuilder();
        var cases = new List<(ulong A, ulong B)>();
        var edges = Edges(row.Operands[0]);
        for (var i = 0; i < edges.Length; i++)
        {
            var b = row.Operands.Length == 1 ? 0 : Edges(row.Operands[1])[(i * 7) % Edges(row.Operands[1]).Length];
            cases.Add((edges[i], b));
            builder.Function(":" + Letter(row.Results[0]), Operands(row, k => Constant(row.Operands[k], k == 0 ? edges[i] : b)) + name);
        }

        using var guest = Guest.Unmetered(builder, canonicalNaNs: true);
        for (var i = 0; i < cases.Count; i++)
            Check(NumericModel.Evaluate(row.Opcode, cases[i].A, cases[i].B), guest.Run(i, out var result), result, name, cases[i].A, cases[i].B);
    }

    private static void Check((ulong Result, WasmTrap Trap) expected, WasmTrap trap, ulong result, string name, ulong a, ulong b)
    {
        if (expected == (expected.Trap == WasmTrap.None ? result : 0, trap)) return;
        Assert.Fail($"{name} {a:x} {b:x}: expected {expected.Trap} {expected.Result:x}, got {trap} {result:x}");
    }

    private static string Operands(in OpcodeInfo row, Func<int, string> operand) =>
        string.Concat(Enumerable.Range(0, row.Operands.Length).Select(i => operand(i) + "; "));

    private static string Constant(ValueType type, ulong bits) => type switch
    {
        ValueType.I32 => $"i32.const {(int)bits}",
        ValueType.I64 => $"i64.const {(long)bits}",
        ValueType.F32 => $"f32.const 0x{bits:x}",
        _ => $"f64.const 0x{bits:x}",
    };

    private static ulong[] Edges(ValueType type) => type switch
    {
        ValueType.I32 => I32,
        ValueType.I64 => I64,
        ValueType.F32 => F32,
        _ => F64,
    };

    private static char Letter(ValueType type) => type switch
    {
        ValueType.I32 => 'i',
        ValueType.I64 => 'l',
        ValueType.F32 => 'f',
        _ => 'd',
    };

    private static string Prefix(ValueType type) => type switch
    {
        ValueType.I32 => "i32",
        ValueType.I64 => "i64",
        ValueType.F32 => "f32",
        _ => "f64",
    };
}
