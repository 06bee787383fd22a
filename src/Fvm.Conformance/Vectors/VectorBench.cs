using System.Diagnostics;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;

namespace Fvm.Conformance.Vectors;

/// <summary>One pass over the vectors.</summary>
/// <param name="Messages">Messages applied.</param>
/// <param name="GasUsed">Gas used by them, in whole gas.</param>
/// <param name="Load">Time to unpack the blocks into memory.</param>
/// <param name="Apply">Time to make the machines, apply the messages, and flush.</param>
/// <param name="Wall">Time by the clock, with all threads at work.</param>
/// <param name="Allocated">Bytes allocated while applying.</param>
public readonly record struct BenchPass(long Messages, ulong GasUsed, TimeSpan Load, TimeSpan Apply, TimeSpan Wall, long Allocated)
{
    internal BenchPass Plus(BenchPass other) => new(
        Messages + other.Messages, GasUsed + other.GasUsed, Load + other.Load, Apply + other.Apply, Wall, Allocated + other.Allocated);
}

/// <summary>
/// Times vectors. Files are read and decoded before; each pass unpacks a vector's blocks anew (a message changes them), then applies its messages and
/// flushes. Traces are off, nothing is compared but the receipts. The first pass with a fresh engine is the cold one: it compiles.
/// </summary>
public sealed class VectorBench
{
    private readonly List<(string Name, MessageVector Vector)> vectors = [];
    private readonly BundleStore bundles;

    /// <summary>Reads vectors; those that cannot be run are left out.</summary>
    /// <param name="sources">The vectors.</param>
    /// <param name="bundles">The imported bundles.</param>
    public VectorBench(IEnumerable<VectorSource> sources, BundleStore bundles)
    {
        ArgumentNullException.ThrowIfNull(sources);
        this.bundles = bundles;
        foreach (VectorSource source in sources)
        {
            if (!source.TryRead(out MessageVector? vector))
                continue;
            if (VectorRunner.Obstacle(vector, vector.Variants[0]) is null && VectorState.TryOpen(vector, bundles, out _, out _))
                vectors.Add((source.Name, vector with { Results = [] }));
            else
                LeftOut++;
        }
    }

    /// <summary>How many vectors are timed.</summary>
    public int Count => vectors.Count;

    /// <summary>How many were left out.</summary>
    public int LeftOut { get; }

    /// <summary>Runs every vector once.</summary>
    /// <param name="engine">Actor code.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="VectorFormatException">A receipt is not as recorded: such a time would mean nothing.</exception>
    public BenchPass Pass(ActorEngine engine, int jobs)
    {
        var sum = default(BenchPass);
        var gate = new Lock();
        int next = -1;
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(_ => new Thread(() => DeepStack.Run(Work)))];
        long start = Stopwatch.GetTimestamp();
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            throw new VectorFormatException(failure.Message, failure);
        return sum with { Wall = Stopwatch.GetElapsedTime(start) };

        void Work()
        {
            try
            {
                int index;
                var own = default(BenchPass);
                while ((index = Interlocked.Increment(ref next)) < vectors.Count)
                    own = own.Plus(Run(engine, vectors[index].Name, vectors[index].Vector));
                lock (gate)
                    sum = sum.Plus(own);
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        }
    }

    private BenchPass Run(ActorEngine engine, string name, MessageVector vector)
    {
        long start = Stopwatch.GetTimestamp();
        if (!VectorState.TryOpen(vector, bundles, out VectorState? state, out string? absent))
            throw new VectorFormatException($"{name}: {absent}");
        TimeSpan load = Stopwatch.GetElapsedTime(start);

        ulong gas = 0;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        var playback = new VectorPlayback(engine, vector, vector.Variants[0], state.Store, TraceDetail.None);
        bool same = true;
        for (int i = 0; i < vector.Messages.Count; i++)
        {
            Protocol.Receipt receipt = playback.Apply(i).Receipt;
            gas += receipt.GasUsed;
            same &= receipt.ExitCode.Value == vector.Receipts[i].ExitCode && receipt.GasUsed == vector.Receipts[i].GasUsed;
        }

        Cid root = playback.Machine.Flush();
        TimeSpan apply = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (SkipLedger.ReasonFor(name) is null && (!same || root != vector.PostRoot))
            throw new VectorFormatException($"{name}: does not pass");
        return new BenchPass(vector.Messages.Count, gas, load, apply, default, allocated);
    }
}
