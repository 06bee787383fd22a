using System.Runtime.CompilerServices;
using Fvm.Wasm.Compilation;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.FirstTier;

/// <summary>The ways into <see cref="RegisterMachine"/> and out of it. Whoever unwinds leaves the gas counter negative; results are valid only otherwise.</summary>
internal static unsafe class FirstTierCalls
{
    /// <summary>Every height counts: the mask of a call that is not to <see cref="CodeTable"/>'s variant without heights.</summary>
    public const long AllHeights = -1;

    /// <summary>A call by the host.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="function">A function without machine code, or an imported one.</param>
    /// <param name="args">One cell a parameter; the upper half of 32-bit ones is ignored.</param>
    /// <param name="results">A cell a result.</param>
    public static void Invoke(WasmInstance instance, int function, ReadOnlySpan<ulong> args, Span<ulong> results)
    {
        var type = instance.Module.TypeOf(function);
        var state = instance.Module.Code.States + function;
        var isImport = function < instance.Module.Metered.Module.ImportedFunctionCount;
        fixed (ulong* from = args)
        {
            var frame = isImport
                ? CallInCells(instance, state, instance.HostStack, AllHeights, from)
                : CallDefined(instance, state, instance.HostStack, AllHeights, from);
            if (instance.GasCounter < 0) return;
            for (var i = 0; i < type.Results.Length; i++) results[i] = frame[i];
        }
    }

    /// <summary>
    /// A call from compiled code of a function that had no machine code when the call was compiled: of the instance's
    /// <see cref="WasmInstance.PendingCode"/>, with arguments in <see cref="WasmInstance.HostArguments"/>.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="stack">The caller's stack counters.</param>
    /// <returns>The first result's cell; further results are in <see cref="WasmInstance.ExtraResults"/>.</returns>
    public static ulong CallPending(WasmInstance instance, long stack)
    {
        var module = instance.Module.Metered.Module;
        var code = instance.PendingCode;
        if (code < module.ImportedFunctionCount) return HostCalls.CallHost(instance, stack, code, module.TypeOf(code).Parameters.Length);
        var variant = code >= module.Functions.Length;
        if (variant) code -= module.Functions.Length;
        var frame = CallDefined(instance, instance.Module.Code.States + code, stack, variant ? uint.MaxValue : AllHeights, instance.HostArguments);
        var results = module.TypeOf(code).Results.Length;
        if (results == 0 || instance.GasCounter < 0) return 0;
        for (var i = 1; i < results; i++) instance.ExtraResults[i - 1] = frame[i];
        return frame[0];
    }

    /// <summary>From this tier to machine code; the results take the arguments' place.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="function">The function.</param>
    /// <param name="stack">The caller's stack counters.</param>
    /// <param name="heights">Which part of the function's stack cost counts.</param>
    /// <param name="cells">The arguments.</param>
    public static void CallCompiled(WasmInstance instance, FunctionState* function, long stack, long heights, ulong* cells)
    {
        var module = instance.Module;
        var index = (int)(function - module.Code.States);
        if (function->Entry == 0) function->Entry = module.Entries.Of(module.Facts.TypeIdOf(index));
        if (heights != AllHeights) stack -= module.Facts.FunctionCosts[index] & ~heights;
        ((delegate*<WasmInstance, long, long, long, nint, void>)function->Entry)(instance, stack, (long)cells, (long)cells, function->Compiled);
    }

    /// <summary>From this tier to the host; the results take the arguments' place.</summary>
    public static void CallHost(WasmInstance instance, long stack, int import, ulong* cells)
    {
        var type = instance.Module.TypeOf(import);
        instance.HostStack = stack;

        // SAFETY: the cells stay where they are while the host runs: frames of this tier begin behind them.
        var result = instance.Hosts[import](instance, new ReadOnlySpan<ulong>(cells, type.Parameters.Length));
        Receive(instance, type, HostCalls.Settle(instance, result), cells);
    }

