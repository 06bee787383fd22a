namespace Fvm.Node.Rpc;

/// <summary>What a method answers instead of a result.</summary>
internal sealed class RpcException : Exception
{
    public RpcException(int code, string message)
        : base(message) => Code = code;

    /// <summary>The code; see <see cref="RpcErrorCode"/>.</summary>
    public int Code { get; }

    /// <summary>Bytes that clients decode, such as a revert's; written as hex.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>What lotus answers in this case, where that is more than another code.</summary>
    public RpcException? Lotus { get; init; }

    /// <summary>The place of the parameter that is wrong, from 0; null where it is not about one.</summary>
    public int? Parameter { get; init; }

    /// <summary>A number that clients read, such as a null round's epoch.</summary>
    public long? Number { get; init; }
}
