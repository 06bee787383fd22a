using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Linking;

/// <summary>Gives a new instance of a store what it imports, and places for what it shares.</summary>
internal static unsafe class LinkedInstantiation
{
    /// <summary>Prepares an instance that could share but is created alone: its store has nothing else.</summary>
    public static void AttachAlone(WasmInstance instance)
    {
        var functions = new WasmFunction[instance.Hosts.Length];
        for (var i = 0; i < functions.Length; i++) functions[i] = instance.Store!.NewFunction(instance.Module.TypeOf(i), instance.Hosts[i]);
        instance.OwnsStore = true;
        Attach(instance, functions, []);
    }

    /// <summary>Prepares an instance for <see cref="Instantiation.Run"/>.</summary>
    public static void Attach(WasmInstance instance, WasmFunction[] functions, IReadOnlyList<WasmExtern> imports)
    {
        var module = instance.Module.Metered.Module;
        instance.LinkedFunctions = new WasmFunction[module.Functions.Length];
        functions.CopyTo(instance.LinkedFunctions, 0);
        var (tables, globals) = (0, 0);
        foreach (var import in imports)
        {
            if (import is WasmTable table) instance.Tables[tables++] = table.Table;
            else if (import is WasmMemory memory) memory.Attach(instance);
            else if (import is WasmGlobal global) instance.FarGlobals[globals++] = (ulong)global.Cell;
        }

        if (!instance.Module.Facts.LinksGlobals) return;
        for (; globals < module.Globals.Length; globals++) instance.FarGlobals[globals] = (ulong)instance.Store!.NewCell();
    }
}
