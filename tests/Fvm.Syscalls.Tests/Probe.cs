using Fvm.Abi;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls.Tests;

/// <summary>
/// Calls one syscall from wasm and looks at what came of it: the error number, what the kernel was asked, and the memory behind it. The
/// memory is one page, filled as a test wants.
/// </summary>
/// <param name="syscalls">The syscalls; those of FVM v3 unless told.</param>
internal sealed class Probe(SyscallTable? syscalls = null)
{
    public const int PageSize = 65_536;

    private readonly List<(int Offset, byte[] Bytes)> data = [];

    public FakeKernel Kernel { get; } = new(FakeGas.PricesFor(syscalls ?? SyscallTable.V3));

    /// <summary>The memory after the call.</summary>
    public byte[] Memory => Kernel.Snapshot;

    public Probe With(int offset, ReadOnlySpan<byte> bytes)
    {
        data.Add((offset, bytes.ToArray()));
        return this;
    }

    /// <summary>Calls; the error number.</summary>
    public uint Call(string module, string name, params ReadOnlySpan<long> arguments)
    {
        ActorExit exit = Run(module, name, arguments);
        Assert.Equal(ActorExitKind.Returned, exit.Kind);
        return exit.Block;
    }

    /// <summary>Calls; how the actor ended. It returns the error number as a handle.</summary>
    public ActorExit Run(string module, string name, params ReadOnlySpan<long> arguments)
    {
        TestActor actor = new(syscalls);
        FunctionType type = (syscalls ?? SyscallTable.V3).Find(module, name)!.Type;
        int syscall = actor.Import(module, name);
        int create = actor.Import("ipld", "block_create");
        foreach ((int offset, byte[] bytes) in data) actor.Data(offset, bytes);

        // The handle of the snapshot goes where no test looks: behind it is nothing left in the page.
        Code code = new Code().Call(syscall, type, arguments).LocalSet(1)
            .I32(PageSize - 4).I64((long)FakeKernel.SnapshotCodec).I32(0).I32(PageSize).Call(create).Drop()
            .LocalGet(1);
        return actor.Invoke(code).Compile().Invoke(Kernel, 0);
    }
}
