using System.Globalization;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests;

/// <summary>
/// Builds modules for tests. Signatures are written as parameters ':' results with the letters of <see cref="BodyText.TypeOf"/>, bodies in the
/// language of <see cref="BodyText"/>, locals as groups: <c>"3i 1l"</c>. Imports come before what the module defines itself.
/// </summary>
internal sealed class ModuleBuilder
{
    private readonly List<byte[]> _types = [];
    private readonly Dictionary<string, int> _typeIndices = [];
    private readonly List<byte[]> _imports = [];
    private readonly List<byte[]> _functions = [];
    private readonly List<byte[]> _tables = [];
    private readonly List<byte[]> _memories = [];
    private readonly List<byte[]> _globals = [];
    private readonly List<byte[]> _exports = [];
    private readonly List<byte[]> _elements = [];
    private readonly List<byte[]> _bodies = [];
    private readonly List<byte[]> _data = [];
    private int? _start;
    private int _importedFunctions;
    private int _importedGlobals;

    /// <summary>Whether a data count section is written where there are data segments.</summary>
    public bool WithDataCount { get; set; } = true;

    /// <summary>The index of a function type; equal signatures share one unless <paramref name="again"/>.</summary>
    public int Type(string signature, bool again = false)
    {
        if (!again && _typeIndices.TryGetValue(signature, out var known)) return known;
        var parts = signature.Split(':');
        var sink = new ByteSink().Byte(0x60);
        foreach (var part in parts)
        {
            sink.U32((uint)part.Length);
            foreach (var letter in part) sink.Byte((int)BodyText.TypeOf(letter));
        }

        _types.Add(sink.ToArray());
        return _typeIndices[signature] = _types.Count - 1;
    }

    public int ImportFunction(string signature, string module = "env", string name = "f")
    {
        if (_functions.Count > 0) throw new InvalidOperationException("imports first");
        _imports.Add(new ByteSink().Name(module).Name(name).Byte(0).U32((uint)Type(signature)).ToArray());
        return _importedFunctions++;
    }

    public int ImportGlobal(char type, bool mutable = false, string module = "env", string name = "g")
    {
        _imports.Add(new ByteSink().Name(module).Name(name).Byte(3).Byte((int)BodyText.TypeOf(type)).Byte(mutable ? 1 : 0).ToArray());
        return _importedGlobals++;
    }

    public ModuleBuilder ImportMemory(uint minimum, uint? maximum = null)
    {
        _imports.Add(Limits(new ByteSink().Name("env").Name("memory").Byte(2), minimum, maximum).ToArray());
        return this;
    }

    public ModuleBuilder ImportTable(uint minimum, uint? maximum = null)
    {
        _imports.Add(Limits(new ByteSink().Name("env").Name("table").Byte(1).Byte(0x70), minimum, maximum).ToArray());
        return this;
    }

    /// <summary>A function; its index. An export name makes it exported.</summary>
    public int Function(string signature, string body, string locals = "", string? export = null) =>
        FunctionOfType(Type(signature), BodyText.Encode(body), locals, export);

    /// <summary>A function with its code as bytes, the closing <c>end</c> included.</summary>
    public int FunctionOfType(int type, byte[] code, string locals = "", string? export = null)
    {
        var groups = locals.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var entry = new ByteSink().U32((uint)groups.Length);
        foreach (var group in groups)
            entry.U32(uint.Parse(group[..^1], CultureInfo.InvariantCulture)).Byte((int)BodyText.TypeOf(group[^1]));
        entry.Bytes(code);
        _functions.Add(new ByteSink().U32((uint)type).ToArray());
        _bodies.Add(new ByteSink().U32((uint)entry.Length).Bytes(entry.ToArray()).ToArray());
        var index = _importedFunctions + _functions.Count - 1;
        if (export is not null) Export(export, ExternKind.Function, index);
        return index;
    }

    public ModuleBuilder Table(uint minimum, uint? maximum = null, char type = 'r')
    {
        _tables.Add(Limits(new ByteSink().Byte((int)BodyText.TypeOf(type)), minimum, maximum).ToArray());
        return this;
    }

    public ModuleBuilder Memory(uint minimum, uint? maximum = null)
    {
        _memories.Add(Limits(new ByteSink(), minimum, maximum).ToArray());
        return this;
    }

