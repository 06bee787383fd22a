using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>A message and the tipset that it is in.</summary>
/// <param name="Tipset">The tipset.</param>
/// <param name="Message">The message.</param>
public sealed record MessagePlace(ExecutedTipset Tipset, AppliedMessage Message);

/// <summary>
/// The chain that a devnet has made: tipsets by epoch, name and hash, messages by CID and hash, and the blocks of IPLD behind them. Any number of threads read while one
/// writes.
/// </summary>
public sealed class ChainStore
{
    private readonly ITipsetArchive archive;
    private volatile ExecutedTipset? head;
    private ExecutedTipset? genesis;

    internal ChainStore(IBlockstore blocks, ITipsetArchive archive)
    {
        Blocks = blocks;
        this.archive = archive;
        head = archive.Newest;
    }

    /// <summary>Everything that CIDs of the chain name: states, messages, receipts, headers. For any number of threads.</summary>
    public IBlockstore Blocks { get; }

    /// <summary>The newest tipset.</summary>
    public ExecutedTipset Head => head ?? throw new InvalidOperationException("the chain has no genesis yet");

    /// <summary>The first tipset: of epoch 0, or of a fork the last that its upstream has too, without its messages.</summary>
    public ExecutedTipset Genesis => genesis ??= archive.AtOrAfter(0)!;

    /// <summary>The time of epoch 0 if every epoch had its 30 seconds, in seconds since 1970; of a chain of its own that of genesis.</summary>
    public ulong EpochZero => Genesis.Timestamp - Math.Min(Genesis.Timestamp, unchecked((ulong)Genesis.Height * NetworkConstants.EpochDurationSeconds));

    /// <summary>Whether there is no genesis yet.</summary>
    internal bool IsEmpty => head is null;

    /// <summary>The tipset of an epoch; null for an epoch without one (a null round) and for the future.</summary>
    /// <param name="height">The epoch.</param>
    public ExecutedTipset? AtHeight(long height) => AtOrBefore(height) is { } tipset && tipset.Height == height ? tipset : null;

    /// <summary>The tipset of an epoch, or the last one before it; null for epochs before the first.</summary>
    /// <param name="height">The epoch; after the head it is the head.</param>
    public ExecutedTipset? AtOrBefore(long height) => head is { } newest && newest.Height <= height ? newest : archive.AtOrBefore(height);

    /// <summary>The tipset of an epoch, or the first one after it; null after the head.</summary>
    /// <param name="height">The epoch.</param>
    public ExecutedTipset? AtOrAfter(long height) => archive.AtOrAfter(height);

    /// <summary>The tipsets of a range of epochs, in order; each is read when it is asked for.</summary>
    /// <param name="first">The first epoch.</param>
    /// <param name="last">The last epoch.</param>
    public IEnumerable<ExecutedTipset> Range(long first, long last) => Tipsets(archive.Heights(first, last, withLogs: false));

    /// <summary>Those tipsets of a range of epochs that have logs, in order; each is read when it is asked for.</summary>
    /// <param name="first">The first epoch.</param>
    /// <param name="last">The last epoch.</param>
    public IEnumerable<ExecutedTipset> WithLogs(long first, long last) => Tipsets(archive.Heights(first, last, withLogs: true));

    /// <summary>The tipset with a name.</summary>
    /// <param name="key">The name.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGet(TipsetKey key, [NotNullWhen(true)] out ExecutedTipset? tipset) => (tipset = archive.ByKey(key)) is not null;

    /// <summary>The tipset with a hash, as Ethereum's tools know it.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGetByHash(ReadOnlySpan<byte> hash, [NotNullWhen(true)] out ExecutedTipset? tipset) =>
        (tipset = Hash32.TryRead(hash, out Hash32 key) ? archive.ByHash(key) : null) is not null;

    /// <summary>The tipset that a block is in.</summary>
    /// <param name="block">The CID of the block's header.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGetByBlock(Cid block, [NotNullWhen(true)] out ExecutedTipset? tipset) => (tipset = archive.ByBlock(block)) is not null;

    /// <summary>A message, by its CID on chain.</summary>
    /// <param name="cid">The CID.</param>
    /// <param name="place">The message and its tipset.</param>
    public bool TryGetMessage(Cid cid, [NotNullWhen(true)] out MessagePlace? place) => (place = archive.Message(cid)) is not null;

    /// <summary>A message, by the hash that Ethereum's tools know it by: the transaction's, or for other messages the digest of the CID.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="place">The message and its tipset.</param>
    public bool TryGetTransaction(ReadOnlySpan<byte> hash, [NotNullWhen(true)] out MessagePlace? place) =>
        (place = Hash32.TryRead(hash, out Hash32 key) ? archive.Transaction(key) : null) is not null;

    /// <summary>Adds a tipset after the head.</summary>
    internal void Append(ExecutedTipset tipset)
    {
        archive.Append(tipset);
        head = tipset;
    }

    /// <summary>The messages that waited when the chain was opened.</summary>
    internal IReadOnlyList<SignedMessage> Waiting => archive.Waiting;

    /// <summary>Keeps a message that waits, until a tipset has it, and no longer the one whose place it took.</summary>
    internal void Keep(SignedMessage? waiting, SignedMessage? former) => archive.Keep(waiting, former);

    /// <summary>Keeps these messages no longer.</summary>
    internal void Forget(IReadOnlyList<SignedMessage> messages) => archive.Forget(messages);

    /// <summary>Keeps these messages that wait and no others.</summary>
    internal void KeepOnly(IReadOnlyList<SignedMessage> waiting) => archive.KeepOnly(waiting);

    /// <summary>Closes what it is kept in.</summary>
    internal void Close() => archive.Dispose();

    /// <summary>Puts another state after the head.</summary>
    internal void ReplaceHead(ExecutedTipset tipset)
    {
        archive.ReturnTo(tipset, null);
        genesis = null;
        head = tipset;
    }

    /// <summary>Goes back to a tipset that was the head once, with the state that it had then; what came after it is forgotten.</summary>
    /// <param name="former">The tipset.</param>
    /// <param name="waiting">The messages that wait from then on; null for those that do now.</param>
    /// <returns>The tipsets that are no more, newest first.</returns>
    internal IReadOnlyList<ExecutedTipset> ReturnTo(ExecutedTipset former, IReadOnlyList<SignedMessage>? waiting)
    {
        ExecutedTipset[] gone = [.. Range(former.Height + 1, long.MaxValue).Reverse()];
        archive.ReturnTo(former, waiting);
        genesis = null;
        head = former;
        return gone;
    }

    private IEnumerable<ExecutedTipset> Tipsets(IReadOnlyList<long> heights)
    {
        foreach (long height in heights)
        {
            // The chain may have gone back meanwhile.
            if (AtHeight(height) is { } tipset)
                yield return tipset;
        }
    }
}
