using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of a multisig's state. Source: builtin-actors <c>actors/multisig/src/testing.rs</c>.</summary>
public static class MultisigInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="id">The multisig.</param>
    /// <param name="state">Its state.</param>
    public static InvariantLog Check(IBlockstore store, ActorId id, MultisigState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog($"multisig {id}: ");
        log.Require(state.Signers.Count <= MultisigPolicy.MaxSigners, $"multisig has too many signers: {state.Signers.Count}");
        log.Require(
            (ulong)state.Signers.Count >= state.NumApprovalsThreshold,
            $"multisig has insufficient signers to meet threshold ({state.Signers.Count} < {state.NumApprovalsThreshold})");
        if (state.UnlockDuration == 0)
        {
            log.Require(state.StartEpoch == 0, $"non-zero start epoch {state.StartEpoch} with zero unlock duration");
            log.Require(state.InitialBalance.IsZero, $"non-zero locked balance {state.InitialBalance} with zero unlock duration");
        }

        long greatest = -1;
        try
        {
            Hamt<MultisigTransaction>.Load(store, state.PendingTxns, ChainEncoding.Codec<MultisigTransaction>()).ForEach((key, txn) =>
            {
                long number = MapKeys.ToInt64(key.Span);
                greatest = Math.Max(greatest, number);
                CheckTransaction(log, state, number, txn);
            });
        }
        catch (IpldException malformed)
        {
            log.Add($"error loading transactions: {malformed.Message}");
        }

        log.Require(state.NextTxnId > greatest, $"next transaction id {state.NextTxnId} is not greater than pending ids");
        return log;
    }

    private static void CheckTransaction(InvariantLog log, MultisigState state, long number, MultisigTransaction txn)
    {
        var seen = new HashSet<Address>();
        foreach (Address approval in txn.Approved)
        {
            log.Require(state.Signers.Contains(approval), $"approval {approval} for transaction {number} is not in signers list");
            log.Require(seen.Add(approval), $"duplicate approval {approval} for transaction {number}");
        }

        log.Require(
            (ulong)seen.Count < state.NumApprovalsThreshold,
            $"number of approvals ({seen.Count}) meets the approvals threshold ({state.NumApprovalsThreshold}), transaction should not be pending");
    }
}