    /// <summary><c>call_indirect</c> where tables hold references of a store.</summary>
    public static void CallReference(WasmInstance instance, long stack, int index, int table, int typeId, ulong* cells)
    {
        var type = instance.Module.Metered.Module.Types[typeId];
        for (var i = 0; i < type.Parameters.Length; i++) instance.HostArguments[i] = cells[i];
        Receive(instance, type, LinkedCalls.CallReference(instance, stack, index, table, typeId), cells);
    }

    /// <summary>Runs a function in a frame of its own, since the caller's segment is full; the results take the arguments' place.</summary>
    public static void RunApart(WasmInstance instance, FunctionState* function, ulong* cells, long entered)
    {
        var frame = Run(instance, function, cells, entered);
        if (instance.GasCounter < 0) return;
        var results = instance.Module.TypeOf((int)(function - instance.Module.Code.States)).Results.Length;
        for (var i = 0; i < results; i++) cells[i] = frame[i];
    }

    private static ulong* CallDefined(WasmInstance instance, FunctionState* function, long stack, long heights, ulong* args)
    {
        if (function->Compiled != 0 || ((function->Code == null || (function->Heat -= function->EntryWeight) < 0) && TierUp.OnEntry(instance.Module, function)))
            return CallInCells(instance, function, stack, heights, args);
        var entered = stack + (function->StackCost & heights);
        if ((entered & StackMeter.OverflowMask) == 0) return Run(instance, function, args, entered);
        WasmInstance.Raise(instance, WasmTrap.StackOverflow);
        return null;
    }

    // Compiled functions, and imports that the host calls as exports.
    private static ulong* CallInCells(WasmInstance instance, FunctionState* function, long stack, long heights, ulong* args)
    {
        var index = (int)(function - instance.Module.Code.States);
        var type = instance.Module.TypeOf(index);
        var count = Math.Max(type.Parameters.Length, type.Results.Length);
        var top = instance.FrameTop;
        var links = instance.FrameLinks;
        var cells = FrameSegments.Reserve(instance, count);
        CopyArguments(instance, function, args, cells);
        instance.FrameTop = cells + count;
        if (index < instance.Module.Metered.Module.ImportedFunctionCount) CallHost(instance, stack, index, cells);
        else CallCompiled(instance, function, stack, heights, cells);
        instance.FrameTop = top;
        instance.FrameLinks = links;
        return cells;
    }

    private static ulong* Run(WasmInstance instance, FunctionState* function, ulong* args, long entered)
    {
        var top = instance.FrameTop;
        var links = instance.FrameLinks;
        var frame = FrameSegments.Reserve(instance, function->Registers);
        CopyArguments(instance, function, args, frame);
        Unsafe.InitBlockUnaligned(frame + function->Parameters, 0, (uint)function->Locals * sizeof(ulong));
        var link = instance.FrameLinks - 1;
        *link = new FrameLink { Next = instance.Module.Code.Exit, Registers = frame, Function = function, Stack = entered };
        RegisterMachine.Run(instance, function, frame, link, entered);
        instance.FrameTop = top;
        instance.FrameLinks = links;
        return frame;
    }

    // A 32-bit value's upper half must be zero here; the host may have left anything in it.
    private static void CopyArguments(WasmInstance instance, FunctionState* function, ulong* args, ulong* cells)
    {
        var parameters = instance.Module.TypeOf((int)(function - instance.Module.Code.States)).Parameters;
        for (var i = 0; i < parameters.Length; i++) cells[i] = Clean(parameters[i], args[i]);
    }

    private static void Receive(WasmInstance instance, FunctionType type, ulong first, ulong* cells)
    {
        if (type.Results.IsEmpty || instance.GasCounter < 0) return;
        cells[0] = Clean(type.Results[0], first);
        for (var i = 1; i < type.Results.Length; i++) cells[i] = Clean(type.Results[i], instance.ExtraResults[i - 1]);
    }

    private static ulong Clean(ValueType type, ulong bits) => type is ValueType.I32 or ValueType.F32 ? (uint)bits : bits;
}
