using Fvm.Wasm.Model;

namespace Fvm.Wasm.Runtime;

/// <summary>Instantiation (WebAssembly 2.0, 4.5.4): allocates what an instance owns and applies its active segments.</summary>
internal static unsafe class Instantiation
{
    /// <summary>Fills a new instance.</summary>
    public static WasmTrap Run(WasmInstance instance)
    {
        if (!TryAllocateMemory(instance) || !TryAllocateTables(instance)) return WasmTrap.LimitRefused;
        var module = instance.Module.Metered.Module;
        for (var i = 0; i < module.GlobalInitializers.Length; i++)
            instance.Global(module.ImportedGlobalCount + i) = Evaluate(instance, module.GlobalInitializers[i]);

        var trap = ApplyElements(instance, module);
        return trap != WasmTrap.None ? trap : ApplyData(instance, module);
    }

    /// <summary>The value of a constant expression; references as <see cref="TableOperations"/> encodes them.</summary>
    public static ulong Evaluate(WasmInstance instance, ConstantExpression expression) => expression.Kind switch
    {
        ConstantKind.GlobalGet => instance.Global((int)expression.Bits),
        ConstantKind.RefNull => 0,
        ConstantKind.RefFunc => (ulong)TableOperations.FunctionReference(instance, (int)expression.Bits),
        _ => expression.Bits,
    };

    private static bool TryAllocateMemory(WasmInstance instance)
    {
        if (instance.SharedMemory is not null || instance.Module.MemoryType is not { } type) return true;
        var bytes = (ulong)type.Limits.Minimum * MemoryType.PageSize;
        if (bytes > MemoryOperations.MaxBytes(instance)) return false;
        if (instance.Limiter is { } limiter && !limiter.AllowMemory(0, bytes)) return false;
        instance.MemoryAddress = MemoryOperations.Rent(instance, bytes, out instance.MemoryCapacity);
        instance.MemoryLength = (long)bytes;
        return true;
    }

    private static bool TryAllocateTables(WasmInstance instance)
    {
        var module = instance.Module.Metered.Module;
        var tables = module.Tables;
        for (var i = module.ImportedTableCount; i < tables.Length; i++)
        {
            var length = tables[i].Limits.Minimum;
            if (length > instance.Limits.MaxTableElements) return false;
            if (instance.Limiter is { } limiter && !limiter.AllowTable(0, length)) return false;
            instance.Tables[i] = new FunctionTable(tables[i].Limits);
            if (instance.Module.Facts.LinksReferences) instance.Store!.Register(instance.Tables[i]);
        }

        TableOperations.RefreshTable0(instance);
        return true;
    }

    private static WasmTrap ApplyElements(WasmInstance instance, WasmModule module)
    {
        for (var i = 0; i < module.ElementSegments.Length; i++)
        {
            var segment = module.ElementSegments[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            instance.DroppedElements[i] = true;
            if (segment.Mode != SegmentMode.Active) continue;
            var entries = instance.Module.Elements.Entries(instance, i);
            var table = instance.Tables[segment.TableIndex].Span;
            var offset = (uint)Evaluate(instance, segment.Offset);
            if ((ulong)offset + (uint)entries.Length > (uint)table.Length) return WasmTrap.TableOutOfBounds;
            entries.CopyTo(table[(int)offset..]);
        }

        return WasmTrap.None;
    }

    private static WasmTrap ApplyData(WasmInstance instance, WasmModule module)
    {
        var memory = instance.Memory;
        for (var i = 0; i < module.DataSegments.Length; i++)
        {
            var segment = module.DataSegments[i];
            if (segment.Mode != SegmentMode.Active) continue;
            if (instance.DroppedData.Length != 0) instance.DroppedData[i] = true;
            var offset = (uint)Evaluate(instance, segment.Offset);
            if ((ulong)offset + (uint)segment.Bytes.Length > (uint)memory.Length) return WasmTrap.MemoryOutOfBounds;
            segment.Bytes.Span.CopyTo(memory[(int)offset..]);
        }

        return WasmTrap.None;
    }
}
