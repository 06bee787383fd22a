using Fvm.Wasm.Interpretation;
using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests;

/// <summary>Instances of the reference interpreter, as <see cref="Guest"/> makes those of the engine: one result or none.</summary>
internal static class Interpreted
{
    /// <summary>What every imported function answers.</summary>
    public delegate ulong Host(ReadOnlySpan<ulong> arguments);

    /// <summary>An instance whose active segments are applied.</summary>
    public static ReferenceInterpreter Instantiate(MeteredModule metered, long gas, Host host)
    {
        var module = metered.Module;
        var machine = new ReferenceInterpreter(
            metered, (function, args) => module.TypeOf(function).Results.IsEmpty ? [] : [host(args)], gas, InstanceLimits.Filecoin);
        Assert.Equal(WasmTrap.None, machine.ApplySegments());
        return machine;
    }

    /// <summary>Calls a function; 0 for one without a result.</summary>
    public static WasmTrap Run(this ReferenceInterpreter machine, int function, out ulong result, params ulong[] args)
    {
        var trap = machine.Invoke(function, args, out var results);
        result = results is [var only] ? only : 0;
        return trap;
    }
}
