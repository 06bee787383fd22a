using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Fvm.Node.Forks;

namespace Fvm.Node.Tests.Forks;

/// <summary>A node between a fork and its upstream: passes requests on, counts them, and does what it is told to answers.</summary>
internal sealed class FaultyUpstream : IDisposable
{
    private readonly HttpListener listener;
    private readonly HttpClient http = new();
    private readonly Lock sync = new();
    private readonly Dictionary<string, int> asked = [];
    private int underWay;

    public FaultyUpstream(UpstreamEndpoint upstream)
    {
        Route = _ => upstream;
        (listener, int port) = Listen();
        Endpoint = UpstreamEndpoint.TryParse($"http://127.0.0.1:{port}", out UpstreamEndpoint? own) ? own : throw new InvalidOperationException();
        _ = Task.Run(ServeAsync);
    }

    public UpstreamEndpoint Endpoint { get; }

    /// <summary>What becomes of an answer: given the method, the number of times that it was asked, and the answer, the status and the body that go out; null to cut the connection.</summary>
    public Func<string, int, string, (HttpStatusCode Status, string Body)?> Fault { get; set; } = static (_, _, body) => (HttpStatusCode.OK, body);

    /// <summary>Who answers a request.</summary>
    public Func<string, UpstreamEndpoint> Route { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The token that is asked for.</summary>
    public string? Token { get; set; }

    /// <summary>The most requests that were under way at once.</summary>
    public int Most { get; private set; }

    public int Asked(string method)
    {
        lock (sync)
            return asked.GetValueOrDefault(method);
    }

    public void Dispose()
    {
        listener.Close();
        http.Dispose();
    }

    /// <summary>A listener of this kind takes no port 0, and the port that was free may be somebody else's a moment later.</summary>
    private static (HttpListener Listener, int Port) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // The next one.
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            string request = await reader.ReadToEndAsync();
            string method = JsonDocument.Parse(request).RootElement.GetProperty("method").GetString()!;
            int count;
            lock (sync)
            {
                count = asked[method] = asked.GetValueOrDefault(method) + 1;
                Most = Math.Max(Most, ++underWay);
            }

            await Task.Delay(Delay);
            (HttpStatusCode Status, string Body)? answer = Token is not null && context.Request.Headers["Authorization"] != $"Bearer {Token}"
                ? (HttpStatusCode.Unauthorized, "")
                : Fault(method, count, await PassAsync(request));
            lock (sync)
                underWay--;
            if (answer is not { } given)
            {
                context.Response.Abort();
                return;
            }

            context.Response.StatusCode = (int)given.Status;
            context.Response.Close(Encoding.UTF8.GetBytes(given.Body), willBlock: true);
        }
        catch (Exception gone) when (gone is HttpListenerException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task<string> PassAsync(string request)
    {
        using HttpResponseMessage answer = await http.PostAsync(Route(request).Url, new StringContent(request, Encoding.UTF8, "application/json"));
        return await answer.Content.ReadAsStringAsync();
    }
}
