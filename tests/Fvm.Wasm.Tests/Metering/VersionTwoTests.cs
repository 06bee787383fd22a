using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>What fvm-wasm-instrument 0.2.0 does otherwise (vm-facts 4.1, 4.2, 4.5).</summary>
public sealed class VersionTwoTests
{
    private static readonly MeteringSettings Old =
        new() { OperatorCost = 1, PageCost = 0, ByteCost = 0, TableElementCost = 0, Version = MeteringVersion.V0_2 };

    public static TheoryData<string, string> Bodies => new()
    {
        {
            "block; block; local.get 0; br_table 0 1; end; i32.const 1; drop; end; i32.const 2; drop",
            "[3] block; block; local.get; br_table; end; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "block; block; local.get 0; br_table 1; end; i32.const 1; drop; end",
            "[2] block; block; local.get; br_table; end; [1] i32.const; drop; end; end"
        },
        {
            "loop; block; local.get 0; br_table 0 1; end; i32.const 1; drop; end",
            "loop; [3] block; local.get; br_table; end; i32.const; drop; end; end"
        },
        { "i32.const 3; memory.grow; drop", "[2] i32.const; memory.grow; drop; end" },
        { "i32.const -1; memory.grow; drop", "[2] i32.const; memory.grow; drop; end" },
        { "i32.const 0; i32.const 0; local.get 0; memory.fill", "[4] i32.const; i32.const; local.get; memory.fill; end" },
        { "i32.const 0; i32.const 0; i32.const 5; table.copy", "[4] i32.const; i32.const; i32.const; table.copy; end" },
        { "i32.const 0; i32.const 0; local.get 0; memory.init 0; data.drop 0", "[5] i32.const; i32.const; local.get; memory.init; data.drop; end" },
        { "call 1", "[13] call; end" },
    };

    public static TheoryData<string, string> Unknown => new()
    {
        { "i32.const 1; i32.extend8_s; drop", "i32.extend8_s" },
        { "i64.const 1; i64.extend32_s; drop", "i64.extend32_s" },
        { "f32.const 1; i32.trunc_sat_f32_s; drop", "i32.trunc_sat_f32_s" },
        { "f64.const 1; i64.trunc_sat_f64_u; drop", "i64.trunc_sat_f64_u" },
        { "table.size 0; drop", "table.size" },
        { "i32.const 0; table.get 0; drop", "table.get" },
        { "ref.func 1; drop", "ref.func" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_default_of_br_table_counts_and_units_are_free(string body, string expected)
    {
        ModuleBuilder builder = Ground();
        builder.Function("i:", body);
        Assert.Equal(expected, Listing.Of(builder.Meter(Old), 1));
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Operators_that_came_later_are_refused(string body, string name)
    {
        ModuleBuilder builder = Ground();
        builder.Element(0, 1);
        builder.Function(":", body);
        var refusal = Assert.Throws<WasmMeteringException>(() => builder.Meter(Old));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 2u)]
    [InlineData("1i", 3u)]
    [InlineData("50000i", 50_002u)]
    [InlineData("1l 2l 1i", 6u)]
    [InlineData("0i 0l", 2u)]
    public void All_locals_count_in_stack_costs(string locals, uint cost)
    {
        var builder = new ModuleBuilder();
        builder.Function(":", "", locals);
        Assert.Equal(cost, builder.Meter(Old).Functions[0].StackCost);
    }

    [Fact]
    public void Parameters_do_not()
    {
        var builder = new ModuleBuilder();
        builder.Function("iiii:", "");
        Assert.Equal(2u, builder.Meter(Old).Functions[0].StackCost);
    }

    [Fact]
    public void Forms_that_it_misreads_are_refused()
    {
        foreach ((string what, Action<ModuleBuilder> add) in new (string, Action<ModuleBuilder>)[]
        {
            ("element segment", static builder => builder.PassiveElement(0)),
            ("element segment", static builder => builder.DeclarativeElement(0)),
            ("element segment", static builder => builder.ExpressionElement('r')),
            ("global", static builder => builder.ImportGlobal('i', mutable: false, "gas", "gas_couner")),
            ("global", static builder => builder.Global('r', mutable: false, "ref.null r")),
            ("type", static builder => builder.Function("r:", "")),
            ("local", static builder => builder.Function(":", "", "1r")),
        })
        {
            var builder = new ModuleBuilder().Memory(1).Table(1);
            add(builder);
            builder.Function(":", "");
            Assert.Contains(what, Assert.Throws<WasmMeteringException>(() => builder.Meter(Old)).Message, StringComparison.Ordinal);
            builder.Meter();
        }
    }

    [Fact]
    public void Annotations_equal_a_literal_instrumentation()
    {
        int seen = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var bodies = new RandomBodies(1_000 + seed);
            var builder = new ModuleBuilder().Memory(1);
            builder.ImportFunction(":");
            builder.Function(":", "");
            for (int i = 0; i < 50; i++) builder.Function("ii:", bodies.Next());
            MeteredModule module = builder.Meter(Old);
            for (int i = 1; i <= 50; i++)
            {
                var rewritten = LiteralInstrumentation.Rewrite(module.Module.Bodies[i].Code.Span, module.Module.ImportedFunctionCount, countsDefault: true);
                var expected = LiteralInstrumentation.Blocks(rewritten, pageCost: 0).Select(block => new GasCharge(rewritten[block.Start].Position, block.Cost));
                Assert.Equal(expected, module.Functions[i].Charges);
                Assert.Empty(module.Functions[i].LinearCharges);
                seen += module.Functions[i].Charges.Length;
            }
        }

        Assert.True(seen > 2_000, $"only {seen} charges: the generator has gone dull");
    }

    private static ModuleBuilder Ground()
    {
        var builder = new ModuleBuilder().Memory(1).Table(1).PassiveData(1);
        builder.ImportFunction(":");
        builder.Function(":", "");
        return builder;
    }
}
