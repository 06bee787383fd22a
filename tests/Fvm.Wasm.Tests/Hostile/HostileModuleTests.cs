using System.Diagnostics;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Hostile;

/// <summary>
/// Modules made to crash, hang or bloat the process (docs/wasm.md, "Hostile modules"). Each runs in both tiers where it runs at all; the times
/// allowed are many times those seen, and still far below what anything superlinear would take.
/// </summary>
public sealed class HostileModuleTests
{
    private const long Gas = 10_000_000_000_000;
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string> EndlessLoops => new()
    {
        { "br", "loop; br 0; end" },
        { "br_if", "loop; i32.const 1; br_if 0; end" },
        { "br_table, default", "loop; i32.const 9; br_table 0; end; unreachable" },
        { "br_table, label", "loop; i32.const 0; br_table 0 0; end; unreachable" },
        { "nested", "loop; loop; loop; br 2; end; end; end" },
        { "out and back", "loop; block; br 0; end; br 0; end" },
        { "growth refused", "loop; i32.const 60000; memory.grow; drop; br 0; end" },
        { "growth by nothing", "loop; local.get 0; memory.grow; drop; br 0; end" },
        { "copies of nothing", "loop; i32.const 0; i32.const 0; local.get 0; memory.copy; br 0; end" },
        { "fills of nothing", "loop; i32.const 0; i32.const 0; local.get 0; memory.fill; br 0; end" },
        { "indirect calls", "loop; i32.const 1; call_indirect 1; br 0; end" },
    };

    /// <summary>Whatever a loop does, each round costs gas.</summary>
    [Theory]
    [MemberData(nameof(EndlessLoops))]
    public void An_endless_loop_ends_with_the_gas(string what, string body)
    {
        Assert.NotEmpty(what);
        var builder = new ModuleBuilder().Memory(1).Table(2);
        builder.Function("i:", body, export: "f");
        builder.Function(":", "");
        builder.Element(1, 1);
        using var guest = Guest.Metered(builder, 2_000_000_000);
        Assert.Equal(WasmTrap.OutOfGas, Timed(() => guest.Run("f", out _, 0)));
    }

    [Theory]
    [InlineData("call 0")]
    [InlineData("i32.const 0; call_indirect 0")]
    [InlineData("call 0; unreachable")]
    [InlineData("i32.const 1; if; call 0; end; i32.const 0; i32.load 4294967295; drop")]
    public void Unbounded_recursion_ends_with_the_stack(string body)
    {
        var builder = new ModuleBuilder().Memory(1).Table(1);
        builder.Function(":", body, export: "f");
        builder.Element(0, 0);
        using var metered = Guest.Metered(builder, Gas);
        Assert.Equal(WasmTrap.StackOverflow, Timed(() => metered.Run("f", out _)));
        Assert.Equal(WasmTrap.StackOverflow, OnDeepStack(() =>
        {
            using var unmetered = Guest.Unmetered(builder);
            return unmetered.Run("f", out _);
        }));
    }

