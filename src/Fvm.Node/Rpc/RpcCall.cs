using System.Text.Json;

namespace Fvm.Node.Rpc;

/// <summary>One call of a method: what it is given, and where it writes its result, which is exactly one JSON value.</summary>
internal sealed class RpcCall(JsonElement parameters, JsonElement id, Utf8JsonWriter result, RpcBuffer answer, RpcSession? session, RpcDeadline deadline)
{
    /// <summary>Where the result goes.</summary>
    public Utf8JsonWriter Result { get; } = result;

    /// <summary>The connection, where it can be sent to: a WebSocket. Null over HTTP.</summary>
    public RpcSession? Session { get; } = session;

    /// <summary>The request's id as JSON text; null for a notification.</summary>
    public string? Id => id.ValueKind == JsonValueKind.Undefined ? null : id.GetRawText();

    /// <summary>Set when nobody waits for the answer any more, or it takes too long.</summary>
    public CancellationToken Cancelled => deadline.Token;

    /// <summary>The parameters as they came; an array, if there are any.</summary>
    public JsonElement Parameters => parameters;

    /// <summary>How many parameters there are.</summary>
    public int Count => parameters.ValueKind == JsonValueKind.Array ? parameters.GetArrayLength() : 0;

    /// <summary>Does something once the answer is on its way.</summary>
    /// <param name="action">What.</param>
    public void AfterAnswer(Action action) => answer.AfterSent(action);

    /// <summary>A parameter that may be left out; see <see cref="RpcValue.IsMissing"/>.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="name">Its name, for errors.</param>
    public RpcValue Optional(int index, string name) =>
        new(index < Count ? parameters[index] : default, $"parameter {index + 1} ({name})", index);

    /// <summary>A parameter that must be there.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="RpcException">It is not.</exception>
    public RpcValue Required(int index, string name)
    {
        RpcValue value = Optional(index, name);
        return value.IsMissing ? throw value.Wrong("it is missing") : value;
    }

    /// <summary>The connection, for methods that need one.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public RpcSession NeedSession() =>
        Session ?? throw new RpcException(RpcErrorCode.ServerError, "notifications are not supported over HTTP: connect by WebSocket");
}
