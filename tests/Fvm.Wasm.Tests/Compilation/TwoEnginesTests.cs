using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Interpretation;
using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// Both tiers against <see cref="ReferenceInterpreter"/> on random modules: traps, results, gas, memory and globals. Compiled code, register
/// code, both at once with calls between them, and functions that change tier while they are called.
/// </summary>
public sealed class TwoEnginesTests
{
    private const long Gas = 3_000_000;

    private static readonly ulong[] Arguments = [0, 1, 65_530, 0x8000_0000_0000_0000, 0x7FF4_0000_0000_0001, 0xFFFF_FFFF];

    /// <summary>Which tier runs what.</summary>
    public enum Tiers
    {
        /// <summary>Compiled code alone.</summary>
        Compiled,

        /// <summary>Register code alone.</summary>
        First,

        /// <summary>Some functions compiled from the start, the others never.</summary>
        Mixed,

        /// <summary>Register code until a function has run one instruction a byte.</summary>
        Changing,

        /// <summary>Register code up to the first loop's head, compiled code from there.</summary>
        Loops,
    }

    [Theory]
    [InlineData(0, 120, Tiers.Compiled)]
    [InlineData(0, 300, Tiers.First)]
    [InlineData(0, 120, Tiers.Mixed)]
    [InlineData(0, 120, Tiers.Changing)]
    [InlineData(0, 120, Tiers.Loops)]
    public void The_engines_agree(int first, int count, Tiers tiers)
    {
        for (var seed = first; seed < first + count; seed++) Compare(seed, tiers);
    }

    /// <summary>Run by hand: <c>-explicit only</c>; minutes.</summary>
    [Fact(Explicit = true)]
    public void The_engines_agree_on_many_modules()
    {
        var traps = new int[(int)WasmTrap.LimitRefused + 1];
        for (var seed = 100_000; seed < 104_000; seed++) Compare(seed, (Tiers)(seed % 4), traps);
        foreach (var trap in Enum.GetValues<WasmTrap>()) TestContext.Current.SendDiagnosticMessage("{0}: {1}", trap, traps[(int)trap]);
    }

    private static void Compare(int seed, Tiers tiers, int[]? traps = null)
    {
        var metered = MeteredModule.Meter(RandomModules.Build(seed).Validate(), MeteringSettings.Filecoin);
        var policy = tiers switch
        {
            Tiers.Compiled => TierPolicy.CompileFirst,
            Tiers.Changing => new TierPolicy(1, InBackground: false),
            Tiers.Loops => new TierPolicy(1, InBackground: false, LoopsAtOnce: true),
            _ => new TierPolicy(TierPolicy.Never, InBackground: false),
        };
        var compiled = CompiledModule.Compile(metered, canonicalNaNs: true, profiled: false, policy);
        for (var function = 1; tiers == Tiers.Mixed && function <= 6; function++)
            if (((seed >> (function % 3)) & 1) == function % 2) compiled.Code.GetOrCompile(function);
        for (var function = 1; function <= 6; function++)
        {
            foreach (var argument in Arguments)
            {
                var args = metered.Module.TypeOf(function).Parameters.Select((type, i) => (argument + (ulong)i) & Mask(type)).ToArray();
                using var guest = Guest.Instantiate(compiled, Gas, (_, args) => Sum(args));
                var slow = Interpreted.Instantiate(metered, Gas, Sum);
                for (var round = 0; round < 2; round++)
                {
                    var expected = slow.Run(function, out var expectedResult, args);
                    var trap = guest.Run(function, out var result, args);
                    var what = $"seed {seed} function {function} argument {argument:x} round {round}";
                    Assert.True(expected == trap, $"{what}: expected {expected}, got {trap}");
                    Assert.True(slow.Gas == guest.Instance.Gas, $"{what}: gas {slow.Gas} and {guest.Instance.Gas} ({trap})");
                    Assert.True(slow.Memory.Bytes.SequenceEqual(guest.Instance.Memory), $"{what}: memory");
                    for (var i = 0; i < slow.Globals.Length; i++)
                        Assert.True(slow.Globals[i] == (guest.Instance.Global(i) & Mask(metered.Module.Globals[i].Type)), $"{what}: global {i}");
                    Assert.True(trap != WasmTrap.None || expectedResult == result, $"{what}: result {expectedResult:x} and {result:x}");
                    if (traps is not null) traps[(int)trap]++;
                    if (trap != WasmTrap.None) break;
                }
            }
        }
    }

    private static ulong Mask(Model.ValueType type) => type is Model.ValueType.I32 or Model.ValueType.F32 ? uint.MaxValue : ulong.MaxValue;

    private static ulong Sum(ReadOnlySpan<ulong> args)
    {
        var sum = 1UL;
        foreach (var argument in args) sum += argument;
        return sum;
    }
}
