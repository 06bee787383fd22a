using Fvm.Wasm.Model;

namespace Fvm.Wasm.Decoding;

/// <summary>Decodes the sections that declare: types, imports, functions, tables, memories, globals, exports, start (WebAssembly 2.0, 5.5.4 to 5.5.11).</summary>
internal sealed class DeclarationDecoder
{
    public FunctionType[] Types { get; private set; } = [];

    public ModuleImport[] Imports { get; private set; } = [];

    public List<int> Functions { get; } = [];

    public List<TableType> Tables { get; } = [];

    public List<MemoryType> Memories { get; } = [];

    public List<GlobalType> Globals { get; } = [];

    public ConstantExpression[] GlobalInitializers { get; private set; } = [];

    public ModuleExport[] Exports { get; private set; } = [];

    public int? StartFunction { get; private set; }

    public int ImportedFunctionCount { get; private set; }

    public int ImportedTableCount { get; private set; }

    public int ImportedMemoryCount { get; private set; }

    public int ImportedGlobalCount { get; private set; }

    public bool HasFunctionSection { get; private set; }

    public int DefinedFunctionCount => Functions.Count - ImportedFunctionCount;

    /// <summary>Reads one section. <paramref name="expressions"/> reads the constant expressions in it.</summary>
    public void Read(SectionId id, ref ByteReader section, SegmentDecoder expressions)
    {
        switch (id)
        {
            case SectionId.Type: ReadTypes(ref section); break;
            case SectionId.Import: ReadImports(ref section); break;
            case SectionId.Function: ReadFunctions(ref section); break;
            case SectionId.Table: ReadTables(ref section); break;
            case SectionId.Memory: ReadMemories(ref section); break;
            case SectionId.Global: ReadGlobals(ref section, expressions); break;
            case SectionId.Export: ReadExports(ref section); break;
            case SectionId.Start: StartFunction = ReadIndex(ref section); break;
        }
    }

    /// <summary>An index; one beyond int's range is as unknown as the greatest int, and validation says so.</summary>
    public static int ReadIndex(ref ByteReader reader) => (int)Math.Min(reader.ReadU32(), int.MaxValue);

    private void ReadTypes(ref ByteReader section)
    {
        var types = new FunctionType[section.ReadCount("types", DecodingLimits.Types, minimumItemSize: 3)];
        for (var i = 0; i < types.Length; i++) types[i] = TypeReader.ReadFunctionType(ref section);
        Types = types;
    }

    private void ReadImports(ref ByteReader section)
    {
        var imports = new ModuleImport[section.ReadCount("imports", DecodingLimits.Imports, minimumItemSize: 4)];
        for (var i = 0; i < imports.Length; i++) imports[i] = ReadImport(ref section);
        Imports = imports;
        ImportedFunctionCount = Functions.Count;
        ImportedTableCount = Tables.Count;
        ImportedMemoryCount = Memories.Count;
        ImportedGlobalCount = Globals.Count;
        CheckTotal(Tables.Count, DecodingLimits.Tables, "tables", section.Offset);
        CheckTotal(Memories.Count, DecodingLimits.Memories, "memories", section.Offset);
    }

    private ModuleImport ReadImport(ref ByteReader section)
    {
        var module = section.ReadName(DecodingLimits.NameSize);
        var name = section.ReadName(DecodingLimits.NameSize);
        var kind = ReadKind(ref section, "import");
        var import = new ModuleImport(module, name, kind);
        switch (kind)
        {
            case ExternKind.Function:
                import = import with { TypeIndex = ReadIndex(ref section) };
                Functions.Add(import.TypeIndex);
                break;
            case ExternKind.Table:
                import = import with { Table = TypeReader.ReadTableType(ref section) };
                Tables.Add(import.Table);
                break;
            case ExternKind.Memory:
                import = import with { Memory = TypeReader.ReadMemoryType(ref section) };
                Memories.Add(import.Memory);
                break;
            default:
                import = import with { Global = TypeReader.ReadGlobalType(ref section) };
                Globals.Add(import.Global);
                break;
        }

        return import;
    }

    private void ReadFunctions(ref ByteReader section)
    {
        HasFunctionSection = true;
        var at = section.Offset;
        var count = section.ReadCount("functions", DecodingLimits.Functions);
        CheckTotal(count + Functions.Count, DecodingLimits.Functions, "functions", at);
        Functions.EnsureCapacity(Functions.Count + count);
        for (var i = 0; i < count; i++) Functions.Add(ReadIndex(ref section));
    }

    private void ReadTables(ref ByteReader section)
    {
        var at = section.Offset;
        var count = section.ReadCount("tables", DecodingLimits.Tables, minimumItemSize: 3);
        CheckTotal(count + Tables.Count, DecodingLimits.Tables, "tables", at);
        for (var i = 0; i < count; i++) Tables.Add(TypeReader.ReadTableType(ref section));
    }

    private void ReadMemories(ref ByteReader section)
    {
        var at = section.Offset;
        var count = section.ReadCount("memories", DecodingLimits.Memories, minimumItemSize: 2);
        CheckTotal(count + Memories.Count, DecodingLimits.Memories, "memories", at);
        for (var i = 0; i < count; i++) Memories.Add(TypeReader.ReadMemoryType(ref section));
    }

    private void ReadGlobals(ref ByteReader section, SegmentDecoder expressions)
    {
        var at = section.Offset;
        var count = section.ReadCount("globals", DecodingLimits.Globals, minimumItemSize: 3);
        CheckTotal(count + Globals.Count, DecodingLimits.Globals, "globals", at);
        var initializers = new ConstantExpression[count];
        for (var i = 0; i < count; i++)
        {
            Globals.Add(TypeReader.ReadGlobalType(ref section));
            initializers[i] = expressions.ReadConstant(ref section);
        }

        GlobalInitializers = initializers;
    }

    private void ReadExports(ref ByteReader section)
    {
        var exports = new ModuleExport[section.ReadCount("exports", DecodingLimits.Exports, minimumItemSize: 3)];
        for (var i = 0; i < exports.Length; i++)
        {
            var name = section.ReadName(DecodingLimits.NameSize);
            var kind = ReadKind(ref section, "export");
            exports[i] = new ModuleExport(name, kind, ReadIndex(ref section));
        }

        Exports = exports;
    }

    private static ExternKind ReadKind(ref ByteReader section, string what)
    {
        var kind = section.ReadByte();
        if (kind == 4) section.ThrowAtPrevious($"exceptions is not supported: tag {what}");
        if (kind > 4) section.ThrowAtPrevious($"malformed {what} kind {kind}");
        return (ExternKind)kind;
    }

    private static void CheckTotal(int count, int limit, string what, int offset)
    {
        if (count > limit) ByteReader.Throw($"too many {what}: {count}, the limit is {limit}", offset);
    }
}
