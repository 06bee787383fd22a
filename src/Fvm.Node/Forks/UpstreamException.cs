namespace Fvm.Node.Forks;

/// <summary>An error of JSON-RPC that the upstream of a fork answered.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Text">Its message.</param>
/// <param name="Data">Its data where they are bytes, such as a revert's; else null.</param>
internal sealed record UpstreamRefusal(int Code, string Text, byte[]? Data);

/// <summary>The upstream of a fork did not answer, or its answer is of no use. The message names the endpoint and the method.</summary>
internal sealed class UpstreamException : Exception
{
    public UpstreamException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>What the upstream refused with, if it answered at all.</summary>
    public UpstreamRefusal? Refusal { get; init; }
}
