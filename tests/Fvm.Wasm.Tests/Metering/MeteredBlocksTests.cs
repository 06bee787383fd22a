namespace Fvm.Wasm.Tests.Metering;

/// <summary>
/// Golden tests of metered blocks. The cases follow those of fvm-wasm-instrument 0.4.0 (<c>src/gas_metering/mod.rs</c>, <c>tests/fixtures/gas</c>);
/// the figures are worked out by hand at the price 1 of every operator that FIP-0032 does not make free.
/// </summary>
public sealed class MeteredBlocksTests
{
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "empty", "", "end" },
        { "only free operators", "nop; block; end; unreachable", "nop; block; end; unreachable; end" },
        { "straight", "i32.const 1; drop; i32.const 2; drop", "[2] i32.const; drop; i32.const; drop; end" },
        {
            "a block belongs to what runs before it",
            "i32.const 1; drop; block; i32.const 2; drop; end; i32.const 3; drop",
            "[3] i32.const; drop; block; i32.const; drop; end; i32.const; drop; end"
        },
        {
            "two blocks deep", "block; i32.const 1; drop; block; i32.const 2; drop; end; end",
            "[2] block; i32.const; drop; block; i32.const; drop; end; end; end"
        },
        {
            "arms are paid apart, what follows with what came before",
            "local.get 0; if; i32.const 1; drop; i32.const 2; drop; i32.const 3; drop; else; i32.const 4; drop; i32.const 5; drop; end; i32.const 6; drop",
            "[3] local.get; if; [3] i32.const; drop; i32.const; drop; i32.const; drop; else; [2] i32.const; drop; i32.const; drop; end; i32.const; drop; end"
        },
        {
            "a branch to its own block does not part what follows the block",
            "block; i32.const 1; drop; br 0; i32.const 2; drop; end; i32.const 3; drop",
            "[3] block; i32.const; drop; br; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "a conditional branch parts the rest of its block",
            "block; local.get 0; br_if 0; i32.const 2; drop; end; i32.const 3; drop",
            "[3] block; local.get; br_if; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "a branch past the enclosing block parts what follows the inner end",
            "block; block; local.get 0; br_if 1; end; i32.const 1; drop; end; i32.const 2; drop",
            "[3] block; block; local.get; br_if; end; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "two out at once",
            "block; block; block; local.get 0; br_if 2; end; i32.const 1; drop; end; i32.const 2; drop; end; i32.const 3; drop",
            "[3] block; block; block; local.get; br_if; end; [1] i32.const; drop; end; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "a loop is paid anew each time, from behind the operator",
            "i32.const 1; drop; loop; i32.const 2; drop; local.get 0; br_if 0; i32.const 3; drop; end; i32.const 4; drop",
            "[2] i32.const; drop; loop; [3] i32.const; drop; local.get; br_if; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "a branch out of a loop parts what follows the loop",
            "loop; local.get 0; br_if 1; br 0; end; i32.const 4; drop",
            "loop; [2] local.get; br_if; [1] br; end; [1] i32.const; drop; end"
        },
        {
            "a charge may stand at a loop operator: paid on entry alone",
            "block; local.get 0; br_if 0; loop; local.get 0; br_if 0; end; i32.const 1; drop; end",
            "[2] block; local.get; br_if; [1] loop; [2] local.get; br_if; end; i32.const; drop; end; end"
        },
        {
            "the default label of br_table is overlooked: past the inner end nothing is parted",
            "block; block; local.get 0; br_table 0 1; end; i32.const 1; drop; end; i32.const 2; drop",
            "[4] block; block; local.get; br_table; end; i32.const; drop; end; i32.const; drop; end"
        },
        {
            "the other labels of br_table count",
            "block; block; local.get 0; br_table 1 0; end; i32.const 1; drop; end; i32.const 2; drop",
            "[3] block; block; local.get; br_table; end; [1] i32.const; drop; end; i32.const; drop; end"
        },
        {
            "br_table with nothing but the default",
            "block; block; local.get 0; br_table 1; end; i32.const 1; drop; end",
            "[3] block; block; local.get; br_table; end; i32.const; drop; end; end"
        },
        {
            "return is a branch to the function",
            "block; local.get 0; if; i32.const 1; drop; return; end; i32.const 2; drop; end; i32.const 3; drop",
            "[2] block; local.get; if; [1] i32.const; drop; return; end; [1] i32.const; drop; end; [1] i32.const; drop; end"
        },
        {
            "unreachable closes nothing: what follows is paid though it never runs",
            "unreachable; i32.const 1; drop", "[1] unreachable; i32.const; drop; end"
        },
        { "what follows a br is a block of its own", "br 0; i32.const 1; drop", "[1] br; [1] i32.const; drop; end" },
        { "an imported function costs one operator", "call 0", "[1] call; end" },
        { "a defined one costs thirteen", "call 1", "[13] call; end" },
        { "a call parts nothing", "i32.const 1; drop; call 1; i32.const 2; drop", "[15] i32.const; drop; call; i32.const; drop; end" },
        { "an indirect call costs one, the thunk is paid by the callee", "i32.const 0; call_indirect 0", "[2] i32.const; call_indirect; end" },
        {
            "calls in arms (call_index)",
            "local.get 0; if; call 1; call 1; call 1; else; call 1; call 1; end; call 1",
            "[15] local.get; if; [39] call; call; call; else; [26] call; call; end; call; end"
        },
        {
            "a loop in an arm (simple.wat)", "i32.const 1; if; loop; i32.const 123; drop; end; end",
            "[2] i32.const; if; loop; [1] i32.const; drop; end; end; end"
        },
        {
            "an unrolled loop (branch.wat)",
            "block; i32.const 0; local.set 0; i32.const 1; local.set 1; local.get 0; local.get 1; local.tee 0; i32.add; local.set 1; i32.const 1; br_if 0; local.get 0; local.get 1; local.tee 0; i32.add; local.set 1; end; local.get 1; drop",
            "[12] block; i32.const; local.set; i32.const; local.set; local.get; local.get; local.tee; i32.add; local.set; i32.const; br_if; [5] local.get; local.get; local.tee; i32.add; local.set; end; local.get; drop; end"
        },
    };

    public static TheoryData<string, string> LinearBodies => new()
    {
        { "i32.const 3; memory.grow; drop", "[32] i32.const; memory.grow; drop; end" },
        { "i32.const 0; memory.grow; drop", "[2] i32.const; memory.grow; drop; end" },
        { "local.get 0; memory.grow; drop", "[2] local.get; <10> memory.grow; drop; end" },
        { "i32.const 3; nop; memory.grow; drop", "[2] i32.const; nop; <10> memory.grow; drop; end" },
        { "i32.const 3; i32.const 2; i32.mul; memory.grow; drop", "[4] i32.const; i32.const; i32.mul; <10> memory.grow; drop; end" },
        { "i32.const 0; i32.const 0; i32.const 7; memory.copy", "[704] i32.const; i32.const; i32.const; memory.copy; end" },
        { "i32.const 0; i32.const 0; local.get 0; memory.fill", "[4] i32.const; i32.const; local.get; <100> memory.fill; end" },
        { "i32.const 0; i32.const 0; i32.const 2; memory.init 0", "[204] i32.const; i32.const; i32.const; memory.init; end" },
        { "i32.const 0; i32.const 0; local.get 0; table.init 0", "[4] i32.const; i32.const; local.get; <1000> table.init; end" },
        { "i32.const 0; i32.const 0; i32.const 5; table.copy", "[5004] i32.const; i32.const; i32.const; table.copy; end" },
        { "i32.const 0; table.get 0; i32.const 2; table.grow 0; drop", "[2004] i32.const; table.get; i32.const; table.grow; drop; end" },
        { "i32.const 0; i32.const 0; table.get 0; local.get 0; table.fill 0", "[5] i32.const; i32.const; table.get; local.get; <1000> table.fill; end" },
        { "local.get 0; br_if 0; local.get 0; memory.grow; drop", "[2] local.get; br_if; [2] local.get; <10> memory.grow; drop; end" },
        { "local.get 0; i32.const 1; br_if 0; memory.grow; drop", "[3] local.get; i32.const; br_if; [1] <10> memory.grow; drop; end" },
        { "data.drop 0; elem.drop 0; memory.size; drop; table.size 0; drop", "[4] data.drop; elem.drop; memory.size; drop; table.size; drop; end" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_is_divided_as_the_reference_divides_it(string name, string body, string expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, Meter(body));
    }

    [Theory]
    [MemberData(nameof(LinearBodies))]
    public void A_bulk_operator_is_priced_by_its_last_operand(string body, string expected) => Assert.Equal(expected, Meter(body));

    [Fact]
    public void Branches_with_values_do_not_matter_to_blocks() =>
        Assert.Equal(
            "[4] block; i32.const; local.get; br_if; [1] drop; i32.const; end; drop; i32.const; drop; end",
            Meter("block i; i32.const 1; local.get 0; br_if 0; drop; i32.const 2; end; drop; i32.const 3; drop"));

    [Fact]
    public void The_networks_prices_are_four_gas_an_operator()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("i:i", "local.get 0; memory.grow", export: "invoke");
        var function = builder.Meter().Functions[0];
        Assert.Equal(8_000, Assert.Single(function.Charges).Cost);
        Assert.Equal(26_214_400u, Assert.Single(function.LinearCharges).UnitCost);
        Assert.Equal(56_000, function.ThunkCost);
    }

    private static string Meter(string body)
    {
        var builder = new ModuleBuilder().Memory(1, 2).Table(3);
        builder.ImportFunction(":");
        builder.Function(":", "");
        builder.Function("ii:", body);
        builder.Element(0, 1).PassiveData(1, 2, 3);
        return Listing.Of(builder.Meter(Listing.UnitPrices), 1);
    }
}
