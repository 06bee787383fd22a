using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Fvm.Node.Ledger;

namespace Fvm.Node.Forks;

/// <summary>
/// Answers of the upstream about what no longer changes: tipsets, messages and states before the fork. Each is asked for once; they are kept as the blocks are, in the chain's folder or in
/// memory, there as many as a limit allows.
/// </summary>
internal sealed class UpstreamAnswers(UpstreamClient upstream, ChainDatabase? database)
{
    private const long MaxBytesInMemory = 64 << 20;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);
    private long bytes;

    /// <summary>Who is asked.</summary>
    public UpstreamEndpoint Endpoint => upstream.Endpoint;

    /// <summary>The answer to a method, as JSON; null is not kept, since it may be there later.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters, as JSON.</param>
    /// <param name="check">Throws if an answer that came just now is not to be believed; null for any.</param>
    /// <exception cref="UpstreamException">The upstream does not answer, or refuses.</exception>
    public byte[] Ask(string method, string parameters, Action? check = null)
    {
        string request = method + parameters;
        if (known.TryGetValue(request, out byte[]? answer) || TryRead(request, out answer))
            return answer;
        answer = upstream.Call(method, parameters, static result => Encoding.UTF8.GetBytes(result.GetRawText()));
        check?.Invoke();
        if (!answer.AsSpan().SequenceEqual("null"u8))
            Keep(request, answer);
        return answer;
    }

    /// <summary>What the answer to a method says.</summary>
    public T Ask<T>(string method, string parameters, Func<JsonElement, T> read, Action? check = null)
    {
        byte[] answer = Ask(method, parameters, check);
        using JsonDocument document = JsonDocument.Parse(answer);
        try
        {
            return read(document.RootElement);
        }
        catch (Exception useless) when (useless is FormatException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new UpstreamException($"{Endpoint.Shown} answers {method} with what is of no use: {useless.Message}", useless);
        }
    }

    /// <summary>What the answer to a method says now; it is not kept.</summary>
    public T AskNow<T>(string method, string parameters, Func<JsonElement, T> read) => upstream.Call(method, parameters, read);

    private bool TryRead(string request, out byte[] answer)
    {
        answer = [];
        if (database is null)
            return false;
        lock (database.Sync)
        {
            if (database.Command("SELECT answer FROM answers WHERE request = $1", request).ExecuteScalar() is not byte[] kept)
                return false;
            answer = kept;
            return true;
        }
    }

    private void Keep(string request, byte[] answer)
    {
        if (database is not null)
        {
            lock (database.Sync)
                database.Command("INSERT OR IGNORE INTO answers VALUES ($1, $2)", request, answer).ExecuteNonQuery();
        }
        else if (Interlocked.Add(ref bytes, answer.Length + request.Length) <= MaxBytesInMemory)
        {
            known[request] = answer;
        }
    }
}
