using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>
/// The operations of a token (FRC-0046; frc46_token <c>token/mod.rs</c>) on a state that the caller reads and writes. Those that give tokens to somebody return
/// a <see cref="ReceiverHook"/>, which is called after the state was written. Exit codes: 16 for negative amounts, amounts that are no multiple of the
/// granularity, and operators of their own tokens; 17 for addresses without an actor; 19 for want of tokens or allowance.
/// </summary>
public sealed class FungibleToken
{
    private readonly ActorRuntime runtime;
    private readonly ulong granularity;
    private readonly TokenState state;
    private readonly TokenLedger ledger;

    /// <summary>A token on a state.</summary>
    /// <param name="runtime">The invocation.</param>
    /// <param name="granularity">What amounts must be multiples of.</param>
    /// <param name="state">The state, which the operations change.</param>
    public FungibleToken(ActorRuntime runtime, ulong granularity, TokenState state)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(state);
        this.runtime = runtime;
        this.granularity = granularity;
        this.state = state;
        ledger = new TokenLedger(state, runtime.Store);
    }

    /// <summary>All tokens.</summary>
    public TokenAmount TotalSupply => state.Supply;

    /// <summary>The tokens of an address; none for one without an actor.</summary>
    /// <param name="owner">The address.</param>
    public TokenAmount BalanceOf(Address owner) => runtime.Actors.TryResolve(owner, out ActorId id) ? ledger.Balance(id) : TokenAmount.Zero;

    /// <summary>What an operator may take of an owner's tokens.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="spender">The operator.</param>
    public TokenAmount Allowance(Address owner, Address spender) =>
        runtime.Actors.TryResolve(owner, out ActorId from) && runtime.Actors.TryResolve(spender, out ActorId by)
            ? ledger.Allowance(from, by)
            : TokenAmount.Zero;

    /// <summary>Makes tokens for an owner.</summary>
    /// <param name="minter">Who makes them.</param>
    /// <param name="owner">Who gets them.</param>
    /// <param name="amount">How much.</param>
    /// <param name="operatorData">What the owner is told by the minter.</param>
    /// <param name="tokenData">What the owner is told by the token.</param>
    public ReceiverHook Mint(
        Address minter, Address owner, TokenAmount amount, ReadOnlyMemory<byte> operatorData, ReadOnlyMemory<byte> tokenData)
    {
        RequireAmount(amount, "mint");
        ActorId by = ResolveOrInitialize(minter);
        ActorId to = ResolveOrInitialize(owner);
        ledger.ChangeBalance(to, amount);
        ledger.ChangeSupply(amount);
        return new ReceiverHook(owner, new Frc46TokenReceived(runtime.Message.Receiver, to, by, amount, operatorData, tokenData));
    }

    /// <summary>Raises an allowance; returns the new one.</summary>
    /// <param name="owner">Whose tokens.</param>
    /// <param name="spender">Who may take them.</param>
    /// <param name="delta">By how much.</param>
    public TokenAmount IncreaseAllowance(Address owner, Address spender, TokenAmount delta)
    {
        RequireNonNegative(delta, "increase allowance delta");
        return ledger.ChangeAllowance(ResolveOrInitialize(owner), ResolveOrInitialize(spender), delta);
    }

    /// <summary>Lowers an allowance, not below zero; returns the new one.</summary>
    /// <param name="owner">Whose tokens.</param>
    /// <param name="spender">Who may take them.</param>
    /// <param name="delta">By how much.</param>
    public TokenAmount DecreaseAllowance(Address owner, Address spender, TokenAmount delta)
    {
        RequireNonNegative(delta, "decrease allowance delta");
        return ledger.ChangeAllowance(ResolveOrInitialize(owner), ResolveOrInitialize(spender), -delta);
    }

    /// <summary>Takes an allowance away; returns the old one.</summary>
    /// <param name="owner">Whose tokens.</param>
    /// <param name="spender">Who may take them.</param>
    public TokenAmount RevokeAllowance(Address owner, Address spender) =>
        runtime.Actors.TryResolve(owner, out ActorId from) && runtime.Actors.TryResolve(spender, out ActorId by)
            ? ledger.RevokeAllowance(from, by)
            : TokenAmount.Zero;

    /// <summary>Sets an allowance; returns the old one.</summary>
    /// <param name="owner">Whose tokens.</param>
    /// <param name="spender">Who may take them.</param>
    /// <param name="amount">How much; zero takes it away.</param>
    public TokenAmount SetAllowance(Address owner, Address spender, TokenAmount amount)
    {
        RequireNonNegative(amount, "set allowance amount");
        return amount.IsZero
            ? RevokeAllowance(owner, spender)
            : ledger.SetAllowance(ResolveOrInitialize(owner), ResolveOrInitialize(spender), amount);
    }

    /// <summary>Burns tokens; returns what is left.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="amount">How much.</param>
    public BurnReturn Burn(Address owner, TokenAmount amount)
    {
        RequireAmount(amount, "burn");
        TokenAmount left = ledger.ChangeBalance(ResolveOrInitialize(owner), -amount);
        ledger.ChangeSupply(-amount);
        return new BurnReturn(left);
    }

    /// <summary>Burns tokens by an allowance; returns what is left.</summary>
    /// <param name="spender">Who burns.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="amount">How much.</param>
    public BurnFromReturn BurnFrom(Address spender, Address owner, TokenAmount amount)
    {
        RequireAmount(amount, "burn");
        RequireOther(spender, owner);
        ActorId by = ResolveForAllowance(spender);
        ActorId from = ResolveForAllowance(owner);
        TokenAmount allowance = ledger.UseAllowance(by, from, amount);
        TokenAmount left = ledger.ChangeBalance(from, -amount);
        ledger.ChangeSupply(-amount);
        return new BurnFromReturn(left, allowance);
    }

    /// <summary>Moves tokens.</summary>
    /// <param name="from">Whose.</param>
    /// <param name="to">To whom.</param>
    /// <param name="amount">How much.</param>
    /// <param name="operatorData">What the receiver is told by the owner.</param>
    /// <param name="tokenData">What the receiver is told by the token.</param>
    public ReceiverHook Transfer(Address from, Address to, TokenAmount amount, ReadOnlyMemory<byte> operatorData, ReadOnlyMemory<byte> tokenData)
    {
        RequireAmount(amount, "transfer");
        ActorId giver = ResolveOrInitialize(from);
        ActorId receiver = ResolveOrInitialize(to);
        ledger.Transfer(giver, receiver, amount);
        return new ReceiverHook(to, new Frc46TokenReceived(giver, receiver, giver, amount, operatorData, tokenData));
    }

    /// <summary>Moves tokens by an allowance.</summary>
    /// <param name="spender">Who moves them.</param>
    /// <param name="from">Whose.</param>
    /// <param name="to">To whom.</param>
    /// <param name="amount">How much.</param>
    /// <param name="operatorData">What the receiver is told by the operator.</param>
    /// <param name="tokenData">What the receiver is told by the token.</param>
    public ReceiverHook TransferFrom(
        Address spender, Address from, Address to, TokenAmount amount, ReadOnlyMemory<byte> operatorData, ReadOnlyMemory<byte> tokenData)
    {
        RequireAmount(amount, "transfer");
        RequireOther(spender, from);
        ActorId by = ResolveForAllowance(spender);
        ActorId giver = ResolveForAllowance(from);
        ActorId receiver = ResolveOrInitialize(to);
        ledger.UseAllowance(by, giver, amount);
        ledger.Transfer(giver, receiver, amount);
        return new ReceiverHook(to, new Frc46TokenReceived(giver, receiver, by, amount, operatorData, tokenData));
    }

    /// <summary>An id, made by sending nothing where there is none; 17 when that did not help, as it cannot inside a transaction.</summary>
    private ActorId ResolveOrInitialize(Address address)
    {
        if (runtime.Actors.TryResolve(address, out ActorId id))
            return id;
        runtime.Send(address, MethodNumber.Send);
        if (!runtime.Actors.TryResolve(address, out id))
            Abort.NotFound($"address could not be initialized: `{address}`");
        return id;
    }

    /// <summary>Who has no actor has no allowance either.</summary>
    private ActorId ResolveForAllowance(Address address)
    {
        if (!runtime.Actors.TryResolve(address, out ActorId id))
            Abort.InsufficientFunds($"no allowance by or for {address}");
        return id;
    }

    private void RequireOther(Address spender, Address owner)
    {
        bool same = spender.Protocol == owner.Protocol
            ? spender.Equals(owner)
            : runtime.Actors.TryResolve(spender, out ActorId by) && runtime.Actors.TryResolve(owner, out ActorId from) && by == from;
        if (same)
            Abort.IllegalArgument($"operator cannot be the same as the debited address {spender}");
    }

    private void RequireAmount(TokenAmount amount, string what)
    {
        RequireNonNegative(amount, what);
        if (!(amount.Atto % granularity).IsZero)
            Abort.IllegalArgument($"amount {amount} for {what} must be a multiple of {granularity}");
    }

    private static void RequireNonNegative(TokenAmount amount, string what)
    {
        if (amount.IsNegative)
            Abort.IllegalArgument($"value {amount} for {what} must be non-negative");
    }
}
