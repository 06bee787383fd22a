namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Threads that share out a range of numbers. Guests need more stack than a pool's thread has for sure.</summary>
internal static class FuzzWorkers
{
    private const int StackBytes = 64 << 20;

    /// <summary>Calls <paramref name="work"/> for every number below <paramref name="count"/>, <paramref name="jobs"/> at a time; the first exception is thrown again.</summary>
    public static void Run(long count, int jobs, Action<long> work) => RunWhile(jobs, number =>
    {
        if (number >= count)
            return false;
        work(number);
        return true;
    });

    /// <summary>Calls <paramref name="work"/> for number after number until it says no, <paramref name="jobs"/> at a time; the first exception is thrown again.</summary>
    public static void RunWhile(int jobs, Func<long, bool> work)
    {
        long next = -1;
        Exception? failure = null;
        var threads = new Thread[jobs];
        for (int i = 0; i < jobs; i++)
        {
            threads[i] = new Thread(Loop, StackBytes);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("a fuzzer's worker failed", failure);

        void Loop()
        {
            try
            {
                while (Volatile.Read(ref failure) is null && work(Interlocked.Increment(ref next)))
                {
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        }
    }
}
