using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Fvm.Node.Forks;

/// <summary>Where a node of the chain that is forked answers, and the token that it asks for.</summary>
/// <param name="Url">The URL of its JSON-RPC over HTTP.</param>
/// <param name="Token">The token of its <c>Authorization</c> header; null for none.</param>
public sealed partial record UpstreamEndpoint(Uri Url, string? Token = null)
{
    /// <summary>Where lotus and the public gateways answer Filecoin's methods.</summary>
    private const string LotusPath = "/rpc/v1";

    /// <summary>The URL as it may be shown: without what could be a key.</summary>
    public string Shown => $"{Url.Scheme}://{Url.Authority}{Url.AbsolutePath}";

    /// <summary>
    /// Reads what a person typed: a URL, a host and a port, or lotus's API info, <c>TOKEN:/ip4/127.0.0.1/tcp/1234/http</c> (lotus <c>cli/util/apiinfo.go</c>; also <c>TOKEN:http://...</c>). A
    /// URL without a path gets <c>/rpc/v1</c>; WebSockets are read over HTTP.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UpstreamEndpoint? endpoint)
    {
        endpoint = null;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        Match info = ApiInfo().Match(text);
        string? token = info.Success ? info.Groups["token"].Value : null;
        string? place = Place(info.Success ? info.Groups["place"].Value : text);
        if (place is null || !Uri.TryCreate(place, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length != 0)
            return false;
        if (url.AbsolutePath == "/")
            url = new UriBuilder(url) { Path = LotusPath }.Uri;
        endpoint = new UpstreamEndpoint(url, token);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Shown;

    private static string? Place(string text)
    {
        if (text.StartsWith('/'))
            return FromMultiaddress(text.Split('/', StringSplitOptions.RemoveEmptyEntries));
        string whole = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return whole.StartsWith("ws", StringComparison.OrdinalIgnoreCase) ? $"http{whole[2..]}" : whole;
    }

    /// <summary>Such as ip4, 127.0.0.1, tcp, 1234, http.</summary>
    private static string? FromMultiaddress(string[] parts) => parts switch
    {
        ["ip4" or "dns" or "dns4" or "dns6", var host, "tcp", var port, .. var scheme] when Scheme(scheme) is { } found => $"{found}://{host}:{port}",
        ["ip6", var host, "tcp", var port, .. var scheme] when Scheme(scheme) is { } found => $"{found}://[{host}]:{port}",
        _ => null,
    };

    private static string? Scheme(string[] rest) => rest switch
    {
        [] or ["http" or "ws"] => "http",
        ["https" or "wss"] => "https",
        _ => null,
    };

    /// <summary>A token is a JWT: three parts of base64url.</summary>
    [GeneratedRegex(@"^(?<token>[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*):(?<place>(/|[a-z]+://).+)$")]
    private static partial Regex ApiInfo();
}
