using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>A message of a tipset and what became of it.</summary>
public sealed record AppliedMessage
{
    /// <summary>The message.</summary>
    public required Message Message { get; init; }

    /// <summary>The message with its signature; null for BLS messages, whose signatures the blocks aggregate.</summary>
    public SignedMessage? Signed { get; init; }

    /// <summary>The transaction that it was, if it was one.</summary>
    public EthereumTransaction? Transaction { get; init; }

    /// <summary>Its CID on chain.</summary>
    public required Cid Cid { get; init; }

    /// <summary>The name that Ethereum's tools know it by, 32 bytes: the transaction's hash, or the digest of the CID.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>The epoch of its tipset.</summary>
    public required long Height { get; init; }

    /// <summary>Its place in the order in which the tipset's messages were applied.</summary>
    public required int Index { get; init; }

    /// <summary>The gas limit that it ran with, if that was not its own (<see cref="DevnetGas.Lenient"/>). Not kept in a chain's folder.</summary>
    public ulong? RaisedGasLimit { get; init; }

    /// <summary>The receipt.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>The events.</summary>
    public IReadOnlyList<StampedEvent> Events { get; init; } = [];

    /// <summary>Those of the events that are logs.</summary>
    public IReadOnlyList<EthereumLog> Logs { get; init; } = [];

    /// <summary>Who sent it, as Ethereum's tools know it: the f410 address, else the masked id.</summary>
    public EvmAddress Sender { get; init; }

    /// <summary>Who received it, as Ethereum's tools know it; null for a transaction that makes a contract, and for receivers that did not come about.</summary>
    public EvmAddress? Receiver { get; init; }

    /// <summary>The contract that the message made, if it went to the address manager.</summary>
    public EvmAddress? CreatedContract { get; init; }

    /// <summary>What a unit of gas paid: base fee and premium.</summary>
    public TokenAmount EffectiveGasPrice { get; init; }

    /// <summary>Why it failed; null when it did not. Not consensus.</summary>
    public string? Failure { get; init; }

    /// <summary>What the receipt's return data says to Ethereum's tools: the bytes inside the CBOR byte string of a contract, or of a revert.</summary>
    public ReadOnlyMemory<byte> EthereumReturn => EthereumReturns.Unwrap(Receipt.ReturnData);
}
