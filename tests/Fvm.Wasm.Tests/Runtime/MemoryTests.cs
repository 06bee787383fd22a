using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Runtime;

/// <summary>Linear memory at its edges: every access width, growing, bulk operations, segments.</summary>
public sealed class MemoryTests
{
    private const uint Size = 65_536;
    private static readonly string[] Constants = ["i32.const", "i64.const", "f32.const", "f64.const"];

    public static TheoryData<string, uint> Accesses
    {
        get
        {
            var data = new TheoryData<string, uint>();
            foreach (var row in OpcodeTable.All)
            {
                if (row.Opcode is < Opcode.I32Load or > Opcode.I64Store32) continue;
                foreach (var offset in new uint[] { 0, 1, 65_535, 65_536, 0x7FFF_FFFF, 0xFFFF_FFFF }) data.Add(row.Name, offset);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Accesses))]
    public void An_access_is_within_the_memory_or_traps(string name, uint offset)
    {
        var row = OpcodeTable.All.First(info => info.Name == name);
        var width = row.Opcode switch
        {
            _ when name.Contains('8', StringComparison.Ordinal) => 1u,
            _ when name.Contains("16", StringComparison.Ordinal) => 2u,
            _ when name.Contains("64.load32", StringComparison.Ordinal) || name.Contains("64.store32", StringComparison.Ordinal) || name[1] == '3' => 4u,
            _ => 8u,
        };
        var isStore = row.Operands.Length == 2;
        var value = isStore ? $"{Constants["ilfd".IndexOf(LetterOf(row), StringComparison.Ordinal)]} 1; " : "";
        var access = value + $"{name} {offset} 0; " + (isStore ? "" : "drop; ");
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("i:", "local.get 0; " + access, export: "local");
        builder.Function("i:", "local.get 0; i32.const 0; i32.add; " + access, export: "computed");

        // Known to be within by the first access, or not: the second must still be checked.
        builder.Function("i:", "local.get 0; i32.load8_u; drop; local.get 0; " + access, export: "again");
        using var guest = Guest.Unmetered(builder);
        foreach (var address in new uint[] { 0, 1, Size - width - 1, Size - width, Size - width + 1, Size - 1, Size, 0x8000_0000, uint.MaxValue - width, uint.MaxValue })
        {
            var expected = (ulong)address + offset + width <= Size ? WasmTrap.None : WasmTrap.MemoryOutOfBounds;
            Assert.Equal(expected, guest.Run("local", out _, address));
            Assert.Equal(expected, guest.Run("computed", out _, address));
            Assert.Equal(address < Size ? expected : WasmTrap.MemoryOutOfBounds, guest.Run("again", out _, address));
        }
    }

