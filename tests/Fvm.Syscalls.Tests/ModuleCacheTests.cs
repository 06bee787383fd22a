using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;

namespace Fvm.Syscalls.Tests;

/// <summary>Finding code: the store, the cache, and modules that do not load.</summary>
public sealed class ModuleCacheTests
{
    private readonly MemoryBlockstore blocks = new();

    [Fact]
    public void Code_that_is_not_there_is_null() => Assert.Null(Source(new ModuleCache()).Find(FakeKernel.SomeCid, blocks));

    [Fact]
    public void Code_is_compiled_once_and_found_without_the_store()
    {
        ModuleCache modules = new();
        Cid code = Put(1);
        IActorCode? found = Source(modules).Find(code, blocks);
        Assert.NotNull(found);
        Assert.Same(found, Source(modules).Find(code, new MemoryBlockstore()));
        Assert.Equal(1, modules.Count);
    }

    [Fact]
    public void Other_prices_are_other_code()
    {
        ModuleCache modules = new();
        Cid code = Put(1);
        IActorCode cheap = Source(modules).Find(code, blocks)!;
        InstructionPrices dear = FakeGas.Hygge.Metering with { Instruction = 8_000 };
        IActorCode costly = new WasmCodeSource(modules, dear, SyscallTable.V3).Find(code, blocks)!;
        Assert.NotSame(cheap, costly);
        Assert.Equal(2, modules.Count);

        FakeKernel kernel = new();
        cheap.Invoke(kernel, 0);
        Assert.Equal(("wasm_exec", 60_000UL), kernel.Gas.Charges[^1]);
        kernel = new FakeKernel();
        costly.Invoke(kernel, 0);
        Assert.Equal(("wasm_exec", 120_000UL), kernel.Gas.Charges[^1]);
    }

    [Fact]
    public void The_least_recently_used_goes_first()
    {
        ModuleCache modules = new(2);
        WasmCodeSource source = Source(modules);
        Cid[] codes = [Put(1), Put(2), Put(3)];
        source.Find(codes[0], blocks);
        source.Find(codes[1], blocks);
        source.Find(codes[0], blocks);
        source.Find(codes[2], blocks);
        Assert.Equal(2, modules.Count);
        MemoryBlockstore empty = new();
        Assert.NotNull(source.Find(codes[0], empty));
        Assert.NotNull(source.Find(codes[2], empty));
        Assert.Null(source.Find(codes[1], empty));
    }

    [Fact]
    public void Threads_that_want_the_same_code_get_the_same()
    {
        WasmCodeSource source = Source(new ModuleCache());
        Cid code = Put(1);
        IActorCode?[] found = new IActorCode?[16];
        Parallel.For(0, found.Length, i => found[i] = source.Find(code, blocks));
        Assert.All(found, item => Assert.Same(found[0], item));
    }

    [Fact]
    public void What_does_not_load_is_fatal_and_not_kept()
    {
        (string Why, byte[] Wasm)[] bad =
        [
            ("no wasm", [1, 2, 3]),
            ("invalid: a result is missing", new TestActor().Invoke(new Code()).Build()),
            ("memory of more than 512 MiB", new TestActor { MemoryPages = 8_193 }.Invoke(new Code().I32(0)).Build()),
            ("table of more than 20,000 elements", new TestActor().Table(20_001, null).Invoke(new Code().I32(0)).Build()),
            ("a gas counter of its own", new TestActor().ImportGlobal("gas", "gas_counter").Invoke(new Code().I32(0)).Build()),
        ];
        ModuleCache modules = new();
        foreach ((string why, byte[] wasm) in bad)
        {
            Cid code = Cid.ForBlock(Multicodec.Raw, wasm);
            blocks.Put(code, wasm);
            for (int i = 0; i < 2; i++)
            {
                FatalException fatal = Assert.Throws<FatalException>(() => Source(modules).Find(code, blocks));
                Assert.True(fatal.Message.Contains(code.ToString()), why);
            }
        }

        Assert.Equal(0, modules.Count);
    }

    [Fact]
    public void The_limits_themselves_load()
    {
        byte[] wasm = new TestActor { MemoryPages = 8_192 }.Table(20_000, null).Invoke(new Code().I32(0)).Build();
        Assert.NotNull(TestActor.Load(wasm));
    }

    private static WasmCodeSource Source(ModuleCache modules) => new(modules, FakeGas.Hygge.Metering, SyscallTable.V3);

    private Cid Put(int result)
    {
        byte[] wasm = new TestActor().Invoke(new Code().I32(result)).Build();
        Cid code = Cid.ForBlock(Multicodec.Raw, wasm);
        blocks.Put(code, wasm);
        return code;
    }
}
