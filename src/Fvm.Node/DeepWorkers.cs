using Fvm.Hosting;

namespace Fvm.Node;

/// <summary>
/// Threads with stacks for the deepest message (<see cref="DeepStack"/>), kept for the next piece of work instead of being made for each. One set a process; a thread
/// that has nothing to do for a while ends. Work goes straight to the thread that became idle last, which sleeps until then and does not spin: on a busy computer
/// what a call waits for is threads that have to wake.
/// </summary>
internal sealed class DeepWorkers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly int Most = Math.Max(16, 4 * Environment.ProcessorCount);

    private readonly Lock sync = new();
    private readonly Queue<Action> waiting = [];
    private readonly List<Worker> idle = [];
    private int threads;

    public static DeepWorkers Shared { get; } = new();

    /// <summary>Runs a function on a deep thread.</summary>
    /// <param name="function">The function.</param>
    /// <param name="continuesThere">
    /// Whether what awaits the task goes on at once and on the deep thread. Only for continuations that are known to be short and never to wait for other work here.
    /// </param>
    public Task<T> RunAsync<T>(Func<T> function, bool continuesThere = false)
    {
        var done = new TaskCompletionSource<T>(continuesThere ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        Give(() =>
        {
            T result;
            try
            {
                result = function();
            }
            catch (Exception failed)
            {
                // Whatever it is belongs to who waits for the task.
                done.SetException(failed);
                return;
            }

            done.SetResult(result);
        });
        return done.Task;
    }

    private void Give(Action work)
    {
        Worker? taker = null;
        bool isNew = false;
        lock (sync)
        {
            if (idle.Count != 0)
            {
                taker = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                taker.Next = work;
            }
            else
            {
                waiting.Enqueue(work);
                isNew = threads < Most;
                threads += isNew ? 1 : 0;
            }
        }

        taker?.Woken.Set();
        if (isNew)
            new Thread(() => DeepStack.Run(Serve), 1 << 18) { IsBackground = true, Name = "fvm devnet" }.Start();
    }

    private void Serve()
    {
        using var worker = new Worker();
        while (Take(worker) is { } work)
            work();
    }

    /// <summary>The next piece of work; null when there was none for a while, and the thread is to end.</summary>
    private Action? Take(Worker worker)
    {
        lock (sync)
        {
            if (waiting.TryDequeue(out Action? next))
                return next;
            worker.Next = null;
            idle.Add(worker);
        }

        if (!worker.Woken.WaitOne(Patience))
        {
            lock (sync)
            {
                if (idle.Remove(worker))
                {
                    threads--;
                    return null;
                }
            }

            // Somebody took it from the list just now.
            worker.Woken.WaitOne();
        }

        return worker.Next;
    }

    private sealed class Worker : IDisposable
    {
        public AutoResetEvent Woken { get; } = new(false);

        public Action? Next { get; set; }

        public void Dispose() => Woken.Dispose();
    }
}
