using System.Threading.Channels;

namespace Fvm.Node.Rpc;

/// <summary>
/// Waits for what becomes of a message. It watches the chain from its making on, which is to be before the message is sent: what is told while a client sends, or while
/// it looks, is not missed.
/// </summary>
internal sealed class MessageWait : IDisposable
{
    private readonly Channel<ChainChange> news = Channel.CreateUnbounded<ChainChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDisposable watching;

    public MessageWait(Devnet net)
    {
        watching = net.Watch(change =>
        {
            if (change is TipsetMade or MessageDropped)
                news.Writer.TryWrite(change);
        });
    }

    /// <summary>Looks, and looks again after each tipset.</summary>
    /// <param name="look">Gives what is waited for, or null.</param>
    /// <param name="failure">What the drop of a message is to the one who waits: null where it is of another message.</param>
    /// <param name="cancelled">Ends the wait.</param>
    /// <exception cref="RpcException">The message was dropped.</exception>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look, Func<MessageDropped, RpcException?> failure, CancellationToken cancelled)
        where T : class
    {
        while (true)
        {
            if (await look().ConfigureAwait(false) is { } found)
                return found;
            while (await news.Reader.ReadAsync(cancelled).ConfigureAwait(false) is MessageDropped dropped)
            {
                if (failure(dropped) is { } fatal)
                    throw fatal;
            }
        }
    }

    public void Dispose() => watching.Dispose();
}
