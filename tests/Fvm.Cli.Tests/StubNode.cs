using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>A node that answers what it was told to, over HTTP, and remembers what it was asked. Methods that it was not told of are not there.</summary>
internal sealed class StubNode : IDisposable
{
    private readonly HttpListener listener;
    private readonly Dictionary<string, Func<JsonArray, string>> answers = [];
    private readonly List<(string Method, string Params)> asked = [];

    public StubNode()
    {
        (listener, Url) = Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Url { get; }

    /// <summary>What came, in its order.</summary>
    public IReadOnlyList<(string Method, string Params)> Asked
    {
        get
        {
            lock (asked)
                return [.. asked];
        }
    }

    /// <summary>Answers a method with a result, in JSON.</summary>
    public StubNode Says(string method, string result) => Answers(method, _ => $$"""{"result":{{result}}}""");

    /// <summary>Answers a method with an error.</summary>
    public StubNode Refuses(string method, int code, string message, string data = "null") =>
        Answers(method, _ => $$$"""{"error":{"code":{{{code}}},"message":"{{{message}}}","data":{{{data}}} }}""");

    /// <summary>Answers a method by its parameters.</summary>
    public StubNode Answers(string method, Func<JsonArray, string> answer)
    {
        answers[method] = answer;
        return this;
    }

    /// <summary>The parameters of the last call of a method.</summary>
    public JsonArray Last(string method) => JsonNode.Parse(Asked.Last(call => call.Method == method).Params)!.AsArray();

    public void Dispose() => listener.Close();

    /// <summary>A listener of this kind takes no port 0, and the port that was free may be somebody else's a moment later.</summary>
    private static (HttpListener Listener, string Url) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            string url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"{url}/");
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // The next one.
            }
        }
    }

    private void Serve()
    {
        try
        {
            while (true)
                Answer(listener.GetContext());
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        JsonNode request = JsonNode.Parse(reader.ReadToEnd())!;
        string method = request["method"]!.GetValue<string>();
        JsonArray parameters = request["params"]?.AsArray() ?? [];
        lock (asked)
            asked.Add((method, parameters.ToJsonString()));
        string body = answers.TryGetValue(method, out Func<JsonArray, string>? answer)
            ? answer(parameters)
            : $$$"""{"error":{"code":-32601,"message":"Method not found: {{{method}}}"}}""";
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{request["id"]}},{{body[1..]}}"""), willBlock: false);
    }
}
