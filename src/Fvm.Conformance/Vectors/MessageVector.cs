using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>
/// A message vector in the public format of filecoin-project/test-vectors and fvm-test-vectors, with what our recordings add
/// (<c>../shared/vectors/README.md</c>).
/// </summary>
public sealed record MessageVector
{
    /// <summary>The vector's id (<c>_meta.id</c>), or null.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it was recorded by us: it names its bundle, or that it needs none.</summary>
    public required bool IsRecording { get; init; }

    /// <summary>The manifest of the bundle that some message runs; null for none, or in a public vector, which does not say.</summary>
    public Cid? Bundle { get; init; }

    /// <summary>A reason why no runner supports the vector, such as the chaos actor; null for none.</summary>
    public string? Unsupported { get; init; }

    /// <summary>The blocks: a gzipped CAR.</summary>
    public required ReadOnlyMemory<byte> Car { get; init; }

    /// <summary>The state to begin with.</summary>
    public required Cid PreRoot { get; init; }

    /// <summary>The state that must come out.</summary>
    public required Cid PostRoot { get; init; }

    /// <summary>The base fee in attoFIL; 100 if the vector has none.</summary>
    public required TokenAmount BaseFee { get; init; }

    /// <summary>The circulating supply; all FIL there can be if the vector has none.</summary>
    public required TokenAmount CirculatingSupply { get; init; }

    /// <summary>The chain id; 0 if the vector has none.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>Epochs and network versions to run it at.</summary>
    public required IReadOnlyList<VectorVariant> Variants { get; init; }

    /// <summary>The messages, in order.</summary>
    public required IReadOnlyList<VectorMessage> Messages { get; init; }

    /// <summary>The receipts that must come out, one a message.</summary>
    public required IReadOnlyList<VectorReceipt> Receipts { get; init; }

    /// <summary>What a receipt does not hold, one a message; empty in public vectors.</summary>
    public required IReadOnlyList<VectorResult> Results { get; init; }

    /// <summary>Recorded randomness.</summary>
    public required IReadOnlyList<VectorRandomness> Randomness { get; init; }

    /// <summary>What the node answers to consensus faults; none for all others.</summary>
    public required IReadOnlyList<VectorConsensusFault> ConsensusFaults { get; init; }
}

/// <summary>Where to run a vector.</summary>
/// <param name="Id">The variant's name.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="NetworkVersion">The network version.</param>
public sealed record VectorVariant(string Id, long Epoch, NetworkVersion NetworkVersion);

/// <summary>One message.</summary>
/// <param name="Bytes">The CBOR of the unsigned message.</param>
/// <param name="EpochOffset">Added to the variant's epoch.</param>
/// <param name="Implicit">Whether it is a message of the system's own.</param>
public sealed record VectorMessage(ReadOnlyMemory<byte> Bytes, long EpochOffset, bool Implicit);

/// <summary>A receipt to compare with.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="ReturnData">The return data.</param>
/// <param name="GasUsed">Whole gas.</param>
public sealed record VectorReceipt(uint ExitCode, ReadOnlyMemory<byte> ReturnData, ulong GasUsed);

/// <summary>What a recording knows beyond the receipt. Amounts in attoFIL as text.</summary>
/// <param name="Amounts">Name and amount: penalty, miner_tip, base_fee_burn, over_estimation_burn, refund, gas_refund, gas_burned.</param>
/// <param name="EventsRoot">The root of the events, or null.</param>
/// <param name="Events">The events as text: emitter, then flags, key, codec, value.</param>
/// <param name="Trace">The trace, one line an entry, or null.</param>
public sealed record VectorResult(
    IReadOnlyList<KeyValuePair<string, string>> Amounts, Cid? EventsRoot, IReadOnlyList<string> Events, IReadOnlyList<string>? Trace);

/// <summary>Recorded randomness.</summary>
/// <param name="IsBeacon">From the beacon, else from the chain.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Value">32 bytes.</param>
public sealed record VectorRandomness(bool IsBeacon, long Epoch, ReadOnlyMemory<byte> Value);

/// <summary>A recorded answer to a consensus fault.</summary>
/// <param name="Header1">The first header.</param>
/// <param name="Header2">The second header.</param>
/// <param name="Extra">The header that may connect them.</param>
/// <param name="Fault">The answer.</param>
public sealed record VectorConsensusFault(
    ReadOnlyMemory<byte> Header1, ReadOnlyMemory<byte> Header2, ReadOnlyMemory<byte> Extra, ConsensusFault Fault);
