using System.Numerics;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>What always holds of a token's state (frc46_token <c>token/state.rs</c>, check_invariants).</summary>
public static class TokenInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state.</param>
    /// <param name="granularity">What balances must be multiples of.</param>
    /// <param name="balances">The balances, for checks of other actors.</param>
    public static InvariantLog Check(IBlockstore store, TokenState state, ulong granularity, out IReadOnlyDictionary<ActorId, TokenAmount> balances)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("token: ");
        var found = new Dictionary<ActorId, TokenAmount>();
        balances = found;
        log.Require(!state.Supply.IsNegative, $"total supply was negative: {state.Supply}");
        try
        {
            CheckBalances(store, state, granularity, log, found);
            foreach ((byte[] key, Cid root) in state.LoadAllowances(store).Entries())
                CheckAllowances(new ActorId(MapKeys.ToUInt64(key)), state.LoadAllowancesOf(store, root), log);
        }
        catch (Exception malformed) when (malformed is IpldException or ActorAbortException)
        {
            log.Add($"underlying state error {malformed.Message}");
        }

        return log;
    }

    private static void CheckBalances(
        IBlockstore store, TokenState state, ulong granularity, InvariantLog log, Dictionary<ActorId, TokenAmount> found)
    {
        TokenAmount sum = TokenAmount.Zero;
        foreach ((byte[] key, TokenAmount balance) in state.LoadBalances(store).Entries())
        {
            var owner = new ActorId(MapKeys.ToUInt64(key));
            log.Require(!balance.IsNegative, $"{owner} had a negative balance of {balance}");
            log.Require(!balance.IsZero, $"stored a zero balance which should have been removed for {owner}");
            log.Require(BigInteger.Remainder(balance.Atto, granularity).IsZero, $"{owner} had a balance {balance} which is not a multiple of the granularity");
            sum += balance;
            found[owner] = balance;
        }

        log.Require(sum == state.Supply, $"the total supply {state.Supply} does not match the sum of all balances {sum}");
    }

    private static void CheckAllowances(ActorId owner, TokenMap<TokenAmount> allowances, InvariantLog log)
    {
        log.Require(!allowances.IsEmpty, $"stored an allowance map for {owner} though they have specified no allowances");
        foreach ((byte[] key, TokenAmount allowance) in allowances.Entries())
        {
            var spender = new ActorId(MapKeys.ToUInt64(key));
            log.Require(spender != owner, $"stored an allowance for self {owner} for {allowance}");
            log.Require(!allowance.IsNegative, $"a negative allowance of {allowance} was specified between {owner} and {spender}");
            log.Require(!allowance.IsZero, $"stored a zero allowance which should have been removed between {owner} and {spender}");
        }
    }
}
