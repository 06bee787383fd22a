using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>The annotations against a literal insertion of the limiter's operators, over random bodies with fixed seeds.</summary>
public sealed class MeteringPropertyTests
{
    private const int Modules = 60;
    private const int BodiesPerModule = 50;

    [Fact]
    public void Annotations_equal_a_literal_instrumentation()
    {
        var seen = 0;
        for (var seed = 0; seed < Modules; seed++)
        {
            var bodies = new RandomBodies(seed);
            var builder = new ModuleBuilder().Memory(1);
            builder.ImportFunction(":");
            builder.Function(":", "");
            for (var i = 0; i < BodiesPerModule; i++) builder.Function("ii:", bodies.Next());
            var module = builder.Meter(Listing.UnitPrices);
            for (var i = 1; i <= BodiesPerModule; i++) seen += Compare(module, i);
        }

        Assert.True(seen > 5_000, $"only {seen} charges: the generator has gone dull");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_thunk_is_one_block(int parameters)
    {
        var block = Assert.Single(LiteralInstrumentation.Blocks(LiteralInstrumentation.Thunk(parameters)));
        Assert.Equal(0, block.Start);
        Assert.Equal(new OperatorPrices(Listing.UnitPrices).Thunk(parameters), block.Cost);
    }

    private static int Compare(MeteredModule module, int defined)
    {
        var rewritten = LiteralInstrumentation.Rewrite(module.Module.Bodies[defined].Code.Span, module.Module.ImportedFunctionCount);
        var expected = new List<GasCharge>();
        foreach (var block in LiteralInstrumentation.Blocks(rewritten))
        {
            var first = rewritten[block.Start];
            Assert.Equal(0, first.Step);
            Assert.False(first.Opcode is Opcode.End or Opcode.Else);
            expected.Add(new GasCharge(first.Position, block.Cost));
        }

        Assert.Equal(expected, module.Functions[defined].Charges);
        var linear = rewritten.Where((op, at) => op.Opcode == Opcode.MemoryGrow && rewritten[at - 1].Constant is null);
        Assert.Equal(linear.Select(op => new LinearCharge(op.Position, 10)), module.Functions[defined].LinearCharges);
        return expected.Count;
    }
}
