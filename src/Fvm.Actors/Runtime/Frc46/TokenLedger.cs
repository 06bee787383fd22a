using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>
/// Balances, allowances and supply, by actor id, without the rules of tokens but for what may not be negative (frc46_token <c>token/state.rs</c>). In which
/// order it reads and writes maps is what the caller pays for.
/// </summary>
internal sealed class TokenLedger(TokenState state, IBlockstore store)
{
    public TokenAmount Balance(ActorId owner) => state.LoadBalances(store).Get(owner);

    /// <summary>Adds to a balance, or takes from it; 19 when there is not enough.</summary>
    /// <returns>The new balance.</returns>
    public TokenAmount ChangeBalance(ActorId owner, TokenAmount delta)
    {
        if (delta.IsZero)
            return Balance(owner);
        TokenMap<TokenAmount> balances = state.LoadBalances(store);
        TokenAmount before = balances.Get(owner);
        TokenAmount after = before + delta;
        if (after.IsNegative)
            InsufficientBalance(owner, before, delta);
        if (after.IsZero)
            balances.Delete(owner);
        else
            balances.Set(owner, after);
        state.Balances = balances.Flush();
        return after;
    }

    /// <summary>Moves tokens. To oneself that changes nothing, and still needs the balance.</summary>
    public void Transfer(ActorId from, ActorId to, TokenAmount amount)
    {
        if (from == to)
        {
            TokenAmount balance = Balance(from);
            if (balance < amount)
                InsufficientBalance(from, balance, -amount);
            return;
        }

        ChangeBalance(from, -amount);
        ChangeBalance(to, amount);
    }

    /// <summary>Adds to the supply, or takes from it; 20 when it would be negative.</summary>
    public void ChangeSupply(TokenAmount delta)
    {
        TokenAmount after = state.Supply + delta;
        if (after.IsNegative)
            Abort.IllegalState($"total_supply cannot be negative, cannot apply delta of {delta} to {state.Supply}");
        state.Supply = after;
    }

    public TokenAmount Allowance(ActorId owner, ActorId spender) =>
        state.LoadAllowances(store).Get(owner) is { } root ? state.LoadAllowancesOf(store, root).Get(spender) : TokenAmount.Zero;

    /// <summary>Adds to an allowance, or takes from it, not below zero.</summary>
    /// <returns>The new allowance.</returns>
    public TokenAmount ChangeAllowance(ActorId owner, ActorId spender, TokenAmount delta)
    {
        if (delta.IsZero)
            return Allowance(owner, spender);
        TokenMap<Cid> all = state.LoadAllowances(store);
        Cid? root = all.Get(owner);
        if (root is null && delta.IsNegative)
            return TokenAmount.Zero;
        TokenMap<TokenAmount> own = state.LoadAllowancesOf(store, root);
        TokenAmount after = TokenAmount.Max(own.Get(spender) + delta, TokenAmount.Zero);
        if (after.IsZero)
            own.Delete(spender);
        else
            own.Set(spender, after);
        if (own.IsEmpty)
            all.Delete(owner);
        else
            all.Set(owner, own.Flush());
        state.Allowances = all.Flush();
        return after;
    }

    /// <summary>Takes an allowance away.</summary>
    /// <returns>The old allowance.</returns>
    public TokenAmount RevokeAllowance(ActorId owner, ActorId spender)
    {
        if (state.LoadAllowances(store).Get(owner) is not { } root)
            return TokenAmount.Zero;
        TokenMap<TokenAmount> own = state.LoadAllowancesOf(store, root);
        TokenAmount before = own.Delete(spender);
        Cid? left = own.IsEmpty ? null : own.Flush();
        TokenMap<Cid> all = state.LoadAllowances(store);
        if (left is null)
            all.Delete(owner);
        else
            all.Set(owner, left);
        state.Allowances = all.Flush();
        return before;
    }

    /// <summary>Sets an allowance.</summary>
    /// <param name="owner">Whose tokens.</param>
    /// <param name="spender">Who may take them.</param>
    /// <param name="amount">More than zero.</param>
    /// <returns>The old allowance.</returns>
    public TokenAmount SetAllowance(ActorId owner, ActorId spender, TokenAmount amount)
    {
        TokenMap<Cid> all = state.LoadAllowances(store);
        TokenMap<TokenAmount> own = state.LoadAllowancesOf(store, all.Get(owner));
        TokenAmount before = own.Get(spender);
        own.Set(spender, amount);
        all.Set(owner, own.Flush());
        state.Allowances = all.Flush();
        return before;
    }

    /// <summary>Takes from an allowance; 19 when it is too small, or is zero, whatever the amount.</summary>
    /// <returns>The new allowance.</returns>
    public TokenAmount UseAllowance(ActorId spender, ActorId owner, TokenAmount amount)
    {
        TokenAmount current = Allowance(owner, spender);
        if ((current.IsZero && spender != owner) || current < amount)
            Abort.InsufficientFunds($"{spender} attempted to utilise {amount} of allowance {current} set by {owner}");
        return amount.IsZero ? current : ChangeAllowance(owner, spender, -amount);
    }

    private static void InsufficientBalance(ActorId owner, TokenAmount balance, TokenAmount delta) =>
        Abort.InsufficientFunds($"negative balance caused by decreasing {owner}'s balance of {balance} by {delta}");
}