    /// <summary>A global; its index.</summary>
    public int Global(char type, bool mutable, string initializer)
    {
        _globals.Add(new ByteSink().Byte((int)BodyText.TypeOf(type)).Byte(mutable ? 1 : 0).Bytes(BodyText.Encode(initializer)).ToArray());
        return _importedGlobals + _globals.Count - 1;
    }

    public ModuleBuilder Export(string name, ExternKind kind, int index)
    {
        _exports.Add(new ByteSink().Name(name).Byte((int)kind).U32((uint)index).ToArray());
        return this;
    }

    public ModuleBuilder Start(int function)
    {
        _start = function;
        return this;
    }

    /// <summary>An active segment of function indices.</summary>
    public ModuleBuilder Element(int offset, params ReadOnlySpan<int> functions) => Element($"i32.const {offset}", functions);

    /// <summary>An active segment of function indices at an offset expression.</summary>
    public ModuleBuilder Element(string offset, params ReadOnlySpan<int> functions) =>
        Element(new ByteSink().Byte(0).Bytes(BodyText.Encode(offset)), functions);

    /// <summary>A passive segment of function indices.</summary>
    public ModuleBuilder PassiveElement(params ReadOnlySpan<int> functions) => Element(new ByteSink().Byte(1).Byte(0), functions);

    /// <summary>A declarative segment of function indices.</summary>
    public ModuleBuilder DeclarativeElement(params ReadOnlySpan<int> functions) => Element(new ByteSink().Byte(3).Byte(0), functions);

    /// <summary>A passive segment of expressions.</summary>
    public ModuleBuilder ExpressionElement(char type, params ReadOnlySpan<string> expressions)
    {
        var sink = new ByteSink().Byte(5).Byte((int)BodyText.TypeOf(type)).U32((uint)expressions.Length);
        foreach (var expression in expressions) sink.Bytes(BodyText.Encode(expression));
        _elements.Add(sink.ToArray());
        return this;
    }

    /// <summary>An active data segment.</summary>
    public ModuleBuilder Data(int offset, params ReadOnlySpan<byte> bytes) => Data($"i32.const {offset}", bytes);

    /// <summary>An active data segment at an offset expression.</summary>
    public ModuleBuilder Data(string offset, params ReadOnlySpan<byte> bytes)
    {
        _data.Add(new ByteSink().Byte(0).Bytes(BodyText.Encode(offset)).U32((uint)bytes.Length).Bytes(bytes).ToArray());
        return this;
    }

    /// <summary>A passive data segment.</summary>
    public ModuleBuilder PassiveData(params ReadOnlySpan<byte> bytes)
    {
        _data.Add(new ByteSink().Byte(1).U32((uint)bytes.Length).Bytes(bytes).ToArray());
        return this;
    }

    public byte[] Build()
    {
        var module = new ByteSink().Bytes([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]);
        Section(module, 1, _types);
        Section(module, 2, _imports);
        Section(module, 3, _functions);
        Section(module, 4, _tables);
        Section(module, 5, _memories);
        Section(module, 6, _globals);
        Section(module, 7, _exports);
        if (_start is { } start) Section(module, 8, new ByteSink().U32((uint)start));
        Section(module, 9, _elements);
        if (WithDataCount && _data.Count > 0) Section(module, 12, new ByteSink().U32((uint)_data.Count));
        Section(module, 10, _bodies);
        Section(module, 11, _data);
        return module.ToArray();
    }

    public WasmModule Decode() => WasmModule.Decode(Build());

    public ValidatedModule Validate(WasmProfile profile = WasmProfile.Filecoin) => ValidatedModule.Validate(Decode(), profile);

    public MeteredModule Meter(MeteringSettings? settings = null) => MeteredModule.Meter(Validate(), settings ?? MeteringSettings.Filecoin);

    private ModuleBuilder Element(ByteSink head, ReadOnlySpan<int> functions)
    {
        head.U32((uint)functions.Length);
        foreach (var function in functions) head.U32((uint)function);
        _elements.Add(head.ToArray());
        return this;
    }

    private static ByteSink Limits(ByteSink sink, uint minimum, uint? maximum)
    {
        sink.Byte(maximum is null ? 0 : 1).U32(minimum);
        return maximum is { } limit ? sink.U32(limit) : sink;
    }

    private static void Section(ByteSink module, int id, List<byte[]> items)
    {
        if (items.Count > 0) Section(module, id, new ByteSink().Vector(items));
    }

    private static void Section(ByteSink module, int id, ByteSink content) =>
        module.Byte(id).U32((uint)content.Length).Bytes(content.ToArray());
}
