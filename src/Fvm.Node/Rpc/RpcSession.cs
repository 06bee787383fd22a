using System.Text.Json;
using System.Threading.Channels;

namespace Fvm.Node.Rpc;

/// <summary>
/// A connection that can be sent to. It holds what the client has subscribed to: subscriptions of Ethereum's by their names, channels of lotus's (go-jsonrpc)
/// by the id of the request that opened them.
/// </summary>
internal sealed class RpcSession(RpcLimits limits) : IDisposable
{
    private readonly Channel<ReadOnlyMemory<byte>> outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(limits.UnreadMessages) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<string, IDisposable> open = new(StringComparer.Ordinal);
    private ulong lastChannel;
    private bool closed;

    /// <summary>What is to be sent.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Outgoing => outgoing.Reader;

    /// <summary>Sends a message; a client that is too far behind is cut off.</summary>
    /// <param name="message">The message.</param>
    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!outgoing.Writer.TryWrite(message))
            outgoing.Writer.TryComplete();
    }

    /// <summary>Nothing more will be sent.</summary>
    public void Complete() => outgoing.Writer.TryComplete();

    /// <summary>Sends a notification.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="parameters">Writes what <c>params</c> is.</param>
    public void Notify(string method, Action<Utf8JsonWriter> parameters)
    {
        var buffer = new RpcBuffer();
        using (var writer = new Utf8JsonWriter(buffer, RpcJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("method"u8, method);
            writer.WritePropertyName("params"u8);
            parameters(writer);
            writer.WriteEndObject();
        }

        Send(buffer.Written);
    }

    /// <summary>Sends a value to a subscription of Ethereum's.</summary>
    /// <param name="subscription">Its name.</param>
    /// <param name="value">Writes the value.</param>
    public void NotifySubscription(string subscription, Action<Utf8JsonWriter> value) => Notify("eth_subscription", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("subscription"u8, subscription);
        writer.WritePropertyName("result"u8);
        value(writer);
        writer.WriteEndObject();
    });

    /// <summary>Sends a value to a channel of lotus's.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="value">Writes the value.</param>
    public void NotifyChannel(ulong channel, Action<Utf8JsonWriter> value) => Notify("xrpc.ch.val", writer =>
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(channel);
        value(writer);
        writer.WriteEndArray();
    });

    /// <summary>A number for a new channel.</summary>
    public ulong NewChannel() => Interlocked.Increment(ref lastChannel);

    /// <summary>Keeps something until it is closed by its key, or the connection ends.</summary>
    /// <param name="key">The key.</param>
    /// <param name="resource">What is disposed of then.</param>
    /// <exception cref="RpcException">There are too many.</exception>
    public void Open(string key, IDisposable resource)
    {
        bool isOver;
        lock (open)
        {
            isOver = open.Count >= limits.Subscriptions;
            if (!isOver && !closed)
            {
                if (open.Remove(key, out IDisposable? former))
                    former.Dispose();
                open[key] = resource;
                return;
            }
        }

        resource.Dispose();
        if (isOver)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"a connection has at most {limits.Subscriptions} subscriptions");
    }

    /// <summary>Closes something; false if there is nothing of that key.</summary>
    /// <param name="key">The key.</param>
    public bool Close(string key)
    {
        IDisposable? resource;
        lock (open)
        {
            if (!open.Remove(key, out resource))
                return false;
        }

        resource.Dispose();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        IDisposable[] all;
        lock (open)
        {
            closed = true;
            all = [.. open.Values];
            open.Clear();
        }

        foreach (IDisposable resource in all)
            resource.Dispose();
    }
}