    [Theory]
    [InlineData(65_528, WasmTrap.None)]
    [InlineData(65_529, WasmTrap.MemoryOutOfBounds)]
    [InlineData(-1, WasmTrap.MemoryOutOfBounds)]
    public void Constant_addresses_are_checked(int address, WasmTrap expected)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(":l", $"i32.const {address}; i64.load", export: "f");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(expected, guest.Run("f", out _));
    }

    [Fact]
    public void What_was_proved_of_a_local_ends_with_its_value_and_where_control_joins()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function("ii:", "local.get 0; i64.load; drop; local.get 1; local.set 0; local.get 0; i64.load; drop", export: "set");
        builder.Function("ii:", "local.get 1; if; local.get 0; i64.load; drop; end; local.get 0; i64.load; drop", export: "join");
        builder.Function("ii:", "loop; local.get 0; i64.load; drop; local.get 0; local.get 1; i32.add; local.tee 0; br_if 0; end", export: "loop");
        builder.Function("ii:i", "local.get 0; i32.load; local.get 1; local.set 0; local.get 0; i32.load; i32.add", export: "old");
        using var guest = Guest.Unmetered(builder);
        guest.Instance.Memory[4] = 5;
        guest.Instance.Memory[100] = 7;
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("set", out _, 0, Size - 7));
        Assert.Equal(WasmTrap.None, guest.Run("set", out _, 0, Size - 8));
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("join", out _, Size, 0));
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("loop", out _, 0, 1 << 12));
        Assert.Equal(12UL, guest.Call("old", 4, 100));
    }

    [Fact]
    public void A_memory_that_moved_is_found_again()
    {
        var builder = new ModuleBuilder().Memory(1, 100);
        builder.Function(":i", "i32.const 60; memory.grow");
        builder.Function(
            "i:i",
            "local.get 0; i32.const 5; i32.store; local.get 0; i32.load; call 0; drop; local.get 0; i32.load; i32.add; local.get 0; i32.const 3932160; i32.add; i32.load; i32.add",
            export: "f");
        builder.Function("i:i", "block; local.get 0; i32.eqz; br_if 0; call 0; drop; end; local.get 0; i32.load", export: "join");

        // Where addresses are reserved ahead, as by default, nothing moves.
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()));
        module.MemoryPool.ReservesAhead = false;
        using var guest = Guest.Instantiate(module, 0);
        var before = guest.Instance.MemoryAddress;
        Assert.Equal(10UL, guest.Call("f", 65_532));
        Assert.NotEqual(before, guest.Instance.MemoryAddress);
        Assert.Equal(61 * Size, (uint)guest.Instance.Memory.Length);
        Assert.Equal(5UL, guest.Call("join", 65_532));
    }

    [Fact]
    public void Growing_asks_the_limiter_before_the_instances_limit()
    {
        var builder = new ModuleBuilder().Memory(1, 10_000);
        builder.Function("i:i", "local.get 0; memory.grow", export: "grow");
        builder.Function(":i", "memory.size", export: "size");
        var limiter = new Limiter(2_000 * Size);
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()));
        var limits = InstanceLimits.Filecoin with { MaxMemoryBytes = 5 * Size };
        Assert.Equal(WasmTrap.None, module.TryInstantiate([], limiter, null, 0, limits, out var instance));
        Assert.Equal(WasmTrap.None, Grow(0, 1));
        Assert.Equal([(0UL, (ulong)Size)], limiter.Asked);
        Assert.Equal(WasmTrap.None, Grow(2, 1));
        Assert.Equal(WasmTrap.None, Grow(3, uint.MaxValue));
        Assert.Equal((3UL * Size, 6UL * Size), limiter.Asked[^1]);
        var asked = limiter.Asked.Count;
        Assert.Equal(WasmTrap.None, Grow(9_998, uint.MaxValue));
        Assert.Equal(WasmTrap.None, Grow(uint.MaxValue, uint.MaxValue));
        Assert.Equal(asked, limiter.Asked.Count);
        Assert.Equal(WasmTrap.None, Grow(4_000, uint.MaxValue));
        Assert.Equal(asked + 1, limiter.Asked.Count);
        Assert.Equal(3 * Size, (uint)instance!.Memory.Length);
        instance.Dispose();

        WasmTrap Grow(uint pages, uint expected)
        {
            var results = new ulong[1];
            var trap = instance!.Invoke(0, [pages], results);
            Assert.Equal(expected, (uint)results[0]);
            return trap;
        }
    }

    [Theory]
    [InlineData("memory.fill", 65_536, 0, 0, WasmTrap.None)]
    [InlineData("memory.fill", 65_537, 0, 0, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.fill", 65_530, 9, 6, WasmTrap.None)]
    [InlineData("memory.fill", 65_530, 9, 7, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.fill", 0, 9, -1, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.copy", 65_536, 65_536, 0, WasmTrap.None)]
    [InlineData("memory.copy", 0, 65_537, 0, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.copy", 0, 65_530, 7, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.copy", 1, 0, 65_535, WasmTrap.None)]
    [InlineData("memory.copy", 1, 0, 65_536, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.init 0", 0, 4, 0, WasmTrap.None)]
    [InlineData("memory.init 0", 0, 5, 0, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.init 0", 65_532, 0, 4, WasmTrap.None)]
    [InlineData("memory.init 0", 65_533, 0, 4, WasmTrap.MemoryOutOfBounds)]
    [InlineData("memory.init 0", 0, 1, 4, WasmTrap.MemoryOutOfBounds)]
    public void Bulk_operations_check_before_they_write(string operation, int destination, int source, int length, WasmTrap expected)
    {
        var builder = new ModuleBuilder().Memory(1).PassiveData(1, 2, 3, 4);
        builder.Function("iii:", $"local.get 0; local.get 1; local.get 2; {operation}", export: "f");
        using var guest = Guest.Unmetered(builder);
        var memory = new byte[Size];
        new Random(1).NextBytes(memory);
        memory.CopyTo(guest.Instance.Memory);
        Assert.Equal(expected, guest.Run("f", out _, (uint)destination, (uint)source, (uint)length));
        if (expected == WasmTrap.None)
        {
            if (operation == "memory.fill") Array.Fill(memory, (byte)source, destination, length);
            else if (operation == "memory.copy") Array.Copy(memory, source, memory, destination, length);
            else new byte[] { 1, 2, 3, 4 }.AsSpan(source, length).CopyTo(memory.AsSpan(destination));
        }

        Assert.True(memory.AsSpan().SequenceEqual(guest.Instance.Memory));
    }

    [Fact]
    public void A_dropped_segment_is_empty_and_active_ones_are_dropped()
    {
        var builder = new ModuleBuilder().Memory(1).PassiveData(1, 2).Data(7, 3);
        builder.Function("i:", "i32.const 0; i32.const 0; local.get 0; memory.init 0", export: "init");
        builder.Function("i:", "i32.const 0; i32.const 0; local.get 0; memory.init 1", export: "active");
        builder.Function(":", "data.drop 0", export: "drop");
        using var guest = Guest.Unmetered(builder);
        Assert.Equal(3, guest.Instance.Memory[7]);
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("active", out _, 1));
        Assert.Equal(WasmTrap.None, guest.Run("active", out _, 0));
        Assert.Equal(WasmTrap.None, guest.Run("init", out _, 2));
        Assert.Equal(WasmTrap.None, guest.Run("drop", out _));
        Assert.Equal(WasmTrap.MemoryOutOfBounds, guest.Run("init", out _, 1));
        Assert.Equal(WasmTrap.None, guest.Run("init", out _, 0));
    }

    private static char LetterOf(OpcodeInfo row) => "ilfd"[Fvm.Wasm.Model.ValueType.I32 - row.Operands[1]];

    private sealed class Limiter(ulong budget) : IGrowthLimiter
    {
        public List<(ulong, ulong)> Asked { get; } = [];

        public bool AllowMemory(ulong currentBytes, ulong desiredBytes)
        {
            Asked.Add((currentBytes, desiredBytes));
            return desiredBytes <= budget;
        }

        public bool AllowTable(ulong currentElements, ulong desiredElements) => true;
    }
}
