namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// Code that RyuJIT of .NET 10 compiles wrongly where it is left to itself (see <c>JitHazard</c>): rotations compared with 0 read a flag of some
/// earlier instruction; an xor of two shifts is taken for a rotation. Found by the random programs of <c>fvm wasm fuzz</c>.
/// </summary>
public sealed class JitHazardTests
{
    /// <summary>A value that may be a rotation, in disguises; local 0 is what is rotated.</summary>
    public static TheoryData<string> Rotations =>
    [
        "local.get 0; i32.const 1; i32.rotl",
        "local.get 0; i32.const 3; i32.rotr",
        "i32.const 0; i32.load; i32.const 1; i32.rotl",
        "global.get 0; i32.const 7; i32.rotl",
        "local.get 0; i32.const 5; i32.rotl; local.tee 1",
        "local.get 0; i32.const 5; i32.rotl; local.set 1; local.get 1",
        "local.get 0; i32.const 5; i32.rotl; i32.const 0; i32.or",
        "local.get 0; i32.const 5; i32.rotl; local.get 1; i32.add",
        "local.get 0; i32.const 5; i32.shl; local.get 0; i32.const 27; i32.shr_u; i32.or",
        "local.get 0; i32.const 5; i32.shl; local.get 0; i32.const 27; i32.shr_u; i32.xor",
        "block i; local.get 0; i32.const 5; i32.rotl; end",
        "block i; local.get 0; i32.const 5; i32.rotl; i32.const 0; br_if 0; end",
        "local.get 0; i64.extend_i32_u; i64.const 32; i64.rotl; i64.const 32; i64.rotr; i32.wrap_i64",
        "local.get 0; i32.const 5; i32.rotl; local.set 1; i32.const 0; if; i32.const 9; local.set 1; end; local.get 1",
    ];

    [Theory]
    [MemberData(nameof(Rotations))]
    public void A_rotation_compared_with_zero(string rotation)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Global('i', mutable: true, "i32.const 0");
        const string Prepare = "i32.const 0; local.get 0; i32.store; local.get 0; global.set 0; ";
        (string Name, string Test)[] tests =
        [
            ("if", "if i; i32.const 1; else; i32.const 0; end"),
            ("eqz", "i32.eqz; i32.eqz"),
            ("ne", "i32.const 0; i32.ne"),
            ("gt_u", "i32.const 0; i32.gt_u"),
            ("select", "local.set 2; i32.const 1; i32.const 0; local.get 2; select"),
            ("select at once", "local.set 2; i32.const 1; i32.const 0; local.get 2; i32.eqz; i32.eqz; select"),
            ("wide", "i64.extend_i32_u; i64.eqz; i32.eqz"),
            ("br_if", "local.set 2; block; local.get 2; br_if 0; i32.const 0; return; end; i32.const 1"),
            ("br_table", "local.set 2; block; block; local.get 2; br_table 0 1; end; i32.const 0; return; end; i32.const 1"),
        ];
        foreach (var (name, test) in tests) builder.Function("i:i", Prepare + rotation + "; " + test, "2i", export: name);
        builder.Function("i:i", Prepare + "i32.const 7; " + rotation + "; i32.div_u; drop; i32.const 1", "2i", export: "division");
        using var guest = Guest.Unmetered(builder);
        foreach (var value in (ReadOnlySpan<uint>)[0, 1, 9, 0x80000000, 0x7FFFFFFF, 0xFFFFFFFF])
        {
            foreach (var (name, _) in tests) Assert.Equal(value == 0 ? 0u : 1u, guest.Call(name, value));
            Assert.Equal(value == 0 ? WasmTrap.IntegerDivideByZero : WasmTrap.None, guest.Run("division", out _, value));
        }
    }

    [Theory]
    [InlineData("local.get 0; local.get 1; i32.shl; local.get 0; i32.const 32; local.get 1; i32.sub; i32.shr_u; i32.xor")]
    [InlineData("local.get 0; local.get 1; i32.shl; i32.const 32; local.get 1; i32.sub; local.set 2; local.get 0; local.get 2; i32.shr_u; i32.xor")]
    [InlineData("local.get 0; local.get 1; i32.shl; local.set 2; local.get 0; i32.const 32; local.get 1; i32.sub; i32.shr_u; local.get 2; i32.xor")]
    [InlineData("local.get 0; local.get 1; i32.shl; i32.const 0; i32.or; local.get 0; i32.const 0; local.get 1; i32.sub; i32.shr_u; i32.xor")]
    public void An_xor_of_shifts_is_no_rotation(string body)
    {
        var builder = new ModuleBuilder();
        builder.Function("ii:i", body, "1i", export: "f");
        using var guest = Guest.Unmetered(builder);
        foreach (var count in (ReadOnlySpan<int>)[0, 1, 31, 32, 33, 64])
        {
            // RyuJIT compiles the plain formula wrongly here as well.
            const uint Value = 0x1234_5678;
            var expected = count % 32 == 0 ? 0 : (Value << count) + (Value >> (32 - count));
            Assert.Equal(expected, guest.Call("f", Value, (uint)count));
        }
    }

    [Fact]
    public void An_xor_of_wide_shifts_is_no_rotation()
    {
        var builder = new ModuleBuilder();
        builder.Function("ll:l", "local.get 0; local.get 1; i64.shl; local.get 0; i64.const 64; local.get 1; i64.sub; i64.shr_u; i64.xor", export: "f");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(0u, guest.Call("f", 0x1234_5678, 0));
        Assert.Equal(0x2468_ACF0u, guest.Call("f", 0x1234_5678, 1));
    }
}
