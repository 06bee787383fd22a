using System.Text;
using System.Text.Json;
using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>A devnet and the methods over it, without a port.</summary>
internal sealed class RpcDevnet : IAsyncDisposable
{
    private readonly DevnetRpc rpc;

    private RpcDevnet(Devnet net, RpcLimits limits)
    {
        Net = net;
        rpc = new DevnetRpc(net, limits);
    }

    public Devnet Net { get; }

    public RpcMethodTable Methods => rpc.Methods;

    public RpcDispatcher Dispatcher => rpc.Dispatcher;

    /// <summary>Starts one that makes no tipset by itself: on a slow machine a test may last longer than a heartbeat.</summary>
    public static async Task<RpcDevnet> StartAsync(DevnetOptions? options = null, RpcLimits? limits = null) =>
        new(await Devnet.StartAsync((options ?? new DevnetOptions()) with { Heartbeat = null }), limits ?? new RpcLimits());

    /// <summary>The methods over a devnet that ends with them.</summary>
    public static RpcDevnet Over(Devnet net) => new(net, new RpcLimits());

    /// <summary>The whole answer to a call with parameters as JSON.</summary>
    public async Task<JsonElement> AnswerAsync(string method, string parameters = "")
    {
        var answer = new RpcBuffer();
        byte[] request = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[{{parameters}}]}""");
        await rpc.Dispatcher.AnswerAsync(request, null, answer, CancellationToken.None);
        using JsonDocument document = JsonDocument.Parse(answer.Written);
        return document.RootElement.Clone();
    }

    /// <summary>The result of a call that succeeds.</summary>
    public async Task<JsonElement> ResultAsync(string method, string parameters = "")
    {
        JsonElement answer = await AnswerAsync(method, parameters);
        return answer.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    /// <summary>The result of a call, as text.</summary>
    public async Task<string?> TextAsync(string method, string parameters = "") => (await ResultAsync(method, parameters)).GetString();

    /// <summary>Code and message of a call that fails.</summary>
    public async Task<(int Code, string Message)> ErrorAsync(string method, string parameters = "")
    {
        JsonElement answer = await AnswerAsync(method, parameters);
        return answer.TryGetProperty("error", out JsonElement error)
            ? (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!)
            : throw new InvalidOperationException($"{method} succeeds: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        rpc.Dispose();
        await Net.DisposeAsync();
    }
}
