using System.Text.Json;

namespace Fvm.Node.Rpc;

/// <summary>
/// The values of a subscription or a channel over a WebSocket. They come after the answer that names it: a client that does not know the name yet would drop them (viem).
/// </summary>
/// <param name="send">Sends a value.</param>
internal sealed class HeldValues(Action<Action<Utf8JsonWriter>> send)
{
    private readonly Lock sync = new();
    private List<Action<Utf8JsonWriter>>? early = [];
    private bool isLast;

    /// <summary>Sends a value, or holds it back until the answer is on its way.</summary>
    public void Send(Action<Utf8JsonWriter> value)
    {
        lock (sync)
        {
            if (early is not null)
                early.Add(value);
            else
                send(value);
        }
    }

    /// <summary>There are no more values.</summary>
    /// <returns>Whether that can be told now; else <see cref="Release"/> says when.</returns>
    public bool End()
    {
        lock (sync)
        {
            isLast = true;
            return early is null;
        }
    }

    /// <summary>The answer is on its way.</summary>
    /// <returns>Whether there are no more values.</returns>
    public bool Release()
    {
        lock (sync)
        {
            foreach (Action<Utf8JsonWriter> value in early ?? [])
                send(value);
            early = null;
            return isLast;
        }
    }
}
