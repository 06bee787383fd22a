namespace Fvm.Node.Rpc;

/// <summary>When a call ends at the latest: made only when a method asks, since nearly none does.</summary>
internal sealed class RpcDeadline(TimeSpan time, CancellationToken cancelled) : IDisposable
{
    private readonly long start = Environment.TickCount64;
    private CancellationTokenSource? source;

    /// <summary>Set when the time is over or nobody waits any more.</summary>
    public CancellationToken Token
    {
        get
        {
            if (source is null)
            {
                source = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
                source.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(0, time.TotalMilliseconds - (Environment.TickCount64 - start))));
            }

            return source.Token;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source?.Dispose();
}
