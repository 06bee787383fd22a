using Fvm.Wasm;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>A function of a generated program.</summary>
/// <param name="TypeIndex">Its type.</param>
/// <param name="Locals">Its locals, parameters not among them.</param>
/// <param name="Body">Its code.</param>
internal sealed record GeneratedFunction(int TypeIndex, IReadOnlyList<ValueType> Locals, List<CodeNode> Body);

/// <summary>A global of a generated program.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsMutable">Whether code may write it.</param>
/// <param name="Initial">Its initial value.</param>
internal sealed record GeneratedGlobal(ValueType Type, bool IsMutable, CodeNode Initial);

/// <summary>
/// A module as trees. Every program has one memory; tables of 8 elements; global 0 is the fuel that bounds how many functions are entered.
/// </summary>
internal sealed class GeneratedProgram
{
    /// <summary>The sizes of every table.</summary>
    public const uint TableMinimum = 8, TableMaximum = 12;

    /// <summary>The global that counts down.</summary>
    public const int FuelGlobal = 0;

    /// <summary>The profile it is meant for; Filecoin programs are metered.</summary>
    public required WasmProfile Profile { get; init; }

    public List<FunctionType> Types { get; } = [];

    /// <summary>The types of the imported functions.</summary>
    public List<int> Imports { get; } = [];

    public List<GeneratedFunction> Functions { get; } = [];

    /// <summary>The tables' element types.</summary>
    public List<ValueType> Tables { get; } = [];

    public List<GeneratedGlobal> Globals { get; } = [];

    /// <summary>Element segments of function indices: active in table 0 at an offset, or passive where that is null.</summary>
    public List<(int? Offset, int[] Functions)> Elements { get; } = [];

    /// <summary>Data segments: active at an offset, or passive where that is null.</summary>
    public List<(int? Offset, byte[] Bytes)> Data { get; } = [];

    /// <summary>The type of a function, imports counted first.</summary>
    public FunctionType TypeOf(int function) =>
        Types[function < Imports.Count ? Imports[function] : Functions[function - Imports.Count].TypeIndex];

    /// <summary>The module's bytes.</summary>
    public byte[] Encode()
    {
        var module = new ByteWriter();
        module.Bytes([0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0]);
        module.Section(1, Types, WriteType);
        module.Section(2, Imports, static (to, type) =>
        {
            to.Name("host");
            to.Name("f");
            to.Byte(0);
            to.U32((uint)type);
        });
        module.Section(3, Functions, static (to, function) => to.U32((uint)function.TypeIndex));
        module.Section(4, Tables, static (to, type) =>
        {
            to.Byte((byte)type);
            WriteLimits(to, TableMinimum, TableMaximum);
        });
        module.Section(5, [0], static (to, _) => WriteLimits(to, 1, 3));
        module.Section(6, Globals, WriteGlobal);
        module.Section(7, Functions, WriteExport);
        module.Section(9, Elements, WriteElement);
        if (Data.Count != 0)
        {
            module.Byte(12);
            module.Sized(to => to.U32((uint)Data.Count));
        }

        module.Section(10, Functions, WriteFunction);
        module.Section(11, Data, WriteData);
        return module.ToArray();
    }

    private static void WriteType(ByteWriter to, FunctionType type)
    {
        to.Byte(0x60);
        to.U32((uint)type.Parameters.Length);
        foreach (ValueType parameter in type.Parameters)
            to.Byte((byte)parameter);
        to.U32((uint)type.Results.Length);
        foreach (ValueType result in type.Results)
            to.Byte((byte)result);
    }

    private static void WriteLimits(ByteWriter to, uint minimum, uint maximum)
    {
        to.Byte(1);
        to.U32(minimum);
        to.U32(maximum);
    }

    private static void WriteGlobal(ByteWriter to, GeneratedGlobal global)
    {
        to.Byte((byte)global.Type);
        to.Byte(global.IsMutable ? (byte)1 : (byte)0);
        global.Initial.Write(to);
        to.Byte((byte)Opcode.End);
    }

    private void WriteExport(ByteWriter to, GeneratedFunction function)
    {
        int index = Imports.Count + Functions.IndexOf(function);
        to.Name($"f{index}");
        to.Byte((byte)ExternKind.Function);
        to.U32((uint)index);
    }

    private static void WriteElement(ByteWriter to, (int? Offset, int[] Functions) segment)
    {
        to.Byte(segment.Offset is null ? (byte)1 : (byte)0);
        if (segment.Offset is { } offset)
            WriteOffset(to, offset);
        else
            to.Byte(0);
        to.U32((uint)segment.Functions.Length);
        foreach (int function in segment.Functions)
            to.U32((uint)function);
    }

    private static void WriteData(ByteWriter to, (int? Offset, byte[] Bytes) segment)
    {
        to.Byte(segment.Offset is null ? (byte)1 : (byte)0);
        if (segment.Offset is { } offset)
            WriteOffset(to, offset);
        to.U32((uint)segment.Bytes.Length);
        to.Bytes(segment.Bytes);
    }

    private static void WriteOffset(ByteWriter to, int offset)
    {
        to.Byte((byte)Opcode.I32Const);
        to.Signed(offset);
        to.Byte((byte)Opcode.End);
    }

    private static void WriteFunction(ByteWriter to, GeneratedFunction function) => to.Sized(body =>
    {
        // Runs of one type are one group: the limiter counts groups.
        var groups = new List<(uint Count, ValueType Type)>();
        foreach (ValueType local in function.Locals)
        {
            if (groups.Count != 0 && groups[^1].Type == local)
                groups[^1] = (groups[^1].Count + 1, local);
            else
                groups.Add((1, local));
        }

        body.U32((uint)groups.Count);
        foreach ((uint count, ValueType type) in groups)
        {
            body.U32(count);
            body.Byte((byte)type);
        }

        foreach (CodeNode node in function.Body)
            node.Write(body);
        body.Byte((byte)Opcode.End);
    });
}
