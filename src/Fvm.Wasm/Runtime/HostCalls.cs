using System.Runtime.CompilerServices;

namespace Fvm.Wasm.Runtime;

/// <summary>The way from emitted code to host functions.</summary>
internal static unsafe class HostCalls
{
    /// <summary>
    /// Calls an imported function with the arguments that emitted code left in <see cref="WasmInstance.HostArguments"/>. They are copied to
    /// this frame first, since the host may enter the instance again. Nothing is allocated.
    /// </summary>
    /// <param name="instance">The instance that calls.</param>
    /// <param name="stack">The caller's stack counters, where a nested Invoke goes on.</param>
    /// <param name="import">The imported function.</param>
    /// <param name="count">How many arguments; decoding admits at most 1,000.</param>
    [SkipLocalsInit]
    public static ulong CallHost(WasmInstance instance, long stack, int import, int count)
    {
        // SAFETY: HostArguments has room for the longest import's parameters.
        var args = stackalloc ulong[count];
        for (var i = 0; i < count; i++) args[i] = instance.HostArguments[i];
        instance.HostStack = stack;
        var result = instance.Hosts[import](instance, new ReadOnlySpan<ulong>(args, count));
        return Settle(instance, result);
    }

    /// <summary>After a call of the host or of another instance: the trap that it may have asked for, else its result.</summary>
    public static ulong Settle(WasmInstance instance, ulong result)
    {
        if (instance.RequestedTrap == WasmTrap.None) return result;
        var trap = instance.RequestedTrap;
        instance.RequestedTrap = WasmTrap.None;
        WasmInstance.Raise(instance, trap);
        return 0;
    }
}
