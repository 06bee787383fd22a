using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Calls from the host into compiled code.</summary>
internal sealed unsafe class EntryCalls(CompiledModule module)
{
    private readonly DynamicMethod?[] _methods = new DynamicMethod?[module.Metered.Module.Types.Length];
    private readonly nint[] _addresses = new nint[module.Metered.Module.Types.Length];

    /// <summary>
    /// Calls a function. Of compiled ones the two signatures that actors export are called directly; others go through an entry method,
    /// compiled once.
    /// </summary>
    public static void Enter(WasmInstance instance, int function, ReadOnlySpan<ulong> args, Span<ulong> results)
    {
        var module = instance.Module;
        var code = module.Code.Known(function);
        var type = module.TypeOf(function);
        if (code == 0)
        {
            FirstTierCalls.Invoke(instance, function, args, results);
            return;
        }

        if (type.Parameters.IsEmpty && type.Results.IsEmpty)
        {
            // SAFETY: the address has exactly the signature of the function's type (IlSignature).
            ((delegate*<WasmInstance, long, void>)code)(instance, instance.HostStack);
        }
        else if (type is { Parameters: [ValueType.I32], Results: [ValueType.I32] })
        {
            var result = ((delegate*<WasmInstance, long, int, int>)code)(instance, instance.HostStack, (int)args[0]);
            if (instance.GasCounter >= 0) results[0] = (uint)result;
        }
        else
        {
            var entry = (delegate*<WasmInstance, long, long, long, nint, void>)module.Entries.Of(module.Facts.TypeIdOf(function));

            // SAFETY: pinned for the call; Invoke has checked both lengths.
            fixed (ulong* from = args)
            fixed (ulong* to = results)
            {
                entry(instance, instance.HostStack, (long)from, (long)to, code);
            }
        }
    }

    /// <summary>The entry method of a canonical type.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public nint Of(int typeId)
    {
        lock (_methods)
        {
            if (_addresses[typeId] != 0) return _addresses[typeId];
            var method = _methods[typeId] = StubCompiler.Entry(module, typeId);
            return _addresses[typeId] = MethodAddress.Of(method);
        }
    }
}
