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
            if (segments[i].UsesExpressions) continue;
            images[i] = new TableEntry[segments[i].FunctionIndices.Length];
            for (var j = 0; j < images[i].Length; j++) images[i][j] = module.Facts.EntryOf(segments[i].FunctionIndices[j]);
        }

        return new ElementImage(images);
    }

    /// <summary>A segment's elements; those given by expressions are evaluated for the instance.</summary>
    public ReadOnlySpan<TableEntry> Entries(WasmInstance instance, int segment)
    {
        if (_segments[segment] is { } ready) return ready;
        var source = instance.Module.Metered.Module.ElementSegments[segment];
        var entries = new TableEntry[source.Expressions.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var reference = (long)Instantiation.Evaluate(instance, source.Expressions[i]);
            entries[i] = TableOperations.ToEntry(instance, source.ElementType, reference);
        }

        return entries;
    }
}
