using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>Validates element and data segments (WebAssembly 2.0, 3.4.6 and 3.4.7).</summary>
internal sealed class SegmentValidator(ModuleScope scope)
{
    private readonly WasmModule _module = scope.Module;

    /// <summary>Checks an element segment, and declares the functions that it refers to.</summary>
    public void Check(ElementSegment segment)
    {
        var at = segment.Offset.Offset;
        scope.CheckType(segment.ElementType, at);
        if (segment.Mode == SegmentMode.Active)
        {
            ModuleScope.CheckIndex((uint)segment.TableIndex, _module.Tables.Length, "table", at);
            if (_module.Tables[segment.TableIndex].Element != segment.ElementType)
                throw new WasmValidationException("type mismatch: element segment and table", at);
            ConstantValidator.Check(scope, segment.Offset, ValueType.I32);
        }

        foreach (var function in segment.FunctionIndices)
        {
            ModuleScope.CheckIndex((uint)function, _module.Functions.Length, "function", at);
            scope.DeclareReference(function);
        }

        foreach (var expression in segment.Expressions) ConstantValidator.Check(scope, expression, segment.ElementType);
    }

    /// <summary>Checks a data segment.</summary>
    public void Check(in DataSegment segment)
    {
        if (segment.Mode != SegmentMode.Active) return;
        ModuleScope.CheckIndex((uint)segment.MemoryIndex, _module.Memories.Length, "memory", segment.Offset.Offset);
        ConstantValidator.Check(scope, segment.Offset, ValueType.I32);
    }
}
