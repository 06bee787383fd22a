using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Tests.Linking;

/// <summary>Instances that share memories, tables, globals and functions; the official suite goes further (Fvm.Conformance.Tests).</summary>
public sealed class LinkingTests : IDisposable
{
    private readonly WasmStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_memory_that_one_instance_grows_is_grown_for_all_even_within_a_call()
    {
        var owner = new ModuleBuilder().Memory(1, 4).Export("memory", ExternKind.Memory, 0);
        owner.Function("i:i", "local.get 0; memory.grow", export: "grow");
        var first = Instantiate(owner);
        var importing = new ModuleBuilder();
        importing.ImportFunction("i:i", "env", "grow");
        importing.ImportMemory(1);
        importing.Function(
            ":i",
            "i32.const 0; i32.const 7; i32.store; i32.const 2; call 0; drop; i32.const 131072; i32.const 5; i32.store; i32.const 0; i32.load; i32.const 131072; i32.load; i32.add; memory.size; i32.add",
            export: "run");
        var second = Instantiate(importing, Export(first, "grow"), Export(first, "memory"));
        Assert.Equal(15u, Call(second, "run"));
        Assert.Equal(3 * 65_536, first.Memory.Length);
        Assert.Equal(7, first.Memory[0]);
        Assert.Equal(3 * 65_536, second.Memory.Length);
    }

    [Fact]
    public void A_mutable_global_is_one_for_all()
    {
        var global = _store.NewGlobal(new GlobalType(ValueType.I32, true), 5);
        var builder = new ModuleBuilder();
        builder.ImportGlobal('i', mutable: true);
        builder.Global('l', mutable: true, "i64.const 9");
        builder.Function(":i", "global.get 0; i32.const 1; i32.add; global.set 0; global.get 0", export: "count");
        var (one, two) = (Instantiate(builder, global), Instantiate(builder, global));
        Assert.Equal(6u, Call(one, "count"));
        Assert.Equal(7u, Call(two, "count"));
        Assert.Equal(7u, (uint)global.Bits);
    }

    [Fact]
    public void A_table_calls_functions_of_any_instance_with_their_own_state()
    {
        var table = _store.NewTable(new TableType(ValueType.FuncRef, new Limits(4, null)));
        Instantiate(Filler(slot: 0, value: 11), table);
        Instantiate(Filler(slot: 1, value: 22), table);
        var caller = new ModuleBuilder().ImportTable(2);
        caller.Function("i:i", $"local.get 0; call_indirect {caller.Type(":i")}", export: "call");
        caller.Function("i:i", $"local.get 0; call_indirect {caller.Type(":l")}; drop; i32.const 0", export: "wrong");
        var instance = Instantiate(caller, table);
        Assert.Equal(11u, Call(instance, "call", 0));
        Assert.Equal(22u, Call(instance, "call", 1));
        Assert.Equal(WasmTrap.UndefinedElement, Run(instance, "call", 2));
        Assert.Equal(WasmTrap.UndefinedElement, Run(instance, "call", 4));
        Assert.Equal(WasmTrap.IndirectCallTypeMismatch, Run(instance, "wrong", 0));
    }

    [Fact]
    public void A_trap_and_the_gas_pass_through_another_instance()
    {
        var callee = new ModuleBuilder();
        callee.Function("i:i", "i32.const 7; local.get 0; i32.div_u", export: "divide");
        var caller = new ModuleBuilder();
        caller.ImportFunction("i:i");
        caller.Function("i:i", "local.get 0; call 0", export: "run");
        var instance = Instantiate(caller, Export(Instantiate(callee), "divide"));
        instance.Gas = 1_234;
        Assert.Equal(7u, Call(instance, "run", 1));
        Assert.Equal(WasmTrap.IntegerDivideByZero, Run(instance, "run", 0));
        Assert.Equal(1_234, instance.Gas);
    }

    [Fact]
    public void Several_results_come_from_the_host_and_from_instances()
    {
        var host = _store.NewFunction(new FunctionType([ValueType.I32], [ValueType.I32, ValueType.I64, ValueType.F32]), static (instance, args) =>
        {
            instance.SetResult(1, args[0] + 100);
            instance.SetResult(2, BitConverter.SingleToUInt32Bits(2.5f));
            return args[0] + 10;
        });
        var middle = new ModuleBuilder();
        middle.ImportFunction("i:ilf");
        middle.Function("i:ilf", "local.get 0; call 0", export: "pass");
        var outer = new ModuleBuilder();
        outer.ImportFunction("i:ilf");
        outer.Function("i:f", "local.get 0; call 0; local.set 3; local.set 2; local.set 1; local.get 1; f32.convert_i32_u; local.get 2; f32.convert_i64_u; f32.add; local.get 3; f32.add", "1i 1l 1f", "run");
        var instance = Instantiate(outer, Export(Instantiate(middle, host), "pass"));
        Assert.Equal(BitConverter.SingleToUInt32Bits(116.5f), Call(instance, "run", 2));
    }

