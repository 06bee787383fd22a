using System.Globalization;
using System.Text.Json;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>
/// A channel of lotus's (go-jsonrpc): a request is answered with its number, and its values come as <c>xrpc.ch.val</c> after that, until the client cancels the request
/// (<c>xrpc.cancel</c>), or there are no more (<c>xrpc.ch.close</c>).
/// </summary>
internal sealed class LotusChannel : IDisposable
{
    private readonly RpcSession session;
    private readonly string key;
    private readonly ulong number;
    private readonly HeldValues values;
    private IDisposable? watching;

    private LotusChannel(RpcSession session, string? id)
    {
        this.session = session;
        key = Key(id ?? "");
        number = session.NewChannel();
        values = new HeldValues(value => session.NotifyChannel(number, value));
    }

    /// <summary>Opens a channel.</summary>
    /// <param name="call">The request; it is answered with the number.</param>
    /// <param name="net">The chain.</param>
    /// <param name="first">Sends what there is before anything changes.</param>
    /// <param name="watcher">Sends of what changes.</param>
    public static async ValueTask OpenAsync(RpcCall call, Devnet net, Action<LotusChannel> first, Action<LotusChannel, ChainChange> watcher)
    {
        var channel = new LotusChannel(call.NeedSession(), call.Id);
        await net.ChangeAsync(() =>
        {
            first(channel);
            channel.watching = net.Watch(change => watcher(channel, change));
            return true;
        }).ConfigureAwait(false);
        channel.session.Open(channel.key, channel);
        call.AfterAnswer(channel.Begin);
        call.Result.WriteNumberValue(channel.number);
    }

    /// <summary>Cancels the channel of a request.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="id">The request's id as JSON.</param>
    public static void Cancel(RpcSession session, string id) => session.Close(Key(id));

    /// <summary>Sends a value.</summary>
    public void Send(Action<Utf8JsonWriter> value) => values.Send(value);

    /// <summary>There are no more values.</summary>
    public void End()
    {
        if (values.End())
            session.Close(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watching?.Dispose();
        session.Notify("xrpc.ch.close", writer =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(number);
            writer.WriteEndArray();
        });
    }

    private void Begin()
    {
        if (values.Release())
            session.Close(key);
    }

    private static string Key(string id) => string.Create(CultureInfo.InvariantCulture, $"channel of request {id}");
}
