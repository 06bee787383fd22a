using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>
/// What each linearly priced instruction takes when it runs, at the network's prices: the flat prices of the block, and the unit's price for each of
/// its last operand, whether that is a constant (then it is in the block's charge) or not, and whether the instruction then succeeds or not
/// (ref-fvm <c>fvm/src/gas/price_list.rs</c>, <c>impl Rules for WasmGasPrices</c>).
/// </summary>
public sealed class LinearPriceTests
{
    private const long Operator = 4_000, Page = 26_214_400, Byte = 400, Element = 3_200;
    private const long Gas = 1L << 50;

    /// <summary>Each instruction: what comes before its last operand, what comes after, the flat operators without that operand, the unit's price.</summary>
    public static TheoryData<string, string, string, int, long> Instructions => new()
    {
        { "memory.grow", "", "memory.grow; drop", 1, Page },
        { "memory.copy", "i32.const 0; i32.const 8;", "memory.copy", 3, Byte },
        { "memory.fill", "i32.const 0; i32.const 7;", "memory.fill", 3, Byte },
        { "memory.init", "i32.const 0; i32.const 0;", "memory.init 0", 3, Byte },
        { "table.grow", "i32.const 0; table.get 0;", "table.grow 0; drop", 3, Element },
        { "table.copy", "i32.const 0; i32.const 1;", "table.copy", 3, Element },
        { "table.init", "i32.const 0; i32.const 0;", "table.init 0", 3, Element },
        { "table.fill", "i32.const 0; i32.const 0; table.get 0;", "table.fill 0", 4, Element },
    };

    [Theory]
    [MemberData(nameof(Instructions))]
    public void An_instruction_takes_its_operand_times_the_unit(string name, string before, string after, int operators, long unit)
    {
        Assert.NotEmpty(name);
        foreach (var operand in (ReadOnlySpan<uint>)[0, 1, 2, 3, 100, 100_000, int.MaxValue])
        {
            var expected = ((operators + 1) * Operator) + (operand * unit);
            Assert.Equal(expected, Spent(before + $"i32.const {operand};" + after, 0));
            Assert.Equal(expected, Spent(before + "local.get 0;" + after, operand));
        }

        // Only as no constant can the operand be that great: there the instrumentation refuses it.
        foreach (var operand in (ReadOnlySpan<uint>)[0x8000_0000, 0xFFFF_FFFF])
            Assert.Equal(((operators + 1) * Operator) + (operand * unit), Spent(before + "local.get 0;" + after, operand));
    }

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Without_the_gas_for_it_nothing_happens(string name, string before, string after, int operators, long unit)
    {
        Assert.NotEmpty(name);
        var builder = Builder();
        builder.Function("i:", before + "local.get 0;" + after);
        using var guest = Guest.Metered(builder, ((operators + 1) * Operator) + (2 * unit) - 1);
        guest.Instance.Memory.Fill(9);
        Assert.Equal(WasmTrap.OutOfGas, guest.Run(1, out _, 2));
        Assert.Equal(-1, guest.Instance.Gas);
        Assert.Equal(65_536, guest.Instance.Memory.Length);
        Assert.Equal(-1, guest.Instance.Memory.IndexOfAnyExcept((byte)9));
    }

    private static long Spent(string body, uint argument)
    {
        var builder = Builder();
        builder.Function("i:", body);
        using var guest = Guest.Metered(builder, Gas);
        guest.Run(1, out _, argument);
        return Gas - guest.Instance.Gas;
    }

    // Function 0 stands in the elements, and so has a thunk; function 1, under test, has none.
    private static ModuleBuilder Builder()
    {
        var builder = new ModuleBuilder().Memory(1, 4).Table(4, 8).PassiveData(new byte[64]).PassiveElement(0, 0, 0, 0);
        builder.Function(":", "nop");
        return builder;
    }
}
