using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Queries;

/// <summary>What a message would come to.</summary>
/// <param name="Message">The message as it ran: with the sender's nonce and a gas limit.</param>
/// <param name="Applied">The result.</param>
public sealed record CallResult(Message Message, ApplyResult Applied)
{
    /// <summary>The receipt.</summary>
    public Receipt Receipt => Applied.Receipt;

    /// <summary>Whether it succeeded.</summary>
    public bool IsSuccess => Applied.Receipt.ExitCode.IsSuccess;

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure => Applied.Failure;

    /// <summary>The execution trace, if one was asked for.</summary>
    public IReadOnlyList<ExecutionEvent> Trace => Applied.Trace;

    /// <summary>The bytes that a contract returned or reverted with.</summary>
    public ReadOnlyMemory<byte> EthereumReturn => EthereumReturns.Unwrap(Applied.Receipt.ReturnData);

    /// <summary>The logs of a message that ran among others.</summary>
    internal IReadOnlyList<EthereumLog> Logs { get; init; } = [];

    /// <summary>Where a contract was made, if the message made one.</summary>
    public EvmAddress? CreatedContract { get; init; }

    /// <summary>The code of the contract that was made; empty if none was.</summary>
    public ReadOnlyMemory<byte> CreatedCode { get; init; }
}
