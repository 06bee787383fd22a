using System.Diagnostics;
using Fvm.Wasm;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Bench.Wasm;

/// <summary>A module without imports on our engine, with its export <c>invoke</c>.</summary>
internal sealed class GuestModule : IDisposable
{
    private const long Plenty = 1L << 60;
    private readonly WasmInstance _instance;
    private readonly int _invoke;

    public GuestModule(byte[] module, bool metered)
    {
        var valid = ValidatedModule.Validate(WasmModule.Decode(module), WasmProfile.Filecoin);
        var compiled = CompiledModule.Compile(metered ? MeteredModule.Meter(valid, MeteringSettings.Filecoin) : MeteredModule.Unmetered(valid));
        var trap = compiled.TryInstantiate([], null, null, Plenty, InstanceLimits.Filecoin, out var instance);
        _instance = instance ?? throw new InvalidOperationException($"no instance: {trap}");
        if (!compiled.TryFindExport("invoke", ExternKind.Function, out _invoke)) throw new InvalidOperationException("no export 'invoke'");
    }

    /// <summary>How the last run ended.</summary>
    public WasmTrap Trap { get; private set; }

    /// <summary>What the last run took from the gas counter, in milligas.</summary>
    public long Milligas { get; private set; }

    /// <summary>Runs once: milliseconds.</summary>
    public double Run(int argument)
    {
        _instance.Gas = Plenty;
        ReadOnlySpan<ulong> args = [(uint)argument];
        Span<ulong> results = stackalloc ulong[1];
        var start = Stopwatch.GetTimestamp();
        Trap = _instance.Invoke(_invoke, args, results);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Milligas = Plenty - _instance.Gas;
        return time;
    }

    public void Dispose() => _instance.Dispose();
}
