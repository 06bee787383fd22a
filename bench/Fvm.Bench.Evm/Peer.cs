using System.Net.Http.Json;
using System.Text.Json;

namespace Fvm.Bench.Evm;

/// <summary>Another EVM behind Ethereum JSON-RPC (anvil): the same contract, the same calls.</summary>
internal sealed class Peer(string url) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };

    public string Call(string from, string to, string data) =>
        Request("eth_call", new { from, to, data, gas = "0x12a05f200" }, "latest").GetString()!;

    /// <summary>The least time of a request: what RPC costs without any work.</summary>
    public void Ping() => Request("eth_chainId");

    public void Deploy(string address, string code, string balanceSlot, string balance)
    {
        Request("anvil_setCode", address, code);
        Request("anvil_setStorageAt", address, balanceSlot, balance);
    }

    private JsonElement Request(string method, params object[] parameters)
    {
        using var response = _client.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method, @params = parameters }).GetAwaiter().GetResult();
        var answer = response.Content.ReadFromJsonAsync<JsonElement>().GetAwaiter().GetResult();
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{method}: {error}") : answer.GetProperty("result");
    }

    public void Dispose() => _client.Dispose();
}
