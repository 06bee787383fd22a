using System.Diagnostics;
using Fvm.Wasm.FirstTier;

namespace Fvm.Wasm.Tests.FirstTier;

/// <summary>When functions change tier, and calls between the tiers. That both compute the same is tested wherever a <see cref="Guest"/> is.</summary>
public sealed class TierTests
{
    private const long Plenty = 1L << 60;
    private static readonly TierPolicy Interpret = new(TierPolicy.Never, InBackground: false);

    [Fact]
    public void A_function_is_compiled_when_its_heat_is_spent()
    {
        var builder = new ModuleBuilder();
        var function = builder.Function("i:i", "local.get 0; i32.const 3; i32.mul", export: "f");
        using var guest = Guest.With(new TierPolicy(10, InBackground: false), builder.Meter(), Plenty);
        Assert.Equal(3UL, guest.Call("f", 1));
        Assert.Equal(0, guest.Module.Code.Known(function));
        for (var i = 0; i < 20; i++) Assert.Equal(6UL, guest.Call("f", 2));
        Assert.NotEqual(0, guest.Module.Code.Known(function));
        Assert.Equal(9UL, guest.Call("f", 3));
    }

    [Fact]
    public void A_loop_heats_its_function()
    {
        var builder = new ModuleBuilder();
        var function = builder.Function("i:", "loop; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end", export: "f");
        using var guest = Guest.With(new TierPolicy(1_000, InBackground: false), builder.Meter(), Plenty);
        guest.Call("f", 1);
        Assert.Equal(0, guest.Module.Code.KnownLoop(function, 0));
        guest.Call("f", 100_000);
        Assert.NotEqual(0, guest.Module.Code.KnownLoop(function, 0));
        Assert.Equal(0, guest.Module.Code.Known(function));
        guest.Call("f", 1);
        Assert.NotEqual(0, guest.Module.Code.Known(function));
    }

    [Fact]
    public void Another_thread_compiles_while_the_function_goes_on()
    {
        var builder = new ModuleBuilder();
        var function = builder.Function("i:i", "loop; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end; local.get 0", export: "f");
        using var guest = Guest.With(new TierPolicy(10, InBackground: true), builder.Meter(), Plenty);
        var watch = Stopwatch.StartNew();
        while (guest.Module.Code.Known(function) == 0)
        {
            Assert.Equal(0UL, guest.Call("f", 1_000));
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "nobody compiles");
        }

