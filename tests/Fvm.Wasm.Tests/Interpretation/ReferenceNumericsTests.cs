using Fvm.Wasm.Interpretation;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Tests.Interpretation;

/// <summary>The reference interpreter's numbers against <see cref="NumericModel"/>, which works with big integers: three engines, three ways.</summary>
public sealed class ReferenceNumericsTests
{
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
    public void An_operator_is_what_the_model_says(string name)
    {
        var row = OpcodeTable.All.First(info => info.Name == name);
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var a = Operand(random, row.Operands[0]);
            var b = row.Operands.Length == 1 ? 0 : Operand(random, row.Operands[1]);
            var expected = NumericModel.Evaluate(row.Opcode, a, b);
            var actual = Evaluate(row.Opcode, a, b);
            if (actual.Trap != expected.Trap || (actual.Trap == WasmTrap.None && actual.Result != expected.Result))
                Assert.Fail($"{name} {a:x} {b:x}: the model says {expected}, the interpreter {actual}");
        }
    }

    private static (ulong Result, WasmTrap Trap) Evaluate(Opcode opcode, ulong a, ulong b)
    {
        try
        {
            return (ReferenceNumerics.Evaluate(opcode, a, b), WasmTrap.None);
        }
        catch (GuestTrapException trap)
        {
            return (0, trap.Trap);
        }
    }

    private static ulong Operand(Random random, ValueType type)
    {
        var bits = random.Next(5) switch
        {
            0 => (ulong)random.Next(70),
            1 => ulong.MaxValue - (ulong)random.Next(3),
            2 => 1UL << random.Next(64),
            3 => Edge(random, type),
            _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        };
        return type is ValueType.I32 or ValueType.F32 ? (uint)bits : bits;
    }

    private static ulong Edge(Random random, ValueType type)
    {
        double[] edges =
        [
            0.5, 1.5, 2.5, -0.5, 2147483647.0, 2147483648.0, 4294967295.0, 4294967296.0, 9223372036854775808.0, 18446744073709551615.0, 1e-45, 1e300,
            double.PositiveInfinity, double.NaN, 9007199254740993.0,
        ];
        var edge = edges[random.Next(edges.Length)] * (random.Next(2) == 0 ? 1 : -1);
        return type == ValueType.F32 ? BitConverter.SingleToUInt32Bits((float)edge) : BitConverter.DoubleToUInt64Bits(edge);
    }
}
