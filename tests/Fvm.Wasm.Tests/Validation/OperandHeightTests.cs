namespace Fvm.Wasm.Tests.Validation;

/// <summary>The greatest operand height of reachable code, and the real stack that follows from it; and that nesting costs no stack of ours.</summary>
public sealed class OperandHeightTests
{
    [Theory]
    [InlineData(":", "", 0)]
    [InlineData(":", "i32.const 1; drop", 1)]
    [InlineData(":", "i32.const 1; i32.const 2; i32.add; drop", 2)]
    [InlineData("ii:", "i32.const 1; block; i32.const 2; i32.const 3; drop; drop; end; drop", 3)]
    [InlineData(":", "unreachable; i32.const 1; i32.const 2; drop; drop", 0)]
    [InlineData(":", "unreachable; block; i32.const 1; drop; end", 0)]
    [InlineData(":", "block; br 0; i32.const 1; drop; end; i32.const 1; drop", 1)]
    [InlineData(":", "i32.const 1; if i; unreachable; else; i32.const 1; i32.const 2; i32.add; end; drop", 2)]
    [InlineData(":", "unreachable; if; i32.const 1; drop; else; i32.const 1; drop; end", 0)]
    [InlineData(":i", "i32.const 7", 1)]
    [InlineData(":", "block; block; br 1; end; i32.const 1; i32.const 1; drop; drop; end", 2)]
    public void Only_reachable_operands_count(string signature, string body, int height)
    {
        var builder = new ModuleBuilder();
        builder.Function(signature, body, "3l");
        var module = builder.Validate();
        Assert.Equal(height, Assert.Single(module.MaxOperandHeights));
        var parameters = signature.IndexOf(':', StringComparison.Ordinal);
        Assert.Equal(64 + (8 * (parameters + 3 + height)), module.RealStackWeight(0));
    }

    [Fact]
    public void A_functions_height_does_not_leak_into_the_next()
    {
        var builder = new ModuleBuilder();
        builder.Function(":", "i32.const 1; i32.const 2; drop; drop");
        builder.Function(":", "nop");
        Assert.Equal([2, 0], builder.Validate().MaxOperandHeights);
    }

    [Theory]
    [InlineData("block", 300_000)]
    [InlineData("loop", 300_000)]
    public void Deep_nesting_is_heap_not_stack(string block, int depth)
    {
        var code = new ByteSink();
        for (var i = 0; i < depth; i++) code.Byte(block == "block" ? 0x02 : 0x03).Byte(0x40);
        code.Byte(0x0C).U32((uint)depth);
        for (var i = 0; i <= depth; i++) code.Byte(0x0B);
        var builder = new ModuleBuilder();
        builder.FunctionOfType(builder.Type(":"), code.ToArray());
        Assert.Equal(4_000, Assert.Single(builder.Meter().Functions[0].Charges).Cost);
    }

    [Theory]
    [InlineData(0, 'i')]
    [InlineData(1, 'l')]
    [InlineData(70, 'f')]
    [InlineData(99, 'f')]
    [InlineData(100, 'd')]
    [InlineData(40_099, 'd')]
    [InlineData(40_100, 'l')]
    [InlineData(40_199, 'l')]
    public void Locals_keep_their_types_whatever_their_number(int index, char type)
    {
        var builder = new ModuleBuilder();
        builder.Function($"il:{type}", $"local.get {index}", "0i 98f 0l 40000d 100l");
        builder.Validate();
        var wrong = new ModuleBuilder();
        wrong.Function($"il:{(type == 'i' ? 'l' : 'i')}", $"local.get {index}", "0i 98f 0l 40000d 100l");
        Assert.Throws<WasmValidationException>(() => wrong.Validate());
    }
}
