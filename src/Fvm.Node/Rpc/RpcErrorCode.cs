namespace Fvm.Node.Rpc;

/// <summary>Codes of errors: JSON-RPC 2.0 section 5.1, EIP-1474, and those of lotus (<c>api/api_errors.go</c>).</summary>
internal static class RpcErrorCode
{
    /// <summary>The request is no JSON.</summary>
    public const int Parse = -32700;

    /// <summary>The request is no JSON-RPC request, or beyond a limit.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>A parameter is missing or wrong.</summary>
    public const int InvalidParameters = -32602;

    /// <summary>A bug of ours.</summary>
    public const int Internal = -32603;

    /// <summary>What was asked for cannot be done (EIP-1474: invalid input; what Ethereum's nodes answer to most failures).</summary>
    public const int ServerError = -32000;

    /// <summary>What was asked for is not there (EIP-1474).</summary>
    public const int ResourceNotFound = -32001;

    /// <summary>The state is not there, or the answer took too long (EIP-1474: resource unavailable).</summary>
    public const int ResourceUnavailable = -32002;

    /// <summary>A transaction was refused (EIP-1474).</summary>
    public const int TransactionRejected = -32003;

    /// <summary>More than a limit (EIP-1474).</summary>
    public const int LimitExceeded = -32005;

    /// <summary>Execution ran out of gas (lotus EOutOfGas).</summary>
    public const int OutOfGas = 2;

    /// <summary>Execution reverted; the data are what it returned (lotus EExecutionReverted, geth).</summary>
    public const int ExecutionReverted = 3;

    /// <summary>F3 does not run (lotus EF3Disabled).</summary>
    public const int F3Disabled = 4;

    /// <summary>There is no such actor (lotus EActorNotFound).</summary>
    public const int ActorNotFound = 11;

    /// <summary>The epoch has no tipset (lotus ENullRound); the data are the epoch.</summary>
    public const int NullRound = 12;
}
