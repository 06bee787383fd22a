namespace Fvm.Wasm.Tests.Compilation;

/// <summary>Signalling NaNs keep their bits wherever no arithmetic happens; RyuJIT would quieten those that it knows.</summary>
public sealed class FloatBitsTests
{
    private const ulong Single = 0xFFA0_0001;
    private const ulong Double = 0xFFF4_0000_0000_0001;

    [Theory]
    [InlineData("f:f", "local.get 0", Single)]
    [InlineData("f:f", "local.get 0; local.set 1; local.get 1", Single)]
    [InlineData("f:f", "i32.const 8; local.get 0; f32.store; i32.const 8; f32.load", Single)]
    [InlineData("f:f", "local.get 0; global.set 0; global.get 0", Single)]
    [InlineData("f:f", "local.get 0; call 1", Single)]
    [InlineData("f:f", "local.get 0; call 0", Single)]
    [InlineData("f:f", "local.get 0; f32.const 1; i32.const 1; select", Single)]
    [InlineData("f:f", "f32.const 0xffa00001", Single)]
    [InlineData("f:f", "i32.const -6291455; f32.reinterpret_i32", Single)]
    [InlineData("f:f", "i32.const -6291455; local.set 2; local.get 2; f32.reinterpret_i32; local.set 1; local.get 1", Single)]
    [InlineData("f:f", "f32.const 0x7fa00001; f32.neg", Single)]
    [InlineData("f:f", "f32.const 0x7fa00001; f32.const -1; f32.copysign", Single)]
    [InlineData("d:d", "local.get 0", Double)]
    [InlineData("d:d", "i32.const 8; local.get 0; f64.store; i32.const 8; f64.load", Double)]
    [InlineData("d:d", "local.get 0; global.set 1; global.get 1", Double)]
    [InlineData("d:d", "f64.const 0xfff4000000000001", Double)]
    [InlineData("d:d", "i64.const -3377699720527871; f64.reinterpret_i64", Double)]
    [InlineData("d:d", "f64.const 0x7ff4000000000001; f64.neg", Double)]
    [InlineData("d:d", "block d; local.get 0; br 0; end", Double)]
    public void Bits_survive(string signature, string body, ulong bits)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Global('f', mutable: true, "f32.const 0");
        builder.Global('d', mutable: true, "f64.const 0");
        builder.ImportFunction("f:f");
        builder.Function("f:f", "local.get 0");
        builder.Function(signature, body, "1" + signature[0] + " 1i", export: "f");
        using var guest = Guest.Unmetered(builder, canonicalNaNs: true, hosts: (_, args) => args[0]);
        Assert.Equal(bits, guest.Call("f", bits));
    }
}
