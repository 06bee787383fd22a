using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>Which functions the limiter wraps, and what the wrapping costs (fvm-wasm-instrument 0.4.0, <c>src/stack_limiter/thunk.rs</c>).</summary>
public sealed class ThunkTests
{
    [Theory]
    [InlineData(":", 52_000)]
    [InlineData("i:i", 56_000)]
    [InlineData("ilfd:", 68_000)]
    public void A_thunk_costs_its_arguments_and_thirteen_operators(string signature, long cost)
    {
        var builder = new ModuleBuilder();
        builder.Function(signature, signature.EndsWith(':') ? "" : "i32.const 0", export: "f");
        var function = builder.Meter().Functions[0];
        Assert.True(function.HasThunk);
        Assert.Equal(cost, function.ThunkCost);
    }

    [Fact]
    public void Exports_elements_of_every_mode_and_the_start_function_have_thunks()
    {
        var builder = new ModuleBuilder().Table(4);
        var imported = builder.ImportFunction(":");
        var plain = builder.Function(":", "call 1");
        var exported = builder.Function(":", "", export: "f");
        var active = builder.Function(":", "");
        var passive = builder.Function(":", "");
        var declared = builder.Function(":", "");
        var start = builder.Function(":", "");
        var byGlobal = builder.Function(":", "");
        builder.Global('r', mutable: false, $"ref.func {byGlobal}");
        builder.Export("again", ExternKind.Function, imported);
        builder.Element(0, imported, active).PassiveElement(passive).DeclarativeElement(declared).Start(start);
        var functions = builder.Meter().Functions;
        foreach (var index in new[] { exported, active, passive, declared, start }) Assert.True(functions[index - 1].HasThunk);
        foreach (var index in new[] { plain, byGlobal })
        {
            Assert.False(functions[index - 1].HasThunk);
            Assert.Equal(0, functions[index - 1].ThunkCost);
        }
    }
}
