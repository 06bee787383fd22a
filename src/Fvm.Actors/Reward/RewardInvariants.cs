using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of the reward actor's state. Source: builtin-actors <c>actors/reward/src/testing.rs</c>.</summary>
public static class RewardInvariants
{
    private const long StorageMiningAllocation = 1_100_000_000;

    /// <summary>Checks a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="priorEpoch">The last epoch that cron ran for; null where cron does not run, and the epoch says nothing.</param>
    /// <param name="balance">The actor's balance; null where genesis gave it no full allocation.</param>
    public static InvariantLog Check(RewardState state, long? priorEpoch, TokenAmount? balance)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("reward: ");
        if (balance is { } left)
        {
            log.Require(
                state.TotalStoragePowerReward + left >= TokenAmount.FromFil(StorageMiningAllocation),
                $"reward given {state.TotalStoragePowerReward} + reward left {left} < storage mining allocation");
        }

        if (priorEpoch is { } epoch)
            log.Require(state.Epoch == epoch + 1, $"reward state epoch {state.Epoch} does not match prior_epoch+1 {epoch + 1}");
        log.Require(
            state.EffectiveNetworkTime <= state.Epoch, $"effective network time {state.EffectiveNetworkTime} greater than state epoch {state.Epoch}");
        log.Require(
            state.CumsumRealized <= state.CumsumBaseline, $"cumsum realized {state.CumsumRealized} > cumsum baseline {state.CumsumBaseline}");
        log.Require(state.CumsumRealized.Sign >= 0, $"cumsum realized negative ({state.CumsumRealized})");
        return log;
    }
}