        var before = guest.Instance.Gas;
        Assert.Equal(0UL, guest.Call("f", 1_000));
        var compiled = before - guest.Instance.Gas;
        using var first = Guest.With(Interpret, builder.Meter(), Plenty);
        first.Call("f", 1_000);
        Assert.Equal(Plenty - compiled, first.Instance.Gas);
    }

    /// <summary>What a frame holds at a loop's head goes on in machine code: locals and operands of every type, constants, results of every type.</summary>
    [Fact]
    public void A_running_loop_changes_tier()
    {
        var builder = new ModuleBuilder();
        const string Below = "local.get 1; f32.const 0x3fc00000; local.get 3; i64.const -5; ";
        const string Loop = "loop; local.get 4; i64.const 3; i64.add; local.set 4; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end; ";
        var function = builder.Function(
            "ilfd:llfdl", "local.get 1; local.set 4; " + Below + Loop + "local.get 4; local.set 5; drop; local.set 3; drop; local.get 4; local.get 2; local.get 3; local.get 5", "2l", export: "f");
        var metered = MeteredModule.Unmetered(builder.Validate(WasmProfile.Core));
        foreach (var policy in new[] { Interpret, TierPolicy.CompileFirst, new TierPolicy(1, InBackground: false, LoopsAtOnce: true), new TierPolicy(1, InBackground: false) })
        {
            using var guest = Guest.With(policy, metered, Plenty);
            var results = new ulong[5];
            Assert.Equal(WasmTrap.None, guest.Instance.Invoke(function, [1_000, 40, 0xFFA0_0011, 0xFFF4_0000_0000_0012], results));
            Assert.Equal([40UL, 3_040UL, 0xFFA0_0011UL, 0xFFF4_0000_0000_0012UL, 3_040UL], results);
            Assert.Equal(policy.InstructionsPerByte == 1, guest.Module.Code.KnownLoop(function, 0) != 0);
        }
    }

    /// <summary>An inner loop is entered; the outer one, its parameter and the call in it go on from there.</summary>
    [Fact]
    public void The_rest_of_the_function_runs_behind_a_loop_entry()
    {
        var builder = new ModuleBuilder().Memory(1);
        var callee = builder.Function("l:l", "local.get 0; i64.const 7; i64.mul");
        var function = builder.Function(
            "i:l",
            "i64.const 1; local.get 0; if; loop; "
            + "i32.const 20; local.set 1; loop; i32.const 8; i32.const 8; i64.load; i64.const 1; i64.add; i64.store; local.get 1; i32.const 1; i32.sub; local.tee 1; br_if 0; end; "
            + $"i32.const 16; i32.const 16; i64.load; i64.const 1; i64.add; call {callee}; i64.store; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end; end; "
            + "i32.const 8; i64.load; i64.add; i32.const 16; i64.load; i64.xor",
            "1i",
            export: "f");
        var metered = builder.Meter();
        using var expected = Guest.With(Interpret, metered, Plenty);
        for (var heat = 0; heat < 12; heat++)
        {
            using var guest = Guest.With(new TierPolicy(heat, InBackground: false, LoopsAtOnce: heat == 1), metered, Plenty);
            expected.Instance.Gas = Plenty;
            expected.Instance.Memory[..64].Clear();
            Assert.Equal(expected.Call("f", 50), guest.Call("f", 50));
            Assert.Equal(expected.Instance.Gas, guest.Instance.Gas);
        }

        using var entered = Guest.With(new TierPolicy(1, InBackground: false, LoopsAtOnce: true), metered, Plenty);
        entered.Call("f", 50);
        Assert.NotEqual(0, entered.Module.Code.KnownLoop(function, 0));
    }

    /// <summary>Gas runs out at every point of a loop: counter and memory are those of the first tier, wherever the tier changed.</summary>
    [Fact]
    public void Gas_runs_out_alike_behind_a_loop_entry()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(
            "i:", "loop; i32.const 8; i32.const 8; i32.load; local.get 0; i32.add; i32.store; local.get 0; i32.const 1; i32.sub; local.tee 0; br_if 0; end", export: "f");
        var metered = builder.Meter();
        for (var gas = 0L; gas < 150_000; gas += 1_300)
        {
            using var expected = Guest.With(Interpret, metered, gas);
            using var guest = Guest.With(new TierPolicy(1, InBackground: false), metered, gas);
            Assert.Equal(expected.Run("f", out _, 10), guest.Run("f", out _, 10));
            Assert.Equal(expected.Instance.Gas, guest.Instance.Gas);
            Assert.True(expected.Instance.Memory.SequenceEqual(guest.Instance.Memory));
        }
    }

    /// <summary>With a thread to compile in the background, one call that never returns to its caller changes tier all the same.</summary>
    [Fact]
    public void One_long_loop_changes_tier_in_the_background()
    {
        var builder = new ModuleBuilder();
        var function = builder.Function("l:l", "loop; local.get 0; i64.const 1; i64.sub; local.tee 0; i64.const 0; i64.ne; br_if 0; end; local.get 0", export: "f");
        using var guest = Guest.With(new TierPolicy(10, InBackground: true), builder.Meter(), Plenty);
        Assert.Equal(0UL, guest.Call("f", 1_000_000_000));
        Assert.NotEqual(0, guest.Module.Code.KnownLoop(function, 0));
    }

    /// <summary>Arguments and results of every type, more than registers hold, from each tier to each.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Values_cross_between_the_tiers(bool callerCompiled, bool calleeCompiled)
    {
        var builder = new ModuleBuilder().Table(2);
        const string Signature = "ilfdilfdilfd:dfli";
        var callee = builder.Function(Signature, "local.get 11; local.get 10; local.get 9; local.get 8");
        const string Arguments = "i32.const 1; i64.const 2; f32.const 0x3fc00000; f64.const 0x3fc0000000000000; i32.const 5; i64.const 6; f32.const 0x7fa00001; "
            + "f64.const 0x7ff4000000000001; i32.const -9; i64.const -10; f32.const 0xffa00011; f64.const 0xfff4000000000012; ";
        var direct = builder.Function(":dfli", Arguments + $"call {callee}");
        var indirect = builder.Function(":dfli", Arguments + "i32.const 1; call_indirect 0");
        builder.Element(1, callee);
        var module = CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate(WasmProfile.Core)), true, false, Interpret);
        if (calleeCompiled && callerCompiled) module.Code.GetOrCompile(callee);
        if (callerCompiled) module.Code.GetOrCompile(direct);
        if (callerCompiled) module.Code.GetOrCompile(indirect);
        if (calleeCompiled) module.Code.GetOrCompile(callee);
        using var guest = Guest.Instantiate(module, Plenty);
        foreach (var function in new[] { direct, indirect })
        {
            var results = new ulong[4];
            Assert.Equal(WasmTrap.None, guest.Instance.Invoke(function, [], results));
            Assert.Equal([0xFFF4_0000_0000_0012UL, 0xFFA0_0011UL, unchecked((ulong)-10L), unchecked((uint)-9)], results);
        }
    }

    /// <summary>f0 calls f1 calls f2 ... in alternating tiers down to a trap; every one of them unwinds.</summary>
    [Theory]
    [InlineData(0b0000)]
    [InlineData(0b0101)]
    [InlineData(0b1010)]
    [InlineData(0b0011)]
    [InlineData(0b1100)]
    [InlineData(0b1111)]
    public void Traps_unwind_through_both_tiers(int compiled)
    {
        var builder = new ModuleBuilder();
        for (var i = 0; i < 3; i++) builder.Function("i:i", $"local.get 0; call {i + 1}; i32.const 1; i32.add", export: $"f{i}");
        builder.Function("i:i", "i32.const 100; local.get 0; i32.div_u");
        using var expected = Guest.With(TierPolicy.CompileFirst, builder.Meter(), Plenty);
        using var guest = Guest.With(Interpret, builder.Meter(), Plenty);
        for (var i = 0; i < 4; i++)
            if ((compiled >> i & 1) != 0) guest.Module.Code.GetOrCompile(i);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(13UL, guest.Call("f0", 10));
            Assert.Equal(13UL, expected.Call("f0", 10));
            Assert.Equal(WasmTrap.IntegerDivideByZero, guest.Run("f0", out _, 0));
            Assert.Equal(WasmTrap.IntegerDivideByZero, expected.Run("f0", out _, 0));
            Assert.Equal(expected.Instance.Gas, guest.Instance.Gas);
        }
    }

    /// <summary>The frames of 4 MiB need several segments; what a frame holds survives its callees' crossing into the next one.</summary>
    [Fact]
    public void Frames_go_on_in_further_segments()
    {
        var builder = new ModuleBuilder();
        builder.Function(
            "il:l",
            "local.get 1; local.set 30; local.get 0; if; local.get 0; i32.const 1; i32.sub; local.get 1; i64.const 3; i64.add; call 0; local.get 30; i64.add; return; end; local.get 30",
            "300l",
            export: "f");
        var frames = (int)((4L << 20) / builder.Validate().RealStackWeight(0));
        var metered = MeteredModule.Unmetered(builder.Validate());
        using var guest = Guest.With(Interpret, metered, Plenty);
        var n = (ulong)frames - 1;
        Assert.Equal((7 * (n + 1)) + (3 * n * (n + 1) / 2), guest.Call("f", n, 7));
        Assert.Equal(WasmTrap.StackOverflow, guest.Run("f", out _, n + 1, 7));
        Assert.Equal(7UL, guest.Call("f", 0, 7));
    }

    /// <summary>The host calls back into the instance while a frame of the first tier waits: neither disturbs the other.</summary>
    [Theory]
    [InlineData(TierPolicy.Never)]
    [InlineData(3)]
    public void The_host_may_come_back(int instructionsPerByte)
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("i:i");
        builder.Function("i:i", "local.get 0; i32.eqz; if; i32.const 1; return; end; i32.const 1000; local.get 0; i32.const 1; i32.sub; call 0; local.get 0; i32.add; i32.add", export: "f");
        using var guest = Guest.With(new TierPolicy(instructionsPerByte, InBackground: false), builder.Meter(), Plenty, (instance, args) =>
        {
            var results = new ulong[1];
            Assert.Equal(WasmTrap.None, instance.Invoke(1, args, results));
            return results[0] | 0xFFFF_FFFF_0000_0000;
        });
        for (var round = 0; round < 3; round++) Assert.Equal(20_211UL, guest.Call("f", 20));
    }

    /// <summary>What needs more registers than an instruction can name is compiled at once.</summary>
    [Fact]
    public void A_body_too_wide_for_registers_is_compiled()
    {
        var builder = new ModuleBuilder();
        var tall = string.Concat(Enumerable.Repeat("local.get 0; ", 20_000)) + string.Concat(Enumerable.Repeat("i32.add; ", 19_999));
        var function = builder.Function("i:i", tall, "49999l", export: "f");
        using var guest = Guest.With(Interpret, MeteredModule.Unmetered(builder.Validate()), Plenty);
        Assert.Equal(60_000UL, guest.Call("f", 3));
        Assert.NotEqual(0, guest.Module.Code.Known(function));
    }

    [Theory]
    [InlineData("never", TierPolicy.Never, false)]
    [InlineData("0", 0, false)]
    [InlineData("17", 17, false)]
    public void The_setting_is_read(string setting, int instructionsPerByte, bool inBackground) =>
        Assert.Equal(new TierPolicy(instructionsPerByte, inBackground), TierPolicy.Of(setting));
}
