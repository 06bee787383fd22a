using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>
/// A tipset, its messages and what became of them. A devnet runs messages when the tipset is made; the state and the receipts after it stand, as on the network, in the
/// headers of the next tipset. Immutable.
/// </summary>
public sealed record ExecutedTipset
{
    /// <summary>The tipset.</summary>
    public required Tipset Tipset { get; init; }

    /// <summary>Its name.</summary>
    public required TipsetKey Key { get; init; }

    /// <summary>The digest of its name's CID, which is what Ethereum's tools know as the block's hash; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>The hash of the parent; 32 bytes, of zeros at genesis.</summary>
    public required ReadOnlyMemory<byte> ParentHash { get; init; }

    /// <summary>The epoch of the parent; -1 at genesis.</summary>
    public required long ParentHeight { get; init; }

    /// <summary>The network version that its messages run with, and cron of the null rounds before it.</summary>
    public required NetworkVersion NetworkVersion { get; init; }

    /// <summary>The network version of the state after it and of what comes: another one where the network was upgraded after it (<see cref="DevnetActors.UpgradeAsync"/>).</summary>
    public required NetworkVersion NextNetworkVersion { get; init; }

    /// <summary>The messages that its blocks list, block by block, repetitions included.</summary>
    public required IReadOnlyList<BlockMessages> Blocks { get; init; }

    /// <summary>The messages that were applied, in order.</summary>
    public required IReadOnlyList<AppliedMessage> Messages { get; init; }

    /// <summary>The state before its messages.</summary>
    public Cid ParentStateRoot => Tipset.Blocks[0].ParentStateRoot;

    /// <summary>The state after its messages. Developer methods that set balances, code or storage change it at the head.</summary>
    public required Cid StateRoot { get; init; }

    /// <summary>The receipts of its messages.</summary>
    public required Cid ReceiptsRoot { get; init; }

    /// <summary>The base fee of the next tipset.</summary>
    public required TokenAmount NextBaseFee { get; init; }

    /// <summary>The bloom of its logs, 256 bytes.</summary>
    public required ReadOnlyMemory<byte> Bloom { get; init; }

    /// <summary>The epoch.</summary>
    public long Height => Tipset.Height;

    /// <summary>The time, in seconds since 1970.</summary>
    public ulong Timestamp => Tipset.Blocks[0].Timestamp;

    /// <summary>The base fee that its messages pay.</summary>
    public TokenAmount BaseFee => Tipset.Blocks[0].ParentBaseFee;

    /// <summary>Whether any of its messages made a log.</summary>
    public bool HasLogs => Messages.Any(static message => message.Logs.Count != 0);

    /// <summary>The gas that its messages used.</summary>
    public ulong GasUsed => Messages.Aggregate(0UL, static (sum, message) => sum + message.Receipt.GasUsed);
}
