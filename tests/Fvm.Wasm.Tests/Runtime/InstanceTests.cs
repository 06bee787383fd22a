using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Runtime;

/// <summary>Instantiation, host functions, and many threads on one module.</summary>
public sealed class InstanceTests
{
    [Theory]
    [InlineData(65_533, 0, WasmTrap.None)]
    [InlineData(65_534, 0, WasmTrap.MemoryOutOfBounds)]
    [InlineData(-1, 0, WasmTrap.MemoryOutOfBounds)]
    [InlineData(0, 3, WasmTrap.None)]
    [InlineData(0, 4, WasmTrap.TableOutOfBounds)]
    [InlineData(65_534, 4, WasmTrap.TableOutOfBounds)]
    public void Segments_must_fit_elements_first(int data, int element, WasmTrap expected)
    {
        var builder = new ModuleBuilder().Memory(1).Table(4).Data(data, 1, 2, 3);
        builder.Function(":", "");
        builder.Element(element, 0);
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()));
        Assert.Equal(expected, module.TryInstantiate([], null, null, 0, InstanceLimits.Filecoin, out var instance));
        Assert.Equal(expected == WasmTrap.None, instance is not null);
        instance?.Dispose();
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(5, 1, false)]
    [InlineData(1, 11, false)]
    public void Limits_refuse_at_instantiation(uint pages, uint elements, bool accepted)
    {
        var builder = new ModuleBuilder().Memory(pages).Table(elements);
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()));
        var limits = new InstanceLimits { MaxMemoryBytes = 4 * 65_536, MaxTableElements = 10 };
        Assert.Equal(accepted ? WasmTrap.None : WasmTrap.LimitRefused, module.TryInstantiate([], null, null, 0, limits, out var instance));
        instance?.Dispose();
        Assert.Equal(accepted ? WasmTrap.None : WasmTrap.LimitRefused, module.TryInstantiate([], new Budget(4, 10), null, 0, InstanceLimits.Filecoin, out instance));
        instance?.Dispose();
    }

    [Fact]
    public void The_start_function_runs_when_asked_and_pays_its_thunk()
    {
        var builder = new ModuleBuilder();
        builder.Global('i', mutable: true, "i32.const 1");
        builder.Start(builder.Function(":", "i32.const 9; global.set 0"));
        using var guest = Guest.Metered(builder, 1_000_000);
        Assert.Equal(1UL, guest.Instance.Global(0));
        Assert.Equal(WasmTrap.None, guest.Instance.RunStart());
        Assert.Equal(9UL, (uint)guest.Instance.Global(0));
        Assert.Equal(1_000_000 - 52_000 - 8_000, guest.Instance.Gas);
    }

    [Fact]
    public void Globals_near_and_far()
    {
        var builder = new ModuleBuilder();
        for (var i = 0; i < 9; i++) builder.Global("ilfd"[i % 4], mutable: true, $"{(new[] { "i32", "i64", "f32", "f64" })[i % 4]}.const {i}");
        for (var i = 0; i < 9; i++) builder.Function($"{"ilfd"[i % 4]}:{"ilfd"[i % 4]}", $"global.get {i}; local.get 0; global.set {i}", export: $"g{i}");
        using var guest = Guest.Unmetered(builder);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 9; i++)
            {
                var initial = (i % 4) switch { 2 => BitConverter.SingleToUInt32Bits(i), 3 => BitConverter.DoubleToUInt64Bits(i), _ => (ulong)i };
                Assert.Equal(round == 0 ? initial : 0xFFFF_FFF0 + (ulong)i, guest.Call($"g{i}", 0xFFFF_FFF0 + (ulong)i));
            }
        }
    }

    [Fact]
    public void Abort_unwinds_and_keeps_the_counter()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.ImportFunction("il:l");
        builder.Function("i:l", "local.get 0; i64.const -5; call 0; i32.const 0; i32.const 1; i32.store8", export: "f");
        builder.Function("i:l", "local.get 0; call 1", export: "outer");
        using var guest = Guest.Metered(builder, 1_000_000, (instance, args) =>
        {
            Assert.Equal(unchecked((ulong)-5L), args[1]);
            if (args[0] != 0) instance.Abort();
            instance.Gas -= 7;
            return 1;
        });
        Assert.Equal(WasmTrap.None, guest.Run("outer", out var result, 0));
        Assert.Equal(1UL, result);
        guest.Instance.Memory[0] = 0;
        var before = guest.Instance.Gas;
        Assert.Equal(WasmTrap.HostAbort, guest.Run("outer", out _, 0xFFFF_FFFF));
        Assert.Equal(0, guest.Instance.Memory[0]);
        Assert.True(guest.Instance.Gas > 0 && guest.Instance.Gas < before);
        Assert.Equal(WasmTrap.None, guest.Run("f", out _, 0));
    }

    [Fact]
    public void Host_arguments_of_every_type_survive_a_nested_call()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("ilfdiiiiiiil:d");
        builder.Function("ilfd:d", "local.get 0; local.get 1; local.get 2; local.get 3; i32.const 1; i32.const 2; i32.const 3; i32.const 4; i32.const 5; i32.const 6; i32.const -7; i64.const -8; call 0", export: "f");
        var depth = 0;
        using var guest = Guest.Unmetered(builder, hosts: (instance, args) =>
        {
            var before = args.ToArray();
            if (depth++ == 0)
            {
                var inner = new ulong[1];
                Assert.Equal(WasmTrap.None, instance.Invoke(1, [9, 9, 9, 9], inner));
                Assert.Equal(9UL, inner[0]);
            }

            Assert.True(args.SequenceEqual(before));
            Assert.Equal([1, 2, 3, 4, 5, 6, 0xFFFF_FFF9, unchecked((ulong)-8L)], before[4..]);
            return before[3];
        });
        Assert.Equal(0x7FF4_0000_0000_0001UL, guest.Call("f", 0xFFFF_FFFF, ulong.MaxValue, 0x7FA0_0001, 0x7FF4_0000_0000_0001));
    }

    [Fact]
    public void An_exception_of_the_host_passes_through()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction(":");
        builder.Function(":", "call 0", export: "f");
        using var guest = Guest.Unmetered(builder, hosts: (_, _) => throw new TimeoutException());
        Assert.Throws<TimeoutException>(() => guest.Run("f", out _));
    }

    [Fact]
    public void Threads_compile_one_module_at_once()
    {
        var builder = new ModuleBuilder().Table(1);
        const int Functions = 60;
        for (var i = 0; i < Functions; i++)
            builder.Function("l:l", $"local.get 0; i64.const {i}; i64.add; " + (i + 1 < Functions ? $"call {i + 1}; i32.const 0; call_indirect 0" : ""));
        builder.Element(0, builder.Function("l:l", "local.get 0; i64.const 3; i64.mul", export: "triple"));
        builder.Export("f", ExternKind.Function, 0);
        for (var round = 0; round < 5; round++)
        {
            var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate()));
            var results = new ulong[8];
            using var barrier = new Barrier(results.Length);
            var threads = Enumerable.Range(0, results.Length).Select(i => new Thread(() =>
            {
                barrier.SignalAndWait();
                using var guest = Guest.Instantiate(module, long.MaxValue);
                results[i] = guest.Call("f", 1);
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            var expected = 1UL + (Functions * (Functions - 1) / 2);
            for (var i = 1; i < Functions; i++) expected *= 3;
            Assert.All(results, result => Assert.Equal(expected, result));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TierPolicy.Never)]
    public void Steady_state_allocates_nothing(int instructionsPerByte)
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.ImportFunction("i:i");
        builder.Function("i:i", "local.get 0; call 0; i32.const 0; i32.load; i32.add", export: "f");
        var policy = new TierPolicy(instructionsPerByte, InBackground: false);
        using var guest = Guest.With(policy, builder.Meter(), long.MaxValue, (_, values) => values[0]);

        // Arrays, since unoptimised code allocates for a span of constants.
        var args = new ulong[] { 1 };
        var results = new ulong[1];
        for (var i = 0; i < 3; i++) guest.Instance.Invoke(1, args, results);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) guest.Instance.Invoke(1, args, results);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Wrong_use_is_told()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction(":");
        builder.Function("i:i", "local.get 0", export: "f");
        var guest = Guest.Unmetered(builder, hosts: (_, _) => 0);
        Assert.Throws<ArgumentException>(() => guest.Run(1, out _));
        Assert.Throws<ArgumentException>(() => guest.Instance.Invoke(1, [1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.Instance.Invoke(2, [], []));
        Assert.Throws<ArgumentException>(() => guest.Module.TryInstantiate([], null, null, 0, InstanceLimits.Filecoin, out _));
        guest.Dispose();
        guest.Dispose();
        Assert.Throws<ObjectDisposedException>(() => guest.Run(1, out _, 1));
        Assert.True(guest.Instance.Memory.IsEmpty);
    }

    private sealed class Budget(ulong pages, ulong elements) : IGrowthLimiter
    {
        public bool AllowMemory(ulong currentBytes, ulong desiredBytes) => desiredBytes <= pages * 65_536;

        public bool AllowTable(ulong currentElements, ulong desiredElements) => desiredElements <= elements;
    }
}
