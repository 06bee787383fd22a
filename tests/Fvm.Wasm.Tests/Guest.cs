using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests;

/// <summary>
/// An instance under test: compiles what a <see cref="ModuleBuilder"/> made, and calls functions by index or export. Where no host function
/// is involved, every call runs in both tiers: compiled, and as register code in a second instance, which must do and leave the same.
/// </summary>
internal sealed class Guest : IDisposable
{
    private static readonly TierPolicy FirstTierOnly = new(TierPolicy.Never, InBackground: false);
    private readonly WasmInstance? _firstTier;
    private bool _isExact;

    private Guest(CompiledModule module, WasmInstance instance, WasmInstance? firstTier = null)
    {
        Module = module;
        Instance = instance;
        _firstTier = firstTier;
    }

    public CompiledModule Module { get; }

    public WasmInstance Instance { get; }

    /// <summary>Without gas and without a limit of heights, unless one is given.</summary>
    public static Guest Unmetered(
        ModuleBuilder builder, WasmProfile profile = WasmProfile.Core, uint stackLimit = uint.MaxValue, bool canonicalNaNs = false, params HostFunction[] hosts) =>
        InBothTiers(MeteredModule.Unmetered(builder.Validate(profile), stackLimit), canonicalNaNs, long.MaxValue, hosts);

    /// <summary>With the network's prices.</summary>
    public static Guest Metered(ModuleBuilder builder, long gas, params HostFunction[] hosts) =>
        InBothTiers(builder.Meter(MeteringSettings.Filecoin), canonicalNaNs: true, gas, hosts);

    /// <summary>In one tier, or with changes between them.</summary>
    public static Guest With(TierPolicy policy, MeteredModule metered, long gas, params HostFunction[] hosts) =>
        Instantiate(CompiledModule.Compile(metered, canonicalNaNs: true, profiled: false, policy), gas, hosts);

    public static Guest Instantiate(CompiledModule module, long gas, params HostFunction[] hosts)
    {
        Assert.Equal(WasmTrap.None, module.TryInstantiate(hosts, null, null, gas, InstanceLimits.Filecoin, out var instance));
        return new Guest(module, instance!);
    }

    public WasmTrap Run(string export, out ulong result, params ReadOnlySpan<ulong> args)
    {
        Assert.True(Module.TryFindExport(export, ExternKind.Function, out var index));
        return Run(index, out result, args);
    }

    public WasmTrap Run(int function, out ulong result, params ReadOnlySpan<ulong> args)
    {
        Span<ulong> results = stackalloc ulong[Math.Max(1, Module.TypeOf(function).Results.Length)];
        if (_firstTier is null)
        {
            var plain = Instance.Invoke(function, args, results);
            result = results[0];
            return plain;
        }

        // What a test did to the instance itself holds for both.
        _firstTier.Gas = Instance.Gas;
        if (_firstTier.Memory.Length == Instance.Memory.Length) Instance.Memory.CopyTo(_firstTier.Memory);
        Span<ulong> same = stackalloc ulong[results.Length];
        var expected = _firstTier.Invoke(function, args, same);
        var trap = Instance.Invoke(function, args, results);
        Assert.Equal(expected, trap);
        Assert.Equal(_firstTier.Gas, Instance.Gas);
        Assert.True(_firstTier.Memory.SequenceEqual(Instance.Memory), "memory differs between the tiers");
        if (trap == WasmTrap.None && _isExact) Assert.Equal(same.ToArray(), results.ToArray());
        result = results[0];
        return trap;
    }

    /// <summary>The result of a call that must not trap.</summary>
    public ulong Call(string export, params ReadOnlySpan<ulong> args)
    {
        Assert.Equal(WasmTrap.None, Run(export, out var result, args));
        return result;
    }

    public void Dispose()
    {
        Instance.Dispose();
        _firstTier?.Dispose();
    }

    private static Guest InBothTiers(MeteredModule metered, bool canonicalNaNs, long gas, HostFunction[] hosts)
    {
        var compiled = CompiledModule.Compile(metered, canonicalNaNs, profiled: false, TierPolicy.CompileFirst);
        if (hosts.Length != 0 || metered.Module.ImportedFunctionCount != 0) return Instantiate(compiled, gas, hosts);
        var first = Instantiate(CompiledModule.Compile(metered, canonicalNaNs, profiled: false, FirstTierOnly), gas, hosts);
        return new Guest(compiled, Instantiate(compiled, gas, hosts).Instance, first.Instance) { _isExact = canonicalNaNs };
    }
}
