using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Fvm.Bench.Crypto;

/// <summary>
/// The BN254 pairing of a running anvil, by eth_call: a contract calls the precompile N times, so that the request itself can be taken off
/// (time of N calls less time of none, over N).
/// </summary>
internal sealed class AnvilPeer(string url) : IDisposable
{
    private const string Contract = "0x00000000000000000000000000000000000be254";

    /// <summary>
    /// Copies its input behind the first word to memory, then, as often as the first word says, calls precompile 8 with it; reverts unless it gives one:
    /// <c>for (n = calldataload(0); n; n--) { require(staticcall(gas, 8, 0, calldatasize - 32, 0, 32)) ; }</c>, the input copied anew each time.
    /// </summary>
    private const string Code =
        "0x"
        + "600035" // n
        + "5b" // 3: loop
        + "8015602f57" // if n == 0 goto 0x2f
        + "6020360360206000" // size, 32, 0
        + "37" // calldatacopy(0, 32, size)
        + "60206000" // output length, output offset
        + "602036036000" // input length, input offset
        + "60085afa" // staticcall(gas, 8, 0, size, 0, 32)
        + "600051" // mload(0)
        + "16" // success and one
        + "156035" + "57" // else revert
        + "600190" + "03" // n - 1
        + "6003" + "56" // loop
        + "5b60206000f3" // 0x2f: return(0, 32)
        + "5b60006000fd"; // 0x35: revert

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };

    internal void Deploy() => Request("anvil_setCode", Contract, Code);

    /// <summary>Microseconds of a request that runs the check so many times.</summary>
    internal double Time(string input, int count)
    {
        string data = $"0x{count:x64}{input}";
        long start = Stopwatch.GetTimestamp();
        string answer = Request("eth_call", new { to = Contract, data, gas = "0x12a05f200" }, "latest").GetString()!;
        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return count == 0 || answer.EndsWith('1') ? time : throw new InvalidOperationException($"anvil answers {answer}");
    }

    public void Dispose() => _client.Dispose();

    private JsonElement Request(string method, params object[] parameters)
    {
        using HttpResponseMessage response =
            _client.PostAsJsonAsync(url, new { jsonrpc = "2.0", id = 1, method, @params = parameters }).GetAwaiter().GetResult();
        JsonElement answer = response.Content.ReadFromJsonAsync<JsonElement>().GetAwaiter().GetResult();
        return answer.TryGetProperty("error", out JsonElement error) ? throw new InvalidOperationException($"{method}: {error}") : answer.GetProperty("result");
    }
}