    /// <summary>A thousand parameters and 49,000 locals count nearly nothing for the metered stack; the real one ends it.</summary>
    [Fact]
    public void Wide_frames_end_with_the_real_stack()
    {
        var builder = new ModuleBuilder();
        var parameters = new string('l', 1_000);
        builder.Function(parameters + ":", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"local.get {i}; ")) + "call 0", "49000l");
        builder.Function(":", string.Concat(Enumerable.Repeat("i64.const 7; ", 1_000)) + "call 0", export: "f");
        using var guest = Guest.Metered(builder, Gas);
        Assert.Equal(WasmTrap.StackOverflow, OnDeepStack(() => guest.Run("f", out _)));
    }

    [Fact]
    public void Deep_nesting_is_read_validated_metered_and_run()
    {
        const int Depth = 100_000;
        var builder = new ModuleBuilder();
        var code = new byte[(3 * Depth) + 1];
        for (var i = 0; i < Depth; i++) (code[2 * i], code[(2 * i) + 1], code[(2 * Depth) + i]) = (0x02, 0x40, 0x0B);
        code[^1] = 0x0B;
        builder.FunctionOfType(builder.Type(":"), code, export: "f");
        Assert.Equal(WasmTrap.None, RunBoth(builder));
    }

    /// <summary>Ifs in ifs, which all end in one place: the metering's blocks, the proofs and hazards of emission are all joined at each end.</summary>
    [Fact]
    public void Nested_ifs_with_accesses_take_linear_time()
    {
        const int Depth = 5_000;
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(
            "i:",
            string.Concat(Enumerable.Repeat("local.get 0; i32.load; drop; local.get 0; i32.const 1; i32.rotl; local.set 1; local.get 0; if; ", Depth))
                + string.Concat(Enumerable.Repeat("br 0; else; local.get 1; i32.load; drop; end; ", Depth)),
            "1i",
            export: "f");
        Assert.Equal(WasmTrap.None, RunBoth(builder, 0));
    }

    [Fact]
    public void The_largest_branch_table_is_run_and_a_larger_one_refused()
    {
        var builder = new ModuleBuilder();
        builder.Function("i:", "block; block; local.get 0; br_table " + string.Join(' ', Enumerable.Repeat("0", 131_072)) + " 1; end; end", export: "f");
        Assert.Equal(WasmTrap.None, RunBoth(builder, 131_072));
        var larger = new ModuleBuilder();
        larger.Function("i:", "block; block; local.get 0; br_table " + string.Join(' ', Enumerable.Repeat("0", 131_073)) + " 1; end; end", export: "f");
        Assert.Contains("branch targets", Assert.Throws<WasmFormatException>(() => larger.Decode()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_giant_function_is_compiled_in_linear_time()
    {
        var builder = new ModuleBuilder().Memory(1);
        var unit = BodyText.Encode("local.get 0; i32.load; i32.const 3; i32.mul; local.get 0; i32.xor; local.set 1; ", close: false);
        var code = new byte[(unit.Length * 20_000) + 1];
        for (var i = 0; i < 20_000; i++) unit.CopyTo(code, i * unit.Length);
        code[^1] = 0x0B;
        builder.FunctionOfType(builder.Type("i:"), code, "1i", export: "f");
        Assert.Equal(WasmTrap.None, RunBoth(builder, 8));
    }

    [Fact]
    public void Many_tiny_functions_take_memory_in_proportion()
    {
        const int Count = 100_000;
        var builder = new ModuleBuilder();
        var type = builder.Type(":");
        for (var i = 0; i < Count; i++) builder.FunctionOfType(type, [0x0B]);
        builder.Export("f", ExternKind.Function, Count - 1);
        var bytes = builder.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var metered = Timed(() => MeteredModule.Meter(ValidatedModule.Validate(WasmModule.Decode(bytes), WasmProfile.Filecoin), MeteringSettings.Filecoin));
        CompiledModule.Compile(metered);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * bytes.Length);
        Assert.Equal(WasmTrap.None, RunBoth(builder));
    }

    /// <summary>Counts that promise more than the module holds, up to each limit and above it: nothing is allocated for the promise.</summary>
    [Theory]
    [InlineData(1, 1_000_000, 1_000_001)]
    [InlineData(2, 1_000_000, 1_000_001)]
    [InlineData(3, 1_000_000, 1_000_001)]
    [InlineData(4, 100, 101)]
    [InlineData(5, 100, 101)]
    [InlineData(6, 1_000_000, 1_000_001)]
    [InlineData(7, 1_000_000, 1_000_001)]
    [InlineData(9, 100_000, 100_001)]
    [InlineData(11, 100_000, 100_001)]
    [InlineData(3, 1_000_000, uint.MaxValue)]
    public void A_count_without_content_allocates_nothing(int section, uint most, uint above)
    {
        foreach (var count in (uint[])[most, above])
        {
            byte[] content = [.. new ByteSink().U32(count).ToArray()];
            byte[] module = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, (byte)section, (byte)content.Length, .. content];
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refusal = Assert.Throws<WasmFormatException>(() => WasmModule.Decode(module));
            Assert.NotEmpty(refusal.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Theory]
    [InlineData(8_192u, WasmTrap.None)]
    [InlineData(8_193u, WasmTrap.LimitRefused)]
    [InlineData(65_536u, WasmTrap.LimitRefused)]
    public void A_memory_above_the_limit_is_refused_before_it_is_allocated(uint pages, WasmTrap expected)
    {
        var builder = new ModuleBuilder().Memory(pages);
        builder.Function(":", "");
        var module = CompiledModule.Compile(builder.Meter());
        Assert.Equal(expected, Timed(() =>
        {
            var trap = module.TryInstantiate([], null, null, Gas, InstanceLimits.Filecoin, out var instance);
            instance?.Dispose();
            return trap;
        }));
    }

    [Fact]
    public void Growing_page_by_page_ends_at_the_limit()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(":i", "loop; i32.const 1; memory.grow; i32.const -1; i32.ne; br_if 0; end; memory.size", export: "f");
        var limits = InstanceLimits.Filecoin with { MaxMemoryBytes = 64 << 20 };
        foreach (var policy in (TierPolicy[])[TierPolicy.CompileFirst, new(TierPolicy.Never, InBackground: false)])
        {
            var module = CompiledModule.Compile(builder.Meter(), true, false, policy);
            Assert.Equal(WasmTrap.None, module.TryInstantiate([], null, null, Gas, limits, out var instance));
            using (instance)
            {
                var results = new ulong[1];
                Assert.Equal(WasmTrap.None, Timed(() => instance!.Invoke(0, [], results)));
                Assert.Equal(1_024UL, results[0]);
            }
        }
    }

    /// <summary>A sum of folded constants above 2^63 gives gas instead of taking it, in the reference as here: it must not end the count for good.</summary>
    [Fact]
    public void A_charge_that_wraps_wraps_as_in_the_reference()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(":", string.Concat(Enumerable.Repeat("i32.const 2147483647; memory.grow; drop; ", 200)), export: "f");
        var metered = builder.Meter();
        var expected = unchecked((long)(200 * ((2 * 4_000UL) + (2_147_483_647UL * 26_214_400))));
        Assert.Equal(expected, metered.Functions[0].Charges.Single().Cost);
        using var guest = Guest.Metered(builder, Gas);
        Assert.True(expected < 0);
        Assert.Equal(WasmTrap.None, guest.Run("f", out _));
        Assert.Equal(Gas - metered.Functions[0].ThunkCost - expected, guest.Instance.Gas);
    }

    private static WasmTrap RunBoth(ModuleBuilder builder, params ulong[] args) => OnDeepStack(() =>
    {
        using var guest = Guest.Metered(builder, Gas);
        return guest.Run("f", out _, args);
    });

    private static WasmTrap OnDeepStack(Func<WasmTrap> run)
    {
        var trap = WasmTrap.None;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    trap = Timed(run);
                }
                catch (Exception thrown)
                {
                    failure = thrown;
                }
            },
            256 << 20);
        thread.Start();
        thread.Join();
        return failure is null ? trap : throw new InvalidOperationException("the guest's thread failed", failure);
    }

    private static T Timed<T>(Func<T> run)
    {
        var watch = Stopwatch.StartNew();
        var result = run();
        Assert.True(watch.Elapsed < Allowed, $"took {watch.Elapsed}");
        return result;
    }
}
