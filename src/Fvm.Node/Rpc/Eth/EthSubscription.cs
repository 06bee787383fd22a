using System.Text.Json;

namespace Fvm.Node.Rpc.Eth;

/// <summary>A subscription over a WebSocket. Its values come after the answer that names it: a client that does not know the name yet would drop them (viem).</summary>
internal sealed class EthSubscription(RpcSession session, string id)
{
    private readonly Lock sync = new();
    private List<Action<Utf8JsonWriter>>? early = [];

    /// <summary>Sends a value.</summary>
    public void Send(Action<Utf8JsonWriter> value)
    {
        lock (sync)
        {
            if (early is not null)
                early.Add(value);
            else
                session.NotifySubscription(id, value);
        }
    }

    /// <summary>The answer is on its way.</summary>
    public void Begin()
    {
        lock (sync)
        {
            foreach (Action<Utf8JsonWriter> value in early ?? [])
                session.NotifySubscription(id, value);
            early = null;
        }
    }
}
