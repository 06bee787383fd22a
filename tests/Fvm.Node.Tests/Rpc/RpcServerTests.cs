using System.Net;
using System.Net.WebSockets;
using System.Text;
using Fvm.Node.Rpc;
using Fvm.Node.Rpc.Transport;

namespace Fvm.Node.Tests.Rpc;

/// <summary>The wire: HTTP and WebSocket on one port.</summary>
public sealed class RpcServerTests
{
    private const string Request = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""";
    private const string Answer = """{"jsonrpc":"2.0","id":1,"result":"0x1df5e76"}""";

    [Theory]
    [InlineData("/")]
    [InlineData("/rpc/v0")]
    [InlineData("/rpc/v1")]
    [InlineData("/rpc/v1/")]
    [InlineData("/rpc/v2")]
    public async Task AnswersAtAllPaths(string path)
    {
        await using RpcServer server = await StartAsync();
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.PostAsync(new Uri(server.HttpUri, path), new StringContent(Request));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.HttpUri.Authority}{path}"), CancellationToken.None);
        Assert.Equal(Answer, await AskAsync(socket, Request));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task GreetsBrowsersAndRefusesTheRest()
    {
        await using RpcServer server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.HttpUri };
        Assert.Equal("hello\n", await client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/rest")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.DeleteAsync("/")).StatusCode);
        using HttpResponseMessage silent = await client.PostAsync("/", new StringContent("""{"method":"eth_chainId"}"""));
        Assert.Equal((HttpStatusCode.NoContent, ""), (silent.StatusCode, await silent.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task LetsPagesOfAnyOriginAsk()
    {
        await using RpcServer server = await StartAsync();
        using var client = new HttpClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, server.HttpUri);
        preflight.Headers.Add("Origin", "http://localhost:3000");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using HttpResponseMessage allowed = await client.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("authorization,content-type", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }

    [Fact]
    public async Task RefusesWhatIsTooLong()
    {
        await using RpcServer server = await StartAsync(new RpcLimits { RequestBytes = 100_000 });
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.PostAsync(server.HttpUri, new StringContent(new string(' ', 200_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("longer than 100000 bytes", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage long1 = await client.PostAsync(server.HttpUri, new StringContent(Request + new string(' ', 90_000)));
        Assert.Equal(Answer, await long1.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AWaitingRequestLetsTheNextOnesPass()
    {
        await using RpcServer server = await StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.HttpUri.Authority}/"), CancellationToken.None);
        await SayAsync(socket, """{"id":"slow","method":"test_wait"}""");
        Assert.Equal(Answer, await AskAsync(socket, Request));
        await SayAsync(socket, """{"id":"next","method":"test_release"}""");
        string[] answers = [await HearAsync(socket), await HearAsync(socket)];
        Assert.Equal(["""{"jsonrpc":"2.0","id":"next","result":true}""", """{"jsonrpc":"2.0","id":"slow","result":true}"""], answers.Order());
    }

    [Fact]
    public async Task StopsWithAClientThatHangs()
    {
        RpcServer server = await StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.HttpUri.Authority}/"), CancellationToken.None);
        await SayAsync(socket, """{"id":"slow","method":"test_wait"}""");
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task APortInUseIsSaid()
    {
        await using RpcServer server = await StartAsync();
        await Assert.ThrowsAsync<IOException>(() =>
            RpcServer.StartAsync(new IPEndPoint(IPAddress.Loopback, server.HttpUri.Port), new RpcDispatcher(TestMethods.Table(), new RpcLimits()), "hello\n"));
    }

    private static Task<RpcServer> StartAsync(RpcLimits? limits = null) =>
        RpcServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), new RpcDispatcher(TestMethods.Table(), limits ?? new RpcLimits()), "hello\n");

    private static async Task<string> AskAsync(ClientWebSocket socket, string request)
    {
        await SayAsync(socket, request);
        return await HearAsync(socket);
    }

    private static Task SayAsync(ClientWebSocket socket, string request) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> HearAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        byte[] buffer = new byte[10_000];
        WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
