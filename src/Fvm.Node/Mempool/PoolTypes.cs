using Fvm.Protocol;

namespace Fvm.Node.Mempool;

/// <summary>What the pool asks of the chain at its head.</summary>
public interface IPoolChain
{
    /// <summary>The network version of the next epoch.</summary>
    NetworkVersion NetworkVersion { get; }

    /// <summary>The base fee of the head, attoFIL a gas.</summary>
    TokenAmount BaseFee { get; }

    /// <summary>The sender behind an address, or null if there is none that may send.</summary>
    /// <param name="address">The address.</param>
    PoolSender? Sender(Address address);

    /// <summary>What the inclusion of a message costs, whole gas.</summary>
    /// <param name="message">The message.</param>
    ulong InclusionGas(SignedMessage message);

    /// <summary>Whether a signature is its sender's.</summary>
    /// <param name="message">The message.</param>
    bool IsSignedBySender(SignedMessage message);
}

/// <summary>A sender at the head.</summary>
/// <param name="Id">Its f0 address, under which the pool keeps its messages.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Balance">What it owns.</param>
/// <param name="IsFree">Whether its messages cost nothing: those in the name of an actor that cannot sign.</param>
public sealed record PoolSender(Address Id, ulong Nonce, TokenAmount Balance, bool IsFree = false);

/// <summary>Where a message came from: what it may leave open.</summary>
public enum PoolSource
{
    /// <summary>The node's own: any gap of nonces, and it is never evicted.</summary>
    Local,

    /// <summary>Other nodes: a gap of 4.</summary>
    Gossip,

    /// <summary>Strangers by RPC: any gap, but few messages a sender.</summary>
    Untrusted,
}

/// <summary>The pool's limits; lotus's unless others are given (<c>chain/messagepool/messagepool.go</c>, <c>config.go</c>).</summary>
public sealed record PoolLimits
{
    /// <summary>The longest message, with its signature, in bytes.</summary>
    public int MessageBytes { get; init; } = 64 << 10;

    /// <summary>The most messages of one sender.</summary>
    public int PerSender { get; init; } = 1000;

    /// <summary>The most messages of one sender from strangers.</summary>
    public int PerUntrustedSender { get; init; } = 100;

    /// <summary>How far the nonce of a message of other nodes may be ahead.</summary>
    public ulong NonceGap { get; init; } = 4;

    /// <summary>With more messages than this the pool evicts ...</summary>
    public int High { get; init; } = 30_000;

    /// <summary>... down to this many.</summary>
    public int Low { get; init; } = 20_000;

    /// <summary>The most messages of a block.</summary>
    public int PerBlock { get; init; } = 10_000;
}

/// <summary>What became of a message that was offered to the pool.</summary>
public enum PoolVerdict
{
    /// <summary>It is in the pool.</summary>
    Added,

    /// <summary>It is in the pool, in the place of one with the same nonce.</summary>
    Replaced,

    /// <summary>It is too long.</summary>
    TooBig,

    /// <summary>No block may have it.</summary>
    Invalid,

    /// <summary>Its fee cap is below every base fee.</summary>
    FeeCapTooLow,

    /// <summary>Its signature is not its sender's.</summary>
    BadSignature,

    /// <summary>Its sender is no actor that may send.</summary>
    NoSender,

    /// <summary>Its nonce was used.</summary>
    NonceTooLow,

    /// <summary>Its nonce is too far ahead.</summary>
    NonceGap,

    /// <summary>Its sender cannot pay for it, with what is pending.</summary>
    NotEnoughFunds,

    /// <summary>Its sender has too many messages in the pool.</summary>
    TooManyPending,

    /// <summary>There is one with its nonce, and its premium is not enough to replace it.</summary>
    PremiumTooLow,

    /// <summary>It is there already.</summary>
    AlreadyThere,

    /// <summary>The pool is full, and it was the first to go.</summary>
    Full,

    /// <summary>The machine cannot run it at all: it has no receipt, and no tipset can have it.</summary>
    Unappliable,
}

/// <summary>A verdict with its reason.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason, in lotus's words, for messages that were refused; else null.</param>
public sealed record PoolAnswer(PoolVerdict Verdict, string? Reason = null)
{
    /// <summary>Whether it is in the pool now.</summary>
    public bool IsAccepted => Verdict is PoolVerdict.Added or PoolVerdict.Replaced;

    /// <summary>The message whose place it took, if it did.</summary>
    public SignedMessage? Former { get; init; }
}
