using System.Collections.Immutable;
using Fvm.Wasm.Decoding;

namespace Fvm.Wasm.Inspection;

/// <summary>The sections of a decoded module, in the order of its bytes (WebAssembly 2.0, 5.5.2).</summary>
public static class ModuleSections
{
    private const int HeaderSize = 8;

    /// <summary>Lists them.</summary>
    /// <param name="module">A decoded module: its section headers are known to be well formed.</param>
    public static ImmutableArray<ModuleSection> Of(WasmModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var sections = ImmutableArray.CreateBuilder<ModuleSection>();
        var customs = 0;
        var reader = new ByteReader(module.Bytes.Span[HeaderSize..], HeaderSize);
        while (reader.Remaining > 0)
        {
            var id = (SectionId)reader.ReadByte();
            var size = reader.ReadSize("section");
            var name = id == SectionId.Custom ? $"custom \"{module.CustomSections[customs++].Name}\"" : Name(id);
            sections.Add(new ModuleSection(name, reader.Offset, size));
            reader.ReadSpan(size);
        }

        return sections.ToImmutable();
    }

    private static string Name(SectionId id) => id switch
    {
        SectionId.DataCount => "data count",
        SectionId.Type => "type",
        SectionId.Import => "import",
        SectionId.Function => "function",
        SectionId.Table => "table",
        SectionId.Memory => "memory",
        SectionId.Global => "global",
        SectionId.Export => "export",
        SectionId.Start => "start",
        SectionId.Element => "element",
        SectionId.Code => "code",
        _ => "data",
    };
}
