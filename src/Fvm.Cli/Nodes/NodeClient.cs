using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Nodes;

/// <summary>Speaks JSON-RPC to a running node, one call after the other.</summary>
internal sealed class NodeClient
{
    private const int MaxShown = 200;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>A mine of many epochs or a large trace takes its time.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(10);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { ConnectTimeout = ConnectTime, AutomaticDecompression = System.Net.DecompressionMethods.All }) { Timeout = AnswerTime };

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1 << 13, AllowDuplicateProperties = false };

    private readonly Uri url;
    private int calls;

    /// <summary>Names a node; nothing is asked yet.</summary>
    public NodeClient(Uri url) => this.url = url;

    /// <summary>Where it is.</summary>
    public string Url => url.OriginalString;

    /// <summary>Reads what a person typed: a URL, or a host and a port.</summary>
    public static NodeClient At(string text)
    {
        string whole = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        whole = whole.StartsWith("ws", StringComparison.OrdinalIgnoreCase) ? $"http{whole[2..]}" : whole;
        return Uri.TryCreate(whole, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? new NodeClient(new Uri(whole.TrimEnd('/')))
            : throw new CommandFailure($"--rpc is no URL of a node, such as http://127.0.0.1:8545: '{text}'");
    }

    /// <summary>Calls a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">What it takes, in its order.</param>
    /// <returns>The result; null is one, too.</returns>
    /// <exception cref="CommandFailure">Nobody answers, or who answers speaks no JSON-RPC.</exception>
    /// <exception cref="NodeRefusal">The answer is an error.</exception>
    public JsonNode? Call(string method, params ReadOnlySpan<JsonNode?> parameters) => CallWith(method, new JsonArray([.. parameters]));

    /// <summary>Calls a method with parameters that are already an array or an object.</summary>
    public JsonNode? CallWith(string method, JsonNode? parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++calls, ["method"] = method };
        if (parameters is not null)
            request["params"] = parameters;
        JsonNode? answer = Post(Output.Line(request));
        if (answer is not JsonObject fields || !(fields.ContainsKey("result") || fields.ContainsKey("error")))
            throw new CommandFailure($"{Url}: the answer is none of JSON-RPC: {Cut(Output.Line(answer))}");
        if (fields["error"] is not { } error)
            return fields["result"];
        int code = error["code"] is JsonValue number && number.TryGetValue(out int found) ? found : 0;
        throw new NodeRefusal(method, code, Quantity.Text(error["message"]) is { Length: > 0 } text ? text : Output.Line(error), error["data"]);
    }

    /// <summary>Calls a method that a node may not have; false when it has not.</summary>
    public bool TryCall(string method, out JsonNode? result, params ReadOnlySpan<JsonNode?> parameters)
    {
        try
        {
            result = Call(method, parameters);
            return true;
        }
        catch (NodeRefusal refused) when (refused.Code == NodeRefusal.MethodNotFound || refused.Text.Contains("not found", StringComparison.OrdinalIgnoreCase))
        {
            result = null;
            return false;
        }
    }

    /// <summary>Calls the first of some methods that the node has, with the same parameters.</summary>
    public JsonNode? CallAny(IReadOnlyList<string> methods, params JsonNode?[] parameters)
    {
        foreach (string method in methods)
        {
            try
            {
                return Call(method, [.. parameters.Select(static parameter => parameter?.DeepClone())]);
            }
            catch (NodeRefusal refused) when (refused.Code == NodeRefusal.MethodNotFound)
            {
            }
        }

        throw new CommandFailure($"the node at {Url} has none of the methods {string.Join(", ", methods)}: is it a development node?");
    }

    private JsonNode? Post(string request)
    {
        string text;
        HttpResponseMessage response;
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(request, new MediaTypeHeaderValue("application/json")) };
            using (response = Http.Send(message))
            {
                using var reader = new StreamReader(response.Content.ReadAsStream());
                text = reader.ReadToEnd();
            }
        }
        catch (HttpRequestException failed)
        {
            throw new CommandFailure($"no node answers at {Url} ({Cause(failed)}); start one with 'fvm devnet', or name another with --rpc or the variable {NodeOption.Variable}");
        }
        catch (Exception failed) when (failed is OperationCanceledException or IOException)
        {
            throw new CommandFailure($"the node at {Url} does not answer: {failed.Message}");
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: Deep);
        }
        catch (JsonException)
        {
            throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{Url}: who answers speaks no JSON-RPC (HTTP {(int)response.StatusCode}): {Cut(text)}"));
        }
    }

    private static string Cause(HttpRequestException failed) => failed.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException socket => socket.SocketErrorCode.ToString(),
        OperationCanceledException => "no answer in time",
        { } inner => inner.Message,
        null => failed.Message,
    };

    private static string Cut(string text) => text.Length == 0 ? "nothing" : TraceTreeText.Printable(text.Length <= MaxShown ? text : $"{text[..MaxShown]}...");
}
