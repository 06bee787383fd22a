namespace Fvm.Wasm.Tests.Metering;

/// <summary>The stack limiter's cost of a frame, rule by rule (fvm-wasm-instrument 0.4.0, <c>src/stack_limiter</c>).</summary>
public sealed class StackCostTests
{
    public static TheoryData<string, string, string, uint> Costs => new()
    {
        { "an activation counts two", ":", "", 2 },
        { "parameters do not count", "iiii:", "", 2 },
        { "an operand", ":", "i32.const 1; drop", 3 },
        { "two operands", ":", "i32.const 1; i32.const 2; i32.add; drop", 4 },
        { "the result at the end", ":i", "i32.const 1", 3 },
        { "binary in sequence", ":", "i32.const 1; i32.const 2; i32.add; i32.const 3; i32.add; drop", 4 },
        { "a store pops two", ":", "i32.const 0; i64.const 1; i64.store; i32.const 1; drop", 4 },
        { "a load keeps the height", ":", "i32.const 0; i32.load; drop", 3 },
        { "local.tee keeps the height", "i:", "i32.const 0; local.tee 0; drop", 3 },
        { "select pops three, pushes one", ":", "i32.const 0; i32.const 1; i32.const 2; select; i32.const 5; drop; drop", 5 },
        { "memory.fill pops three", ":", "i32.const 0; i32.const 1; i32.const 2; memory.fill; i32.const 1; drop", 5 },
        { "memory.size pushes", ":", "memory.size; memory.size; drop; drop", 4 },
        { "table.get keeps, table.set pops two", ":", "i32.const 0; i32.const 0; table.get 0; table.set 0; i32.const 0; drop", 4 },
        { "table.grow pops two, pushes one", ":", "i32.const 0; table.get 0; i32.const 0; table.grow 0; i32.const 0; drop; drop", 4 },
        { "table.fill pops three", ":", "i32.const 0; i32.const 0; table.get 0; i32.const 0; table.fill 0; i32.const 0; drop", 5 },
        { "a call pops parameters, pushes the result", ":", "i32.const 0; i32.const 0; call 0; i32.const 1; drop; drop", 4 },
        { "call_indirect pops one more", ":", "i32.const 0; i32.const 0; i32.const 0; call_indirect 0; i32.const 1; drop; drop", 5 },
        { "a block's result", ":", "block i; i32.const 1; end; drop", 3 },
        { "operands below a block count", ":", "i32.const 1; block; i32.const 2; drop; end; drop", 4 },
        { "unreachable code does not count", ":", "unreachable; i32.const 1; i32.const 2; i32.const 3; drop; drop; drop", 2 },
        { "but a block within it does", ":", "unreachable; block; i32.const 1; i32.const 2; drop; drop; end", 4 },
        { "br ends what counts", ":", "br 0; i32.const 1; drop", 2 },
        { "br with a value pops it", ":", "block i; i32.const 1; br 0; end; drop", 3 },
        { "br_if keeps its values", ":", "block i; i32.const 1; i32.const 0; br_if 0; end; drop", 4 },
        { "br_table leaves its index", ":", "block; i32.const 0; br_table 0 0; end", 3 },
        { "return ends what counts", ":", "return; i32.const 1; drop", 2 },
        { "return with a value pops it", ":i", "i32.const 1; return", 3 },
        { "else does not reset the height", ":", "i32.const 1; if i; i32.const 1; else; i32.const 2; end; drop", 4 },
        { "an unreachable then-arm silences the else-arm", ":", "i32.const 1; if i; unreachable; else; i32.const 1; i32.const 2; i32.const 3; i32.add; i32.add; end; drop", 3 },
        { "if pops its condition first", ":", "i32.const 1; if; i32.const 1; drop; end", 3 },
        { "a pop at the block's start in unreachable code is none", ":", "block; unreachable; drop; drop; i32.const 1; drop; end; i32.const 1; drop", 3 },
        { "a pop above it may sink below it", ":", "i32.const 9; block; unreachable; i32.const 1; i32.add; drop; end; i32.const 1; drop; drop", 4 },
    };

    public static TheoryData<string, uint> Locals => new()
    {
        { "", 2 },
        { "1i", 3 },
        { "50000i", 3 },
        { "1l 1l 1i", 5 },
        { "0i 0l", 4 },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void Greatest_height_follows_the_limiters_rules(string rule, string signature, string body, uint cost)
    {
        Assert.NotEmpty(rule);
        var builder = new ModuleBuilder().Memory(1).Table(1);
        builder.Type("ii:i");
        builder.ImportFunction("ii:i");
        builder.Function(signature, body);
        Assert.Equal(cost, builder.Meter().Functions[0].StackCost);
    }

    [Theory]
    [MemberData(nameof(Locals))]
    public void Groups_of_locals_count_not_locals(string locals, uint cost)
    {
        var builder = new ModuleBuilder();
        builder.Function(":", "", locals);
        Assert.Equal(cost, builder.Meter().Functions[0].StackCost);
    }

    [Fact]
    public void The_limit_is_2048() => Assert.Equal(2048u, Simple().Meter().StackLimit);

    [Fact]
    public void An_unmetered_module_charges_nothing_and_takes_the_callers_limit()
    {
        var module = MeteredModule.Unmetered(Simple().Validate(WasmProfile.Core), stackLimit: 77);
        Assert.False(module.IsMetered);
        Assert.Equal(77u, module.StackLimit);
        var function = Assert.Single(module.Functions);
        Assert.Empty(function.Charges);
        Assert.False(function.HasThunk);
        Assert.Equal(2u + 1 + 1, function.StackCost);
        Assert.Equal(64 + (8 * (2 + 5 + 1)), function.RealStackWeight);
        Assert.Equal(uint.MaxValue, MeteredModule.Unmetered(Simple().Validate()).StackLimit);
    }

    private static ModuleBuilder Simple()
    {
        var builder = new ModuleBuilder();
        builder.Function("ii:i", "i32.const 1", "5l", export: "invoke");
        return builder;
    }
}
