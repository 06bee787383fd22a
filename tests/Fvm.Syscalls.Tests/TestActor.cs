using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Wasm.Model;
using Fvm.Wasm.Tests;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls.Tests;

/// <summary>
/// Writes a small actor: syscalls to import, one memory, data, and the code of <c>invoke</c>, of helpers and of a start function. Imports
/// take the types of the syscall table unless a test wants them wrong.
/// </summary>
/// <param name="syscalls">The syscalls to link to; those of FVM v3 unless told.</param>
internal sealed class TestActor(SyscallTable? syscalls = null)
{
    private readonly SyscallTable syscalls = syscalls ?? SyscallTable.V3;
    private readonly List<byte[]> types = [];
    private readonly List<byte[]> imports = [];
    private readonly List<(int Type, byte[] Code)> functions = [];
    private readonly List<byte[]> exports = [];
    private readonly List<byte[]> data = [];
    private readonly List<byte[]> tables = [];
    private int importedFunctions;
    private int? start;

    public uint MemoryPages { get; set; } = 1;

    public uint? MaxMemoryPages { get; set; }

    public string MemoryExport { get; set; } = "memory";

    /// <summary>Imports a syscall under its type; the function's index.</summary>
    public int Import(string module, string name)
    {
        FunctionType type = syscalls.Find(module, name)!.Type;
        return Import(module, name, [.. type.Parameters], [.. type.Results]);
    }

    /// <summary>Imports a function under any type; its index.</summary>
    public int Import(string module, string name, ValueType[] parameters, ValueType[] results)
    {
        imports.Add(new ByteSink().Name(module).Name(name).Byte(0).U32((uint)Type(parameters, results)).ToArray());
        return importedFunctions++;
    }

    /// <summary>Imports a global.</summary>
    public TestActor ImportGlobal(string module, string name)
    {
        imports.Add(new ByteSink().Name(module).Name(name).Byte(3).Byte((int)ValueType.I64).Byte(1).ToArray());
        return this;
    }

    /// <summary>A function; imports must be complete. Its index.</summary>
    public int Function(ValueType[] parameters, ValueType[] results, Code code, string? export = null)
    {
        functions.Add((Type(parameters, results), code.ToArray()));
        int index = importedFunctions + functions.Count - 1;
        if (export is not null) exports.Add(new ByteSink().Name(export).Byte(0).U32((uint)index).ToArray());
        return index;
    }

    /// <summary>The entry point.</summary>
    public TestActor Invoke(Code code)
    {
        Function([ValueType.I32], [ValueType.I32], code, "invoke");
        return this;
    }

    public TestActor Start(Code code)
    {
        start = Function([], [], code);
        return this;
    }

    public TestActor Data(int offset, ReadOnlySpan<byte> bytes)
    {
        data.Add(new ByteSink().Byte(0).Byte(0x41).Signed(offset).Byte(0x0b).U32((uint)bytes.Length).Bytes(bytes).ToArray());
        return this;
    }

    public TestActor Table(uint minimum, string? export)
    {
        tables.Add(new ByteSink().Byte(0x70).Byte(0).U32(minimum).ToArray());
        if (export is not null) exports.Add(new ByteSink().Name(export).Byte(1).U32(0).ToArray());
        return this;
    }

    public byte[] Build()
    {
        if (MemoryExport.Length > 0) exports.Add(new ByteSink().Name(MemoryExport).Byte(2).U32(0).ToArray());
        ByteSink memory = new ByteSink().Byte(MaxMemoryPages is null ? 0 : 1).U32(MemoryPages);
        if (MaxMemoryPages is { } maximum) memory.U32(maximum);
        ByteSink module = new ByteSink().Bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
        Section(module, 1, types);
        Section(module, 2, imports);
        Section(module, 3, [.. functions.Select(function => new ByteSink().U32((uint)function.Type).ToArray())]);
        Section(module, 4, tables);
        Section(module, 5, [memory.ToArray()]);
        Section(module, 7, exports);
        if (start is { } index) Section(module, 8, new ByteSink().U32((uint)index).ToArray());
        Section(module, 10, [.. functions.Select(function => new ByteSink().U32((uint)function.Code.Length).Bytes(function.Code).ToArray())]);
        Section(module, 11, data);
        return module.ToArray();
    }

