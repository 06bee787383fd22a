using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Inspection;

/// <summary>What a module uses beyond WebAssembly 1.0, under the proposals' names (github.com/WebAssembly/proposals, "finished").</summary>
public static class ModuleFeatures
{
    /// <summary>Lists the features in the alphabet's order.</summary>
    /// <param name="module">A decoded module.</param>
    public static ImmutableArray<string> Of(WasmModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Declarations(module, found);
        foreach (var body in module.Bodies)
        {
            foreach (var group in body.LocalGroups) Note(group.Type, found);
            var instruction = new InstructionReader(body.Code.Span, body.Offset);
            while (instruction.Read()) Note(in instruction, found);
        }

        return [.. found];
    }

    private static void Declarations(WasmModule module, SortedSet<string> found)
    {
        foreach (var type in module.Types)
        {
            if (type.Results.Length > 1) found.Add("multi-value");
            foreach (var value in type.Parameters) Note(value, found);
            foreach (var value in type.Results) Note(value, found);
        }

        foreach (var global in module.Globals) Note(global.Type, found);
        foreach (var import in module.Imports)
            if (import is { Kind: ExternKind.Global, Global.IsMutable: true }) found.Add("mutable-globals");
        foreach (var export in module.Exports)
            if (export.Kind == ExternKind.Global && export.Index < module.Globals.Length && module.Globals[export.Index].IsMutable) found.Add("mutable-globals");
        if (module.Tables.Length > 1) found.Add("reference-types");
        foreach (var table in module.Tables)
            if (table.Element != ValueType.FuncRef) found.Add("reference-types");
        if (module.DataCount is not null || module.DataSegments.Any(segment => segment.Mode != SegmentMode.Active)) found.Add("bulk-memory");
        foreach (var segment in module.ElementSegments)
            if (segment.Mode != SegmentMode.Active || segment.UsesExpressions) found.Add("bulk-memory");
    }

    private static void Note(ValueType type, SortedSet<string> found)
    {
        if (type is ValueType.FuncRef or ValueType.ExternRef) found.Add("reference-types");
    }

    private static void Note(in InstructionReader instruction, SortedSet<string> found)
    {
        if (OpcodeTable.ImmediateOf((int)instruction.Opcode) == ImmediateKind.Block && instruction.BlockType.Kind == BlockTypeKind.TypeIndex)
            found.Add("multi-value");
        var name = OpcodeTable.Of(instruction.Opcode).Feature switch
        {
            WasmFeature.BulkMemory => "bulk-memory",
            WasmFeature.ReferenceTypes => "reference-types",
            WasmFeature.SaturatingTruncation => "nontrapping-float-to-int-conversions",
            WasmFeature.SignExtension => "sign-extension-ops",
            _ => null,
        };
        if (name is not null) found.Add(name);
    }
}
