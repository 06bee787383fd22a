using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>Valid modules that the instrumentation refuses, and their neighbours that it accepts (vm-facts 4.3 and 4.4).</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> RefusedBodies => new()
    {
        { "ref.null r; drop", "ref.null" },
        { "ref.null r; ref.is_null; drop", "ref.null" },
        { "ref.func 0; drop", "ref.func" },
        { "i32.const 1; i32.const 2; i32.const 3; select i; drop", "select" },
        { "i32.const -1; memory.grow; drop", "negative" },
        { "i32.const 0; i32.const 0; i32.const -1; memory.fill", "negative" },
        { "i32.const 0; i32.const 0; i32.const -2147483648; table.copy", "negative" },
        { "unreachable; drop; memory.fill", "stack underflow" },
    };

    [Theory]
    [MemberData(nameof(RefusedBodies))]
    public void A_body_is_refused(string body, string what)
    {
        var builder = Ground();
        builder.Function(":", body);
        var refusal = Assert.Throws<WasmMeteringException>(() => builder.Meter());
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_without_a_function_section_is_refused() =>
        Assert.Contains("no function section", Refusal(new ModuleBuilder().Memory(1)), StringComparison.Ordinal);

    [Fact]
    public void The_gas_counter_cannot_be_imported()
    {
        var builder = new ModuleBuilder();
        builder.ImportGlobal('l', mutable: true, "gas", "gas_counter");
        builder.Function(":", "");
        Assert.Contains("gas global", Refusal(builder), StringComparison.Ordinal);

        var neighbour = new ModuleBuilder();
        neighbour.ImportGlobal('l', mutable: true, "gas", "other");
        neighbour.ImportFunction(":", "gas", "gas_counter");
        neighbour.Function(":", "");
        neighbour.Meter();
    }

    [Fact]
    public void Element_segments_hold_function_indices()
    {
        var builder = Ground();
        builder.Function(":", "");
        builder.ExpressionElement('r');
        builder.Meter();
        builder.ExpressionElement('r', "ref.func 0");
        Assert.Contains("element segment with expressions", Refusal(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_offsets_are_plain_constants()
    {
        var builder = new ModuleBuilder();
        var global = builder.ImportGlobal('i');
        builder.Memory(1).Data($"global.get {global}", 1).Function(":", "");
        Assert.Contains("data segment", Refusal(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operand_of_a_dynamic_charge_needs_a_local()
    {
        const string grow = "local.get 0; memory.grow; drop";
        Locals(grow, "49998i").Meter();
        Assert.Contains("too many locals", Refusal(Locals(grow, "49999i")), StringComparison.Ordinal);
        Locals("i32.const 1; memory.grow; drop", "49999i").Meter();
    }

    [Fact]
    public void A_unit_price_has_31_bits_and_none_means_no_charge()
    {
        var builder = Ground();
        builder.Function("i:", "local.get 0; memory.grow; drop; i32.const -1; memory.grow; drop");
        Assert.Contains("cost per unit", Refusal(builder, new MeteringSettings { PageCost = 0x8000_0000 }), StringComparison.Ordinal);
        var free = builder.Meter(new MeteringSettings { PageCost = 0 }).Functions[0];
        Assert.Empty(free.LinearCharges);
        Assert.Equal(16_000, Assert.Single(free.Charges).Cost);
    }

    [Theory]
    [InlineData(163, 163 * 2147483647L * 26_214_400)]
    [InlineData(164, unchecked(164 * 2147483647L * 26_214_400))]
    [InlineData(327, unchecked(327 * 2147483647L * 26_214_400))]
    public void Folded_constants_may_turn_a_charge_negative(int count, long linear)
    {
        var charge = Assert.Single(Grows(count).Meter().Functions[0].Charges);
        Assert.Equal(unchecked(linear + (count * 8_000L)), charge.Cost);
        Assert.Equal(count > 163, charge.Cost < 0);
    }

    [Fact]
    public void Beyond_64_bits_the_module_is_refused() => Assert.Contains("overflow", Refusal(Grows(328)), StringComparison.Ordinal);

    private static ModuleBuilder Ground()
    {
        var builder = new ModuleBuilder().Memory(1).Table(1).DeclarativeElement(0);
        return builder;
    }

    private static ModuleBuilder Grows(int count)
    {
        var builder = Ground();
        builder.Function(":", string.Concat(Enumerable.Repeat("i32.const 2147483647; memory.grow; drop;", count)));
        return builder;
    }

    private static ModuleBuilder Locals(string body, string locals)
    {
        var builder = Ground();
        builder.Function("i:", body, locals);
        return builder;
    }

    private static string Refusal(ModuleBuilder builder, MeteringSettings? settings = null) =>
        Assert.Throws<WasmMeteringException>(() => builder.Meter(settings)).Message;
}
