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
        if (!instance.AbortRequested) return result;
        instance.AbortRequested = false;
        WasmInstance.Raise(instance, WasmTrap.HostAbort);
        return 0;
    }
}