    /// <summary>The actor as code, through the blockstore and the module cache.</summary>
    public IActorCode Compile() => Load(Build(), syscalls);

    /// <summary>Bytes as code, through the blockstore and the module cache.</summary>
    public static IActorCode Load(byte[] wasm, SyscallTable? syscalls = null)
    {
        syscalls ??= SyscallTable.V3;
        MemoryBlockstore blocks = new();
        Cid code = Cid.ForBlock(Multicodec.Raw, wasm);
        blocks.Put(code, wasm);
        return new WasmCodeSource(new ModuleCache(), FakeGas.PricesFor(syscalls).Metering, syscalls).Find(code, blocks)!;
    }

    private int Type(ValueType[] parameters, ValueType[] results)
    {
        ByteSink type = new ByteSink().Byte(0x60).U32((uint)parameters.Length);
        foreach (ValueType parameter in parameters) type.Byte((int)parameter);
        type.U32((uint)results.Length);
        foreach (ValueType result in results) type.Byte((int)result);
        types.Add(type.ToArray());
        return types.Count - 1;
    }

    private static void Section(ByteSink module, int id, List<byte[]> items)
    {
        if (items.Count > 0) Section(module, id, new ByteSink().Vector(items).ToArray());
    }

    private static void Section(ByteSink module, int id, byte[] content) => module.Byte(id).U32((uint)content.Length).Bytes(content);
}

/// <summary>The code of one function, with two i32 locals behind its parameters.</summary>
internal sealed class Code
{
    private readonly ByteSink sink = new ByteSink().U32(1).U32(2).Byte((int)ValueType.I32);

    public Code I32(long value) => Op(0x41).Signed((int)(uint)value);

    public Code I64(long value) => Op(0x42).Signed(value);

    /// <summary>Calls a function with constants of the types that it has.</summary>
    public Code Call(int function, FunctionType type, params ReadOnlySpan<long> arguments)
    {
        Assert.Equal(type.Parameters.Length, arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (type.Parameters[i] == ValueType.I64) I64(arguments[i]);
            else I32(arguments[i]);
        }

        return Call(function);
    }

    public Code Call(int function) => Op(0x10).U32(function);

    public Code LocalGet(int local) => Op(0x20).U32(local);

    public Code LocalSet(int local) => Op(0x21).U32(local);

    public Code Drop() => Op(0x1a);

    public Code Unreachable() => Op(0x00);

    public Code Add() => Op(0x6a);

    public Code Divide() => Op(0x6d);

    public Code Load() => Op(0x28).U32(0).U32(0);

    public Code MemoryGrow() => Op(0x40).U32(0);

    public Code CallIndirect(int type) => Op(0x11).U32(type).U32(0);

    /// <summary>Repeats, counting down in local 1 (the first behind the parameter of invoke).</summary>
    public Code Repeat(int times, Code body) =>
        I32(times).LocalSet(1).Op(0x03).Op(0x40).Append(body).LocalGet(1).I32(-1).Add().LocalSet(1).LocalGet(1).Op(0x0d).U32(0).Op(0x0b);

    /// <summary>loop br 0 end: for ever.</summary>
    public Code Forever() => Op(0x03).Op(0x40).Op(0x0c).U32(0).Op(0x0b);

    public byte[] ToArray() => [.. sink.ToArray(), 0x0b];

    private Code Append(Code body)
    {
        // Behind the declaration of locals, which has three bytes.
        sink.Bytes(body.sink.ToArray().AsSpan(3));
        return this;
    }

    private Code Op(int opcode)
    {
        sink.Byte(opcode);
        return this;
    }

    private Code Signed(long value)
    {
        sink.Signed(value);
        return this;
    }

    private Code U32(int value)
    {
        sink.U32((uint)value);
        return this;
    }
}
