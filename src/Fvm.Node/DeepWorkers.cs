using System.Collections.Concurrent;
using Fvm.Hosting;

namespace Fvm.Node;

/// <summary>
/// Threads with stacks for the deepest message (<see cref="DeepStack"/>), kept for the next piece of work instead of being made for each. One set a process; a thread
/// that has nothing to do for a while ends.
/// </summary>
internal sealed class DeepWorkers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly int Most = Math.Max(16, 4 * Environment.ProcessorCount);

    private readonly BlockingCollection<Action> work = [];
    private int idle;
    private int threads;

    public static DeepWorkers Shared { get; } = new();

    /// <summary>Runs a function on a deep thread.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception failed)
            {
                // Whatever it is belongs to who waits for the task.
                done.SetException(failed);
            }
        });
        if (Volatile.Read(ref idle) < work.Count && Volatile.Read(ref threads) < Most)
            Start();
        return done.Task;
    }

    private void Start()
    {
        Interlocked.Increment(ref threads);
        new Thread(() => DeepStack.Run(Serve), 1 << 18) { IsBackground = true, Name = "fvm devnet" }.Start();
    }

    private void Serve()
    {
        while (true)
        {
            Interlocked.Increment(ref idle);
            bool has = work.TryTake(out Action? next, Patience);
            Interlocked.Decrement(ref idle);
            if (has)
                next!();
            else if (work.Count == 0)
                break;
        }

        // Work that came just now is not left lying: who brought it counted on this thread.
        Interlocked.Decrement(ref threads);
        if (work.Count != 0)
            Start();
    }
}
