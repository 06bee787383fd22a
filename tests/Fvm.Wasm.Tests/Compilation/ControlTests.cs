namespace Fvm.Wasm.Tests.Compilation;

/// <summary>Control flow, calls, and the order of what waits on the operand stack.</summary>
public sealed class ControlTests
{
    [Theory]
    [InlineData("i:i", "block i; i32.const 7; local.get 0; br_if 0; drop; i32.const 9; end", 1, 7)]
    [InlineData("i:i", "block i; i32.const 7; local.get 0; br_if 0; drop; i32.const 9; end", 0, 9)]
    [InlineData("i:i", "local.get 0; if i; i32.const 1; else; i32.const 2; end; i32.const 10; i32.add", 5, 11)]
    [InlineData("i:i", "local.get 0; if i; i32.const 1; else; i32.const 2; end; i32.const 10; i32.add", 0, 12)]
    [InlineData("i:i", "local.get 0; if; i32.const 5; return; end; i32.const 6", 1, 5)]
    [InlineData("i:i", "i32.const 3; local.get 0; br_if 0; drop; i32.const 4", 1, 3)]
    [InlineData("i:i", "loop i; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; local.get 0; end", 10, 0)]
    [InlineData("i:i", "block i; block i; i32.const 1; br 1; end; drop; i32.const 2; end", 0, 1)]
    [InlineData("i:i", "block; br 0; unreachable; end; i32.const 8", 0, 8)]
    [InlineData("i:i", "block; block; br 1; br 0; block; unreachable; end; end; end; i32.const 8", 0, 8)]
    [InlineData("i:i", "block i; i32.const 4; br 0; i32.const 5; i32.add; end", 0, 4)]
    [InlineData("i:i", "block i; i32.const 1; i32.const 2; i32.const 4; br 0; end", 0, 4)]
    [InlineData("i:i", "local.get 0; i32.const 9; local.set 0", 4, 4)]
    [InlineData("i:i", "local.get 0; i32.const 1; i32.add; i32.const 9; local.tee 0; i32.add", 4, 14)]
    [InlineData("i:i", "i32.const 0; i32.load; i32.const 0; local.get 0; i32.store", 4, 0)]
    [InlineData("i:i", "global.get 0; local.get 0; global.set 0", 4, 50)]
    [InlineData("i:i", "global.get 0; call 1; i32.add", 4, 51)]
    [InlineData("i:i", "i32.const 0; i32.load; call 1; i32.add", 4, 1)]
    [InlineData("i:i", "local.get 0; local.get 0; i32.const 2; select; i32.const 3; local.set 0", 4, 4)]
    public void Program_returns(string signature, string body, int argument, int expected)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Global('i', mutable: true, "i32.const 50");
        builder.Function(signature, body, export: "f");
        builder.Function(":i", "i32.const 0; i32.const 77; i32.store; i32.const 99; global.set 0; i32.const 1");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal((ulong)(uint)expected, guest.Call("f", (uint)argument));
    }

    [Theory]
    [InlineData(0u, 10)]
    [InlineData(1u, 20)]
    [InlineData(2u, 30)]
    [InlineData(3u, 40)]
    [InlineData(0xFFFF_FFFFu, 40)]
    public void Br_table(uint index, int expected)
    {
        var builder = new ModuleBuilder();
        builder.Function(
            "i:i",
            """
            block; block; block; block; local.get 0; br_table 0 1 2 3; end; i32.const 10; return; end; i32.const 20; return; end
            i32.const 30; return; end; i32.const 40
            """,
            export: "plain");
        builder.Function(
            "i:i",
            "block i; block i; i32.const 20; local.get 0; br_table 0 1 2 0; end; i32.const 1; i32.add; end; i32.const 2; i32.add",
            export: "carrying");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal((ulong)expected, guest.Call("plain", index));
        Assert.Equal(index switch { 1 => 22UL, 2 => 20UL, _ => 23UL }, guest.Call("carrying", index));
    }

    [Fact]
    public void A_big_jump_table()
    {
        var builder = new ModuleBuilder();
        builder.Function("i:i", "block; block; local.get 0; br_table " + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i % 2} ")) + "0; end; i32.const 1; return; end; i32.const 2", export: "f");
        using var guest = Guest.Unmetered(builder);
        for (var i = 0u; i < 10; i++) Assert.Equal(1 + (i % 2), guest.Call("f", i));
        Assert.Equal(1UL, guest.Call("f", 5000));
    }

    [Fact]
    public void Many_operands_wait_and_arrive_in_order()
    {
        var builder = new ModuleBuilder();
        var pushes = string.Concat(Enumerable.Range(0, 200).Select(i => $"local.get 0; i64.const {i}; i64.add; "));
        var folds = string.Concat(Enumerable.Range(0, 199).Select(_ => "i64.const 3; i64.mul; i64.sub; "));
        builder.Function("l:l", pushes + "i64.const 1000; local.set 0; " + folds, export: "f");
        using var guest = Guest.Unmetered(builder);
        var expected = 5L + 199;
        for (var i = 198; i >= 0; i--) expected = unchecked(5 + i - (expected * 3));
        Assert.Equal((ulong)expected, guest.Call("f", 5));
    }

    [Fact]
    public void Multiple_values_pass_blocks_loops_ifs_and_calls()
    {
        var builder = new ModuleBuilder();
        builder.Type("il:li");
        builder.Type("ii:ii");
        var pair = builder.Type(":ii");
        builder.Function("il:li", "local.get 1; local.get 0", export: "swap");
        builder.Function("i:l", "local.get 0; i64.const 5; call 0; i64.extend_i32_u; i64.sub", export: "call");
        builder.Function("ii:i", "local.get 0; local.get 1; block 1; i32.const 3; i32.add; end; i32.sub", export: "block");
        builder.Function(
            "i:i", "local.get 0; i32.const 0; loop 1; local.get 0; i32.add; local.set 1; i32.const 1; i32.sub; local.tee 0; local.get 1; local.get 0; br_if 0; end; i32.add", "1i", export: "loop");
        builder.Function("i:i", "i32.const 10; i32.const 3; local.get 0; if 1; i32.const 1; i32.add; else; i32.const 2; i32.sub; end; i32.sub", export: "if");
        builder.Function("i:i", "i32.const 10; i32.const 3; local.get 0; if 1; drop; i32.const 1; end; i32.sub", export: "ifonly");
        builder.Function("i:i", $"block {pair}; i32.const 10; i32.const 3; local.get 0; br_if 0; drop; i32.const 4; end; i32.sub", export: "brif");
        using var guest = Guest.Unmetered(builder);
        Span<ulong> results = stackalloc ulong[2];
        Assert.Equal(WasmTrap.None, guest.Instance.Invoke(0, [3, 9], results));
        Assert.Equal([9UL, 3UL], results.ToArray());
        Assert.Equal(5 - 7L, (long)guest.Call("call", 7));
        Assert.Equal(100UL - 23, guest.Call("block", 100, 20));
        Assert.Equal(10UL, guest.Call("loop", 4));
        Assert.Equal(6UL, guest.Call("if", 1));
        Assert.Equal(9UL, guest.Call("if", 0));
        Assert.Equal(9UL, guest.Call("ifonly", 1));
        Assert.Equal(7UL, guest.Call("ifonly", 0));
        Assert.Equal(7UL, guest.Call("brif", 1));
        Assert.Equal(6UL, guest.Call("brif", 0));
    }

    [Fact]
    public void Indirect_calls_find_trap_and_compare_types_by_structure()
    {
        var builder = new ModuleBuilder().Table(5);
        builder.Type("i:i");
        var again = builder.Type("i:i", again: true);
        builder.Type("l:l");
        builder.ImportFunction("i:i");
        builder.Function("i:i", "local.get 0; i32.const 1; i32.add");
        builder.FunctionOfType(again, BodyText.Encode("local.get 0; i32.const 2; i32.add"));
        builder.Function("l:l", "local.get 0");
        builder.Function("ii:i", "local.get 1; local.get 0; call_indirect 0", export: "f");
        builder.Element(0, 0, 1, 2, 3);
        using var guest = Guest.Unmetered(builder, hosts: (_, args) => args[0] * 2);
        Assert.Equal(20UL, guest.Call("f", 0, 10));
        Assert.Equal(11UL, guest.Call("f", 1, 10));
        Assert.Equal(12UL, guest.Call("f", 2, 10));
        Assert.Equal(WasmTrap.IndirectCallTypeMismatch, guest.Run("f", out _, 3, 10));
        Assert.Equal(WasmTrap.UndefinedElement, guest.Run("f", out _, 4, 10));
        Assert.Equal(WasmTrap.UndefinedElement, guest.Run("f", out _, 5, 10));
        Assert.Equal(WasmTrap.UndefinedElement, guest.Run("f", out _, 0xFFFF_FFFF, 10));
    }

    [Fact]
    public void References_travel_through_tables_and_locals()
    {
        var builder = new ModuleBuilder().Table(2, 4).Table(2, type: 'e');
        builder.Function(":i", "i32.const 41");
        builder.Function(":i", "i32.const 1; ref.func 0; table.set 0; i32.const 1; call_indirect 0", export: "set");
        builder.Function("e:i", "i32.const 0; local.get 0; table.set 1; i32.const 0; table.get 1; ref.is_null", export: "extern");
        builder.Function(":i", "ref.func 0; i32.const 2; table.grow 0; drop; i32.const 3; call_indirect 0; table.size 0; i32.mul", export: "grow");
        builder.Function("i:", "local.get 0; ref.null r; i32.const 2; table.fill 0", export: "fill");
        builder.Function("i:e", "local.get 0; table.get 1", export: "get");
        builder.DeclarativeElement(0);
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(41UL, guest.Call("set"));
        Assert.Equal(1UL, guest.Call("extern", 0));
        Assert.Equal(0UL, guest.Call("extern", 77));
        Assert.Equal(77UL, guest.Call("get", 0));
        Assert.Equal(WasmTrap.TableOutOfBounds, guest.Run("get", out _, 2));
        Assert.Equal(41UL * 4, guest.Call("grow"));
        Assert.Equal(WasmTrap.None, guest.Run("fill", out _, 2));
        Assert.Equal(WasmTrap.TableOutOfBounds, guest.Run("fill", out _, 3));
    }
}
