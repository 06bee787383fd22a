using Fvm.Abi;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls.Tests;

/// <summary>A host call is priced at 14,000 gas, 1.4 us at the network's 10 gas/ns: what it allocates must be a value that it needs.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("debug", "enabled", new long[] { 0 })]
    [InlineData("gas", "available", new long[] { 0 })]
    [InlineData("debug", "enabled", new long[] { -1 })]
    [InlineData("self", "set_root", new long[] { -1 })]
    [InlineData("crypto", "hash", new long[] { 0, 0x12, 0, 100, 200, -1 })]
    public void Calls_without_values_allocate_nothing_good_or_refused(string module, string name, long[] arguments)
    {
        IActorCode few = Repeated(module, name, arguments, 10);
        IActorCode many = Repeated(module, name, arguments, 10_010);

        // The smallest object takes 24 bytes, so less than one byte a call is none. An invocation's own objects may differ between the two: a better
        // tier of the runtime's keeps some of them on the stack (496 bytes against 656), and it comes when it comes.
        Assert.InRange(Least(many) - Least(few), -9_999, 9_999);
    }

    private static IActorCode Repeated(string module, string name, long[] arguments, int times)
    {
        TestActor actor = new();
        int syscall = actor.Import(module, name);
        FunctionType type = SyscallTable.V3.Find(module, name)!.Type;
        return actor.Invoke(new Code().Repeat(times, new Code().Call(syscall, type, arguments).Drop()).I32(0)).Compile();
    }

    /// <summary>The least of a few runs: the first ones compile, and a better tier may come in between any two.</summary>
    private static long Least(IActorCode code) => Enumerable.Range(0, 6).Min(_ => Allocated(code));

    private static long Allocated(IActorCode code)
    {
        FakeKernel kernel = new();
        kernel.Gas.Keeps = false;
        kernel.Gas.Limit = long.MaxValue;
        long before = GC.GetAllocatedBytesForCurrentThread();
        ActorExit exit = code.Invoke(kernel, 0);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(ActorExitKind.Returned, exit.Kind);
        return allocated;
    }
}
