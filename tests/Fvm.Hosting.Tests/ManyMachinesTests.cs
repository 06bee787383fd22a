using Fvm.Abi.Node;
using Fvm.Ipld;

namespace Fvm.Hosting.Tests;

/// <summary>One machine a thread, many at once, one engine.</summary>
public class ManyMachinesTests
{
    private const int Threads = 8;
    private const int Messages = 25;

    [Fact]
    public void Machines_on_many_threads_share_an_engine_and_agree()
    {
        var engine = new ActorEngine();
        using var start = new Barrier(Threads);
        var roots = new Cid[Threads];
        var gas = new ulong[Threads];
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() => failures[i] = Record.Exception(() =>
        {
            var world = new CounterWorld();
            // Every other thread profiles: two compilations of the same module live side by side.
            VirtualMachine machine = world.Builder(engine).WithTracing(i % 2 == 0 ? TraceDetail.None : TraceDetail.Functions).Build();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            for (ulong nonce = 0; nonce < Messages; nonce++)
            {
                ApplyResult result = machine.Apply(CounterWorld.Add(nonce));
                Assert.True(result.Receipt.ExitCode.IsSuccess);
                gas[i] += result.Receipt.GasUsed;
            }

            roots[i] = machine.Flush();
        })))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.All(failures, Assert.Null);
        Assert.Single(roots.Distinct());
        Assert.Single(gas.Distinct());
    }
}
