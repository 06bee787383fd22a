using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Decoding;

/// <summary>
/// Decodes a module section by section (WebAssembly 2.0, 5.5). Strict: order, sizes and counts are checked before anything is allocated for
/// them, and all code is read through once, so that later stages meet only well-formed instructions.
/// </summary>
internal sealed class ModuleDecoder
{
    private const int HeaderSize = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ImmutableArray<CustomSection>.Builder _customSections = ImmutableArray.CreateBuilder<CustomSection>();
    private readonly DeclarationDecoder _declarations = new();
    private readonly SegmentDecoder _segments;
    private readonly CodeDecoder _code;

    private ModuleDecoder(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _segments = new SegmentDecoder(bytes);
        _code = new CodeDecoder(bytes);
    }

    /// <summary>See <see cref="WasmModule.Decode"/>.</summary>
    public static WasmModule Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > DecodingLimits.ModuleSize)
            ByteReader.Throw($"module too large: the limit is {DecodingLimits.ModuleSize} bytes", DecodingLimits.ModuleSize);
        var decoder = new ModuleDecoder(bytes);
        decoder.ReadHeader();
        decoder.ReadSections();
        decoder.CheckCounts();
        return decoder.Finish();
    }

    private void ReadHeader()
    {
        var header = _bytes.Span;
        ReadOnlySpan<byte> magic = [0, (byte)'a', (byte)'s', (byte)'m'];
        if (header.Length < 4 || !header[..4].SequenceEqual(magic))
            ByteReader.Throw(magic.StartsWith(header) ? "unexpected end: magic header not detected" : "magic header not detected", 0);
        if (header.Length < HeaderSize) ByteReader.Throw("unexpected end: unknown binary version", header.Length);
        if (header[4..HeaderSize] is [_, 0, 1, 0]) ByteReader.Throw("unknown binary version: components are not supported", 4);
        if (header[4..HeaderSize] is not [1, 0, 0, 0]) ByteReader.Throw("unknown binary version", 4);
    }

    private void ReadSections()
    {
        var reader = new ByteReader(_bytes.Span[HeaderSize..], HeaderSize);
        var last = 0;
        while (reader.Remaining > 0)
        {
            var at = reader.Offset;
            var id = reader.ReadByte();
            if (id == 13) ByteReader.Throw("exceptions is not supported: tag section", at);
            if (id > (byte)SectionId.DataCount) ByteReader.Throw($"malformed section id {id}", at);
            var size = reader.ReadSize("section: length out of bounds, it");
            var section = new ByteReader(reader.ReadSpan(size), reader.Offset - size);
            if (id != (byte)SectionId.Custom)
            {
                var order = Order((SectionId)id);
                if (order <= last) ByteReader.Throw("unexpected content after last section: section out of order", at);
                last = order;
            }

            ReadSection((SectionId)id, ref section);
            if (section.Remaining != 0) ByteReader.Throw("section size mismatch: bytes left over", section.Offset);
        }
    }

    /// <summary>The data count section stands between the element and the code section, its number notwithstanding.</summary>
    private static int Order(SectionId id) => id switch
    {
        SectionId.DataCount => 2 * (int)SectionId.Element + 1,
        _ => 2 * (int)id,
    };

    private void ReadSection(SectionId id, ref ByteReader section)
    {
        switch (id)
        {
            case SectionId.Custom: ReadCustom(ref section); break;
            case SectionId.Element: _segments.ReadElements(ref section); break;
            case SectionId.DataCount: _segments.DataCount = section.ReadU32(); break;
            case SectionId.Code: _code.Read(ref section, _declarations.DefinedFunctionCount); break;
            case SectionId.Data: _segments.ReadData(ref section); break;
            default: _declarations.Read(id, ref section, _segments); break;
        }
    }

    private void ReadCustom(ref ByteReader section)
    {
        var name = section.ReadName(DecodingLimits.NameSize);
        _customSections.Add(new CustomSection(name, _bytes.Slice(section.Offset, section.Remaining)));
        section.ReadSpan(section.Remaining);
    }

    private void CheckCounts()
    {
        if (_declarations.DefinedFunctionCount != _code.Bodies.Length)
            ByteReader.Throw("function and code section have inconsistent lengths", _bytes.Length);
        if (_segments.DataCount is { } count && count != (uint)_segments.Data.Length)
            ByteReader.Throw("data count and data section have inconsistent lengths", _bytes.Length);

        // Without any data segment the index is unknown, which is validation's to say.
        if (_segments.DataCount is null && _segments.Data.Length > 0 && _code.FirstDataUse is { } use)
            ByteReader.Throw("data count section required", use);
    }

    private WasmModule Finish() => new()
    {
        Bytes = _bytes,
        Types = Freeze(_declarations.Types),
        Imports = Freeze(_declarations.Imports),
        Functions = [.. _declarations.Functions],
        ImportedFunctionCount = _declarations.ImportedFunctionCount,
        Tables = [.. _declarations.Tables],
        ImportedTableCount = _declarations.ImportedTableCount,
        Memories = [.. _declarations.Memories],
        ImportedMemoryCount = _declarations.ImportedMemoryCount,
        Globals = [.. _declarations.Globals],
        ImportedGlobalCount = _declarations.ImportedGlobalCount,
        GlobalInitializers = Freeze(_declarations.GlobalInitializers),
        Exports = Freeze(_declarations.Exports),
        StartFunction = _declarations.StartFunction,
        ElementSegments = Freeze(_segments.Elements),
        DataCount = _segments.DataCount,
        DataSegments = Freeze(_segments.Data),
        Bodies = Freeze(_code.Bodies),
        CustomSections = _customSections.DrainToImmutable(),
        HasFunctionSection = _declarations.HasFunctionSection,
    };

    private static ImmutableArray<T> Freeze<T>(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);
}
