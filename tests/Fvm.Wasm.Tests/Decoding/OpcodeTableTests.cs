using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Decoding;

/// <summary>The opcode table against what the specification's index of instructions says in the sum.</summary>
public sealed class OpcodeTableTests
{
    /// <summary>Runs of opcodes in the index of WebAssembly 2.0, appendix "Index of Instructions", without vector instructions.</summary>
    private static readonly (int First, int Last)[] Runs =
        [(0x00, 0x05), (0x0B, 0x11), (0x1A, 0x1C), (0x20, 0x26), (0x28, 0xC4), (0xD0, 0xD2), (0x100, 0x111)];

    [Fact]
    public void Exactly_the_opcodes_of_the_index_are_known()
    {
        var expected = Runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1));
        Assert.Equal(expected, OpcodeTable.All.Select(row => (int)row.Opcode));
    }

    [Fact]
    public void The_names_of_code_and_text_agree()
    {
        foreach (var row in OpcodeTable.All)
        {
            var fromText = string.Concat(row.Name.Split('.', '_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            Assert.Equal(fromText, row.Opcode == Opcode.SelectTyped ? "Select" : row.Opcode.ToString());
        }
    }

    [Theory]
    [InlineData(0x6A, "i32.add")]
    [InlineData(0x45, "i32.eqz")]
    [InlineData(0x5A, "i64.ge_u")]
    [InlineData(0x66, "f64.ge")]
    [InlineData(0x78, "i32.rotr")]
    [InlineData(0x8A, "i64.rotr")]
    [InlineData(0x98, "f32.copysign")]
    [InlineData(0xA6, "f64.copysign")]
    [InlineData(0xB6, "f32.demote_f64")]
    [InlineData(0xBB, "f64.promote_f32")]
    [InlineData(0xBF, "f64.reinterpret_i64")]
    [InlineData(0xC4, "i64.extend32_s")]
    [InlineData(0x107, "i64.trunc_sat_f64_u")]
    [InlineData(0x10F, "table.grow")]
    [InlineData(0x111, "table.fill")]
    public void Instructions_stand_where_the_index_has_them(int opcode, string name) => Assert.Equal(name, OpcodeTable.Of((Opcode)opcode).Name);

    /// <summary>A numeric instruction's name carries its types: the result's (but for comparisons) in front, a conversion's source at the end.</summary>
    [Fact]
    public void Signatures_agree_with_names()
    {
        foreach (var row in OpcodeTable.All.Where(row => row.HasSignature && row.Immediate == ImmediateKind.None && row.Opcode != Opcode.Nop))
        {
            var own = Enum.Parse<Model.ValueType>(row.Name[..3], ignoreCase: true);
            var source = row.Name.Split('_', '.').Skip(1).FirstOrDefault(word => word is "i32" or "i64" or "f32" or "f64");
            var isTest = row.Opcode is >= Opcode.I32Eqz and <= Opcode.F64Ge;
            Assert.Equal(isTest ? Model.ValueType.I32 : own, Assert.Single(row.Results));
            var operand = source is null ? own : Enum.Parse<Model.ValueType>(source, ignoreCase: true);
            Assert.All(row.Operands, type => Assert.Equal(operand, type));
            Assert.InRange(row.Operands.Length, 1, 2);
        }
    }

    /// <summary>FIP-0032: these eight are free; the refused and the linear ones as in ref-fvm <c>price_list.rs</c>.</summary>
    [Fact]
    public void Gas_classes_are_the_networks()
    {
        Assert.Equal(
            ["unreachable", "nop", "block", "loop", "else", "end", "return", "drop"], Names(GasClass.Free));
        Assert.Equal(["memory.grow"], Names(GasClass.LinearPages));
        Assert.Equal(["memory.init", "memory.copy", "memory.fill"], Names(GasClass.LinearBytes));
        Assert.Equal(["table.init", "table.copy", "table.grow", "table.fill"], Names(GasClass.LinearElements));
        Assert.Equal(["select", "ref.null", "ref.is_null", "ref.func"], Names(GasClass.Refused));
    }

    private static IEnumerable<string> Names(GasClass gas) => OpcodeTable.All.Where(row => row.Gas == gas).Select(row => row.Name);
}
