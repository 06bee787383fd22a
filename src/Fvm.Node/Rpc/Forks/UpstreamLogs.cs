using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Node.Forks;

namespace Fvm.Node.Rpc.Forks;

/// <summary>The part of a range of logs that lies before a fork.</summary>
internal static class UpstreamLogs
{
    /// <summary>The logs of a filter up to the fork, as the upstream tells them: a JSON array.</summary>
    /// <param name="upstream">The chain before the fork.</param>
    /// <param name="filter">The filter as it came.</param>
    /// <param name="first">The first epoch that is meant.</param>
    /// <param name="last">The last epoch that is meant.</param>
    public static byte[] Find(UpstreamChain upstream, JsonElement filter, long first, long last)
    {
        JsonObject same = filter.ValueKind == JsonValueKind.Object ? JsonObject.Create(filter)! : [];
        same["fromBlock"] = $"0x{first:x}";
        same["toBlock"] = $"0x{Math.Min(last, upstream.LastEpoch):x}";
        return UpstreamMethods.Told(upstream, () => upstream.AskByNumber("eth_getLogs", $"[{same.ToJsonString()}]"));
    }

    /// <summary>Writes them into an array that has begun.</summary>
    public static void Write(Utf8JsonWriter result, byte[] logs)
    {
        using JsonDocument document = JsonDocument.Parse(logs);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            return;
        foreach (JsonElement log in document.RootElement.EnumerateArray())
            log.WriteTo(result);
    }
}
