using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Fvm.Evm;

namespace Fvm.Bench.Evm;

/// <summary>Another EVM behind Ethereum JSON-RPC: the same contract, the same calls.</summary>
internal sealed class Peer(string name, string url) : IDisposable
{
    private const string CallGas = "0x12a05f200";
    private const int EmptyRequests = 100;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };

    public string Name { get; } = name;

    /// <summary>The least time of a request without any work, in milliseconds.</summary>
    public double EmptyRequest { get; private set; } = double.MaxValue;

    public static Peer Parse(string text) => text.Split('=', 2) is [var name, var url]
        ? new Peer(name, url)
        : throw new ArgumentException($"--peer takes NAME=URL, not {text}.");

    public string Call(string from, string to, byte[] input) =>
        Request("eth_call", new { from, to, data = Hex(input), gas = CallGas }, "latest").GetString()!;

    public void Deploy(string address, byte[] code, in UInt256 slot, in UInt256 value)
    {
        Request("hardhat_setCode", address, Hex(code));
        Request("hardhat_setStorageAt", address, slot.ToHex(), Hex(value.ToBigEndian()));
    }

    /// <summary>Measures the empty request.</summary>
    public void Settle()
    {
        for (int i = 0; i < EmptyRequests; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Request("eth_chainId");
            EmptyRequest = Math.Min(EmptyRequest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private JsonElement Request(string method, params object[] parameters)
    {
        using var response = _client.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method, @params = parameters }).GetAwaiter().GetResult();
        var answer = response.Content.ReadFromJsonAsync<JsonElement>().GetAwaiter().GetResult();
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{method}: {error}") : answer.GetProperty("result");
    }

    public void Dispose() => _client.Dispose();
}
