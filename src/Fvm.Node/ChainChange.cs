using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>Something that happened on a devnet's chain, for those who watch it.</summary>
public abstract record ChainChange;

/// <summary>A tipset was made; it is the head now.</summary>
/// <param name="Tipset">The tipset.</param>
/// <param name="Parent">The one before it.</param>
public sealed record TipsetMade(ExecutedTipset Tipset, ExecutedTipset Parent) : ChainChange;

/// <summary>A tipset is no more, since the chain went back. The newest comes first.</summary>
/// <param name="Tipset">The tipset.</param>
/// <param name="Parent">The one before it.</param>
public sealed record TipsetReverted(ExecutedTipset Tipset, ExecutedTipset Parent) : ChainChange;

/// <summary>The state after the head was changed by a developer's method.</summary>
/// <param name="Tipset">The head with its new state.</param>
public sealed record HeadStateChanged(ExecutedTipset Tipset) : ChainChange;

/// <summary>A tipset that was to come by itself (at an interval, after a while without one) could not be made; the next one is tried in its time.</summary>
/// <param name="Failure">Why.</param>
public sealed record MiningFailed(Exception Failure) : ChainChange;

/// <summary>A message came into the pool.</summary>
/// <param name="Message">The message.</param>
public sealed record MessagePending(SignedMessage Message) : ChainChange;

/// <summary>A message that waited, or was to, waits no more, and no tipset has it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Reason">Why: the machine cannot run it, another took its place or its nonce, the pool was full.</param>
public sealed record MessageDropped(SignedMessage Message, string Reason) : ChainChange;

/// <summary>One of those who watch threw an exception at something that it was told; the chain and the others went on.</summary>
/// <param name="Failure">The exception.</param>
public sealed record WatcherFailed(Exception Failure) : ChainChange;
