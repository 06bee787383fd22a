using Fvm.Wasm.Model;

namespace Fvm.Wasm.Runtime;

/// <summary>The element segments that list function indices, as ready table elements.</summary>
internal sealed class ElementImage
{
    private readonly TableEntry[]?[] _segments;

    private ElementImage(TableEntry[]?[] segments) => _segments = segments;

    /// <summary>Prepares a module's segments.</summary>
    public static ElementImage Build(CompiledModule module)
    {
        var segments = module.Metered.Module.ElementSegments;
        var images = new TableEntry[segments.Length][];
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].UsesExpressions || module.Facts.LinksReferences) continue;
            images[i] = new TableEntry[segments[i].FunctionIndices.Length];
            for (var j = 0; j < images[i].Length; j++) images[i][j] = module.Facts.EntryOf(segments[i].FunctionIndices[j]);
        }

        return new ElementImage(images);
    }

    /// <summary>A segment's elements; those given by expressions, or as references of a store, are evaluated for the instance.</summary>
    public ReadOnlySpan<TableEntry> Entries(WasmInstance instance, int segment)
    {
        if (_segments[segment] is { } ready) return ready;
        var source = instance.Module.Metered.Module.ElementSegments[segment];
        var entries = new TableEntry[source.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var reference = source.UsesExpressions
                ? (long)Instantiation.Evaluate(instance, source.Expressions[i])
                : TableOperations.FunctionReference(instance, source.FunctionIndices[i]);
            entries[i] = TableOperations.ToEntry(instance, source.ElementType, reference);
        }

        return entries;
    }
}
