using System.Runtime.ExceptionServices;

namespace Fvm.Wasm;

/// <summary>
/// Does one piece of work for each function of a module, on several threads where there are processors and enough code: functions know nothing
/// of each other while they are checked and metered. What comes out is what one thread would make of it, the first error included.
/// </summary>
/// <typeparam name="TLane">What one thread keeps from function to function.</typeparam>
internal sealed class FunctionLanes<TLane> : IThreadPoolWorkItem
{
    /// <summary>Less code than this is done sooner than another thread begins.</summary>
    private const long WorthSharing = 64 << 10;

    private const int Batch = 16;
    private const int MostHelpers = 3;
    private readonly int _count;
    private readonly Func<TLane> _open;
    private readonly Action<TLane, int> _work;
    private readonly Lock _gate = new();
    private int _next;
    private int _running;
    private bool _closed;
    private int _failedAt = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    private FunctionLanes(int count, Func<TLane> open, Action<TLane, int> work)
    {
        _count = count;
        _open = open;
        _work = work;
    }

    /// <summary>Does the work for the functions from 0 on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="codeBytes">The size of their code.</param>
    /// <param name="open">Begins a thread's part.</param>
    /// <param name="work">The work; throws the error of the function.</param>
    public static void Run(int count, long codeBytes, Func<TLane> open, Action<TLane, int> work)
    {
        var helpers = codeBytes < WorthSharing ? 0 : Math.Min(Environment.ProcessorCount - 1, MostHelpers);
        var lanes = new FunctionLanes<TLane>(count, open, work);
        for (var i = 0; i < helpers; i++) ThreadPool.UnsafeQueueUserWorkItem(lanes, preferLocal: false);
        lanes.Work();
        lanes.Close();
        lanes._failure?.Throw();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            if (_closed) return;
            Interlocked.Increment(ref _running);
        }

        try
        {
            Work();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void Work()
    {
        var lane = _open();
        while (true)
        {
            // Batches are handed out in order: whatever is before a function that fails has its thread already.
            var first = Interlocked.Add(ref _next, Batch) - Batch;
            if (first >= _count || first > Volatile.Read(ref _failedAt)) return;
            Work(lane, first, Math.Min(first + Batch, _count));
        }
    }

    private void Work(TLane lane, int from, int to)
    {
        var at = from;
        try
        {
            for (; at < to; at++) _work(lane, at);
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                if (at >= _failedAt) return;
                _failedAt = at;
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }
    }

    // A helper that has not begun by now has nothing to do.
    private void Close()
    {
        lock (_gate) _closed = true;
        var wait = new SpinWait();
        while (Volatile.Read(ref _running) > 0) wait.SpinOnce();
    }
}