    [Fact]
    public void Recursion_through_two_instances_ends_in_a_trap()
    {
        var table = _store.NewTable(new TableType(ValueType.FuncRef, new Limits(2, null)));
        WasmInstance[] instances = [Bouncer(0), Bouncer(1)];
        WasmTrap trap = WasmTrap.None;
        var thread = new Thread(() => trap = Run(instances[0], "run"), 256 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal(WasmTrap.StackOverflow, trap);
        return;

        WasmInstance Bouncer(int slot)
        {
            var builder = new ModuleBuilder().ImportTable(2);
            var run = builder.Function(":", $"i32.const {1 - slot}; call_indirect {builder.Type(":")}", export: "run");
            builder.Element(slot, run);
            return Instantiate(builder, table);
        }
    }

    [Fact]
    public void What_a_failed_instantiation_wrote_stays_and_can_be_called()
    {
        var table = _store.NewTable(new TableType(ValueType.FuncRef, new Limits(2, null)));
        var failing = Filler(slot: 0, value: 5).Memory(1).Data(65_535, 1, 2);
        var trap = _store.TryInstantiate(Compile(failing), [table], InstanceLimits.Filecoin, long.MaxValue, out var none);
        Assert.Equal(WasmTrap.MemoryOutOfBounds, trap);
        Assert.Null(none);
        var caller = new ModuleBuilder().ImportTable(2);
        caller.Function(":i", $"i32.const 0; call_indirect {caller.Type(":i")}", export: "call");
        Assert.Equal(5u, Call(Instantiate(caller, table), "call"));
    }

    [Fact]
    public void Imports_must_fit()
    {
        var memory = _store.NewMemory(new MemoryType(new Limits(1, 3)));
        Refused(new ModuleBuilder().ImportMemory(2), memory);
        Refused(new ModuleBuilder().ImportMemory(1, 2), memory);
        Instantiate(new ModuleBuilder().ImportMemory(1, 3), memory);
        Refused(new ModuleBuilder().ImportTable(1), memory);
        Refused(new ModuleBuilder().ImportTable(1), _store.NewTable(new TableType(ValueType.ExternRef, new Limits(1, null))));
        var constant = new ModuleBuilder();
        constant.ImportGlobal('i');
        Refused(constant, _store.NewGlobal(new GlobalType(ValueType.I32, true), 0));
        Refused(constant, _store.NewGlobal(new GlobalType(ValueType.I64, false), 0));
        Refused(constant);
        using var other = new WasmStore();
        Refused(constant, other.NewGlobal(new GlobalType(ValueType.I32, false), 0));
    }

    [Fact]
    public void A_module_of_the_network_shares_neither_globals_nor_tables()
    {
        var builder = new ModuleBuilder().Table(1).Export("table", ExternKind.Table, 0);
        builder.Function(":", "nop");
        var module = CompiledModule.Compile(builder.Meter());
        Assert.Equal(WasmTrap.None, _store.TryInstantiate(module, [], InstanceLimits.Filecoin, 0, out var instance));
        Assert.Throws<WasmLinkException>(() => _store.FindExport(instance!, "table"));
    }

    private static ModuleBuilder Filler(int slot, int value)
    {
        var builder = new ModuleBuilder().ImportTable(2);
        builder.Global('i', mutable: false, $"i32.const {value}");
        builder.Element(slot, builder.Function(":i", "global.get 0"));
        return builder;
    }

    private static CompiledModule Compile(ModuleBuilder builder) => CompiledModule.Compile(MeteredModule.Unmetered(builder.Validate(WasmProfile.Core)));

    private WasmInstance Instantiate(ModuleBuilder builder, params WasmExtern[] imports)
    {
        Assert.Equal(WasmTrap.None, _store.TryInstantiate(Compile(builder), imports, InstanceLimits.Filecoin, long.MaxValue, out var instance));
        return instance!;
    }

    private void Refused(ModuleBuilder builder, params WasmExtern[] imports) =>
        Assert.Throws<WasmLinkException>(() => _store.TryInstantiate(Compile(builder), imports, InstanceLimits.Filecoin, long.MaxValue, out _));

    private WasmExtern Export(WasmInstance instance, string name) => _store.FindExport(instance, name)!;

    private static WasmTrap Run(WasmInstance instance, string export, params ulong[] args)
    {
        Assert.True(instance.Module.TryFindExport(export, ExternKind.Function, out var index));
        return instance.Invoke(index, args, new ulong[4]);
    }

    private static ulong Call(WasmInstance instance, string export, params ulong[] args)
    {
        Assert.True(instance.Module.TryFindExport(export, ExternKind.Function, out var index));
        var results = new ulong[4];
        Assert.Equal(WasmTrap.None, instance.Invoke(index, args, results));
        return results[0];
    }
}
