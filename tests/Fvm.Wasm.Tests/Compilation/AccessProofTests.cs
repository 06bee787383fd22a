using System.Text;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// Accesses at a local + constants, where one check serves for several: at the edges of the memory and of 32 bits, and over blocks. Every
/// guest runs in both tiers, of which the first one checks each access by itself.
/// </summary>
public sealed class AccessProofTests
{
    private static readonly uint[] Edges =
        [0, 1, 4, 8, 16, 65_500, 65_520, 65_528, 65_532, 65_535, 65_536, 0x7FFF_FFF8, 0x8000_0000, 0xFFFF_0000, 0xFFFF_FFF0, 0xFFFF_FFF8, 0xFFFF_FFFC, 0xFFFF_FFFF];

    private static readonly long[] Constants = [0, 4, 8, 12, 64, 65_528, -4, -8, -64, -65_536, int.MaxValue, int.MinValue];

    /// <summary>A constant that wraps may lead back into the memory: the second access is in bounds though the local is not.</summary>
    [Theory]
    [InlineData(0xFFFF_FFFC, WasmTrap.None)]
    [InlineData(0xFFFF_FFF8, WasmTrap.None)]
    [InlineData(0xFFFF_FFF7, WasmTrap.MemoryOutOfBounds)]
    [InlineData(0x0000_0000, WasmTrap.None)]
    [InlineData(65_536u - 16, WasmTrap.None)]
    [InlineData(65_536u - 15, WasmTrap.MemoryOutOfBounds)]
    public void A_sum_wraps_at_32_bits(uint local, WasmTrap expected)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("i:i", "local.get 0; i32.const 12; i32.add; i32.load; local.get 0; i32.const 8; i32.add; i32.load; i32.add", export: "f");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(expected, guest.Run("f", out _, local));
    }

    /// <summary>Below an anchor there may be no memory: at 4 the anchor is 4, the second access would be at -4.</summary>
    [Fact]
    public void An_address_below_zero_is_out_of_bounds()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("i:i", "local.get 0; i32.load; local.get 0; i32.const -8; i32.add; i32.load; i32.add", export: "f");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("f", out _, 4));
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("f", out _, 7));
        Assert.Equal(WasmTrap.None, guest.Run("f", out _, 8));
    }

    /// <summary>What a block or loop assigns is not known behind it, nor in the loop's next round.</summary>
    [Theory]
    [InlineData("local.get 0; i32.load; drop; block; local.get 1; br_if 0; local.get 1; local.set 0; end; local.get 0; i32.load")]
    [InlineData("local.get 0; i32.load; drop; local.get 1; if; i32.const -1; local.set 0; local.get 0; drop; else; local.get 0; i32.load offset; drop; end; local.get 0; i32.load")]
    [InlineData("loop; local.get 0; i32.load; drop; local.get 0; i32.const 30000; i32.add; local.tee 0; i32.const 200000; i32.lt_u; br_if 0; end; local.get 0; i32.load")]
    [InlineData("block; loop; local.get 0; i32.const 4; i32.add; i32.load; drop; local.get 1; br_if 1; local.get 1; i32.const 1; i32.add; local.set 1; i32.const -4; local.set 0; br 0; end; end; local.get 0; i32.const 4; i32.add; i32.load")]
    public void Assignments_end_what_is_known(string body)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("ii:i", body.Replace(" offset", " 8", StringComparison.Ordinal), export: "f");
        using var guest = Guest.Unmetered(builder);
        foreach (var local in Edges)
            foreach (var other in (uint[])[0, 1, 65_533, 0xFFFF_FFFF])
                guest.Run("f", out _, local, other);
    }

    [Fact]
    public void Random_accesses_end_the_same_in_both_tiers()
    {
        var random = new Random(20261128);
        var trapped = 0;
        for (var i = 0; i < 400; i++)
        {
            var builder = new ModuleBuilder().Memory(1);
            builder.Function("ii:i", Body(random), "1i", export: "f");
            using var guest = Guest.Unmetered(builder);
            for (var round = 0; round < 6; round++)
            {
                var trap = guest.Run("f", out _, Edges[random.Next(Edges.Length)], Edges[random.Next(Edges.Length)]);
                if (trap != WasmTrap.None) trapped++;
            }
        }

        Assert.InRange(trapped, 200, 2_300);
    }

    private static string Body(Random random)
    {
        var body = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < 12; i++)
        {
            var local = random.Next(2);
            switch (random.Next(8))
            {
                case 0 when depth < 3:
                    body.Append(random.Next(2) == 0 ? "block; " : "local.get 1; if; ");
                    depth++;
                    break;
                case 1 when depth > 0:
                    body.Append("end; ");
                    depth--;
                    break;
                case 2: body.Append(System.Globalization.CultureInfo.InvariantCulture, $"local.get {local}; i32.const {random.Next(-8, 9)}; i32.add; local.set {local}; "); break;
                case 3 when depth > 0: body.Append("local.get 0; i32.const 4; i32.and; br_if 0; "); break;
                case 4: body.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Address(random, local)}local.get 1; i32.store {random.Next(9)}; "); break;
                default: body.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Address(random, local)}i32.load {random.Next(9)}; local.get 0; i32.xor; i32.const 65535; i32.and; local.set 2; "); break;
            }
        }

        for (; depth > 0; depth--) body.Append("end; ");
        return "i32.const 0; local.set 2; " + body + "local.get 2";
    }

    private static string Address(Random random, int local) => random.Next(3) == 0
        ? $"local.get {local}; "
        : $"local.get {local}; i32.const {Constants[random.Next(random.Next(2) == 0 ? 5 : Constants.Length)]}; i32.add; ";
}
