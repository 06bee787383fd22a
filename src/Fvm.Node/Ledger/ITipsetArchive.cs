using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>Where tipsets are kept. One thread writes; any number read. A change is whole or it is not there.</summary>
internal interface ITipsetArchive : IDisposable
{
    /// <summary>The newest tipset, or null for an empty archive.</summary>
    ExecutedTipset? Newest { get; }

    /// <summary>The messages that waited when the archive was opened.</summary>
    IReadOnlyList<SignedMessage> Waiting { get; }

    /// <summary>Adds a tipset after the newest.</summary>
    void Append(ExecutedTipset tipset);

    /// <summary>Drops what is newer than a tipset's epoch, and puts the tipset in the place of the one of its epoch. With messages, these and no others wait then.</summary>
    void ReturnTo(ExecutedTipset tipset, IReadOnlyList<SignedMessage>? waiting);

    /// <summary>Keeps a message that waits, until a tipset has it, and no longer the one whose place it took; either may be null.</summary>
    void Keep(SignedMessage? waiting, SignedMessage? former);

    /// <summary>Keeps these messages no longer.</summary>
    void Forget(IReadOnlyList<SignedMessage> messages);

    /// <summary>Keeps these messages that wait and no others.</summary>
    void KeepOnly(IReadOnlyList<SignedMessage> waiting);

    /// <summary>The last tipset of an epoch or before it.</summary>
    ExecutedTipset? AtOrBefore(long height);

    /// <summary>The first tipset of an epoch or after it.</summary>
    ExecutedTipset? AtOrAfter(long height);

    /// <summary>The epochs of the tipsets of a range, in order; of those with logs only, if asked.</summary>
    IReadOnlyList<long> Heights(long first, long last, bool withLogs);

    ExecutedTipset? ByKey(TipsetKey key);

    ExecutedTipset? ByHash(Hash32 hash);

    ExecutedTipset? ByBlock(Cid block);

    MessagePlace? Message(Cid cid);

    MessagePlace? Transaction(Hash32 hash);
}
