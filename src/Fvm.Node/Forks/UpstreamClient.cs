using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Fvm.Node.Forks;

/// <summary>
/// JSON-RPC to the upstream of a fork, for any number of threads, of which a limited number asks at once. What may pass (no connection, no answer in time, HTTP 429 and 5xx, no
/// JSON, a result of no use) is tried again after a while; an error of JSON-RPC is an answer, and is not. Synchronous, since who reads a block in the middle of a message can only wait.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    private const int RateLimited = -32005;
    private const int MaxShown = 200;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 256 };

    private readonly ForkOptions options;
    private readonly HttpClient http;
    private readonly SemaphoreSlim slots;
    private long requests;
    private long bytes;

    public UpstreamClient(ForkOptions options)
    {
        this.options = options;
        slots = new SemaphoreSlim(options.Concurrency);
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = options.Concurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All,
        })
        {
            Timeout = options.RequestTime,
            MaxResponseContentBufferSize = options.AnswerBytes,
        };
    }

    /// <summary>Who is asked.</summary>
    public UpstreamEndpoint Endpoint => options.Endpoint;

    /// <summary>How many requests went out, repetitions included.</summary>
    public long Requests => Volatile.Read(ref requests);

    /// <summary>How many bytes of answers came.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Calls a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">What it takes, an array as JSON.</param>
    /// <param name="read">Makes the result of the answer's, which lives no longer; throws <see cref="FormatException"/> where it is of no use.</param>
    /// <exception cref="UpstreamException">It refuses, or does not answer in all attempts.</exception>
    public T Call<T>(string method, string parameters, Func<JsonElement, T> read)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause = options.BackOff * (1 << Math.Min(attempt - 1, 16));
            string wrong;
            Exception? cause = null;
            try
            {
                return Ask(method, parameters, read);
            }
            catch (PassingFailure failed)
            {
                wrong = failed.Message;
                cause = failed.InnerException;
                pause = failed.After ?? pause;
            }

            if (attempt >= options.Attempts)
                throw new UpstreamException($"{Endpoint.Shown} does not answer {method}: {wrong} ({attempt} attempts)", cause);
            Thread.Sleep(pause < LongestPause ? pause : LongestPause);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        slots.Dispose();
    }

    private T Ask<T>(string method, string parameters, Func<JsonElement, T> read)
    {
        (HttpStatusCode status, TimeSpan? after, byte[] body) = Post($$"""{"jsonrpc":"2.0","id":1,"method":"{{JsonEncodedText.Encode(method)}}","params":{{parameters}}}""");
        using JsonDocument? answer = Parse(body);
        if (answer is { RootElement.ValueKind: JsonValueKind.Object } && answer.RootElement.TryGetProperty("error"u8, out JsonElement error) && error.ValueKind != JsonValueKind.Null)
            throw Refused(method, status, after, error);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new UpstreamException($"{Endpoint.Shown} refuses {method}: HTTP {(int)status}: it asks for a token, or for another one");
        if (status != HttpStatusCode.OK && !IsPassing(status))
            throw new UpstreamException($"{Endpoint.Shown} refuses {method}: HTTP {(int)status}: {Cut(body)}");
        if (status != HttpStatusCode.OK || answer is not { RootElement.ValueKind: JsonValueKind.Object } || !answer.RootElement.TryGetProperty("result"u8, out JsonElement result))
            throw new PassingFailure(status == HttpStatusCode.OK ? $"the answer is none of JSON-RPC: {Cut(body)}" : $"HTTP {(int)status}") { After = after };
        try
        {
            return read(result);
        }
        catch (Exception useless) when (useless is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PassingFailure(useless.Message, useless);
        }
    }

    private Exception Refused(string method, HttpStatusCode status, TimeSpan? after, JsonElement error)
    {
        int code = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code"u8, out JsonElement number) && number.TryGetInt32(out int found) ? found : 0;
        string text = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message"u8, out JsonElement message) ? message.ToString() : error.ToString();
        if (code == RateLimited || status == HttpStatusCode.TooManyRequests)
            return new PassingFailure($"it limits requests: {text}") { After = after };
        byte[]? data = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("data"u8, out JsonElement hex) ? UpstreamJson.HexOrNull(hex) : null;
        return new UpstreamException($"{Endpoint.Shown} refuses {method}: {text}") { Refusal = new UpstreamRefusal(code, text, data) };
    }

    private (HttpStatusCode Status, TimeSpan? After, byte[] Body) Post(string request)
    {
        slots.Wait();
        try
        {
            Interlocked.Increment(ref requests);
            using var message = new HttpRequestMessage(HttpMethod.Post, Endpoint.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request)) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (Endpoint.Token is { } token)
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage response = http.Send(message);
            using var body = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(body);
            Interlocked.Add(ref bytes, body.Length);
            return (response.StatusCode, response.Headers.RetryAfter?.Delta, body.ToArray());
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new PassingFailure(Cause(failed), failed);
        }
        finally
        {
            slots.Release();
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Cause(Exception failed) => failed switch
    {
        OperationCanceledException => string.Create(CultureInfo.InvariantCulture, $"no answer within {options.RequestTime.TotalSeconds} s"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"the answer is longer than {options.AnswerBytes} bytes",
        _ => failed.InnerException?.Message ?? failed.Message,
    };

    private static string Cut(byte[] body)
    {
        string text = new([.. Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxShown)).Select(static one => char.IsControl(one) ? ' ' : one)]);
        return body.Length == 0 ? "nothing" : body.Length > MaxShown ? text + "..." : text;
    }

    /// <summary>What may be otherwise the next time.</summary>
    private sealed class PassingFailure(string message, Exception? inner = null) : Exception(message, inner)
    {
        /// <summary>When to try again, if that was said.</summary>
        public TimeSpan? After { get; init; }
    }
}
