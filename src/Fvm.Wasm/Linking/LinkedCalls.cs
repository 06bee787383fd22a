using System.Runtime.CompilerServices;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Linking;

/// <summary>Calls between the instances of a store: through imports, and through tables that may hold any instance's functions.</summary>
internal static unsafe class LinkedCalls
{
    /// <summary>
    /// The real stack that such a call takes beside the callee's frame, counted against the callee's limit: the frames of this class, of
    /// Invoke and of the entry method, generously.
    /// </summary>
    private const int RealStackBytes = 1_024;

    /// <summary>Calls a function of an instance for another, or the same, instance. The two share the gas counter.</summary>
    /// <returns>The first result; further ones are put where the caller's code expects them. A trap is requested of the caller.</returns>
    [SkipLocalsInit]
    public static ulong CallInstance(WasmFunction function, WasmInstance caller, ReadOnlySpan<ulong> args)
    {
        var target = function.Instance!;
        var count = function.Type.Results.Length;
        Span<ulong> results = stackalloc ulong[Math.Max(1, count)];
        results[0] = 0;
        var outer = target.HostStack;
        target.HostStack += RealStackBytes + (sizeof(ulong) * (long)(args.Length + results.Length));
        target.GasCounter = caller.GasCounter;
        var trap = (target.HostStack & StackMeter.OverflowMask) != 0 ? WasmTrap.StackOverflow : target.Invoke(function.Index, args, results);
        caller.GasCounter = target.GasCounter;
        target.HostStack = outer;
        caller.RequestedTrap = trap;
        if (trap != WasmTrap.None) return 0;
        for (var i = 1; i < count; i++) caller.ExtraResults[i - 1] = results[i];
        return results[0];
    }

    /// <summary>
    /// For emitted code: <c>call_indirect</c> where tables hold references. The arguments are in <see cref="WasmInstance.HostArguments"/>.
    /// </summary>
    /// <param name="instance">The instance that calls.</param>
    /// <param name="stack">The caller's stack counters.</param>
    /// <param name="index">The element.</param>
    /// <param name="table">The table.</param>
    /// <param name="type">The type that the function must have.</param>
    [SkipLocalsInit]
    public static ulong CallReference(WasmInstance instance, long stack, int index, int table, int type)
    {
        var entries = instance.Tables[table].Span;
        var reference = (uint)index < (uint)entries.Length ? entries[index].Payload : 0;
        if (reference == 0) return Raise(instance, WasmTrap.UndefinedElement);
        var function = instance.Store!.Function(reference);
        if (!function.Type.Equals(instance.Module.Metered.Module.Types[type])) return Raise(instance, WasmTrap.IndirectCallTypeMismatch);

        // SAFETY: HostArguments has room for the longest type's parameters; the callee may overwrite it, hence the copy.
        var count = function.Type.Parameters.Length;
        var args = stackalloc ulong[count];
        for (var i = 0; i < count; i++) args[i] = instance.HostArguments[i];
        instance.HostStack = stack;
        var result = function.AsImport(instance, new ReadOnlySpan<ulong>(args, count));
        return HostCalls.Settle(instance, result);
    }

    private static ulong Raise(WasmInstance instance, WasmTrap trap)
    {
        WasmInstance.Raise(instance, trap);
        return 0;
    }
}
