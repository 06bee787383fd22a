using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests;

/// <summary>An instance under test: compiles what a <see cref="ModuleBuilder"/> made, and calls functions by index or export.</summary>
internal sealed class Guest : IDisposable
{
    private Guest(CompiledModule module, WasmInstance instance)
    {
        Module = module;
        Instance = instance;
    }

    public CompiledModule Module { get; }

    public WasmInstance Instance { get; }

    /// <summary>Without gas and without a limit of heights, unless one is given.</summary>
    public static Guest Unmetered(
        ModuleBuilder builder, WasmProfile profile = WasmProfile.Core, uint stackLimit = uint.MaxValue, bool canonicalNaNs = false, params HostFunction[] hosts) =>
        Instantiate(CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate(profile), stackLimit), canonicalNaNs), long.MaxValue, hosts);

    /// <summary>With the network's prices.</summary>
    public static Guest Metered(ModuleBuilder builder, long gas, params HostFunction[] hosts) =>
        Instantiate(CompiledModule.Compile(builder.Meter(MeteringSettings.Filecoin)), gas, hosts);

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
        var trap = Instance.Invoke(function, args, results);
        result = results[0];
        return trap;
    }

    /// <summary>The result of a call that must not trap.</summary>
    public ulong Call(string export, params ReadOnlySpan<ulong> args)
    {
        Assert.Equal(WasmTrap.None, Run(export, out var result, args));
        return result;
    }

    public void Dispose() => Instance.Dispose();
}
