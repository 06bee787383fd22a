using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The reward actor (f02): mints, and pays block winners. Source: builtin-actors <c>actors/reward/src/lib.rs</c>.</summary>
internal sealed class RewardActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking(RewardMethods.Constructor, ActorCodecs.OptionalBigInt, Constructor),
        ActorMethod.Taking<AwardBlockRewardParams>(RewardMethods.AwardBlockReward, AwardBlockReward),
        ActorMethod.Returning(RewardMethods.ThisEpochReward, ThisEpochReward),
        ActorMethod.Taking(RewardMethods.UpdateNetworkKPI, ActorCodecs.OptionalBigInt, UpdateNetworkKPI));

    public override string Name => "Reward";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, BigInteger? power)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        if (power is not { } realized)
        {
            Abort.IllegalArgument("argument should not be nil");
            return;
        }

        RewardState state = RewardState.Create(realized);
        runtime.Work("reward", 1);
        runtime.Work("theta", state.EffectiveNetworkTime == 0 ? 0 : 1);
        runtime.State.Create(state);
    }

    /// <summary>
    /// The reward of the epoch comes out of this actor's balance, the tips are in it already. What there is caps what is paid. A miner that does not take
    /// its reward, for whatever reason, must not stop the chain: then all of it is burnt.
    /// </summary>
    private static void AwardBlockReward(ActorRuntime runtime, AwardBlockRewardParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        TokenAmount balance = runtime.Balance;
        if (parameters.Penalty.IsNegative)
            Abort.IllegalArgument($"negative penalty {parameters.Penalty}");
        if (parameters.GasReward.IsNegative)
            Abort.IllegalArgument($"negative gas reward {parameters.GasReward}");
        if (balance < parameters.GasReward)
            Abort.IllegalState($"actor current balance {balance} insufficient to pay gas reward {parameters.GasReward}");
        if (parameters.WinCount <= 0)
            Abort.IllegalArgument($"invalid win count {parameters.WinCount}");
        if (!runtime.Actors.TryResolve(parameters.Miner, out ActorId miner))
            Abort.NotFound("failed to resolve given owner address");

        TokenAmount total = runtime.State.Transaction((RewardState state) => TakeReward(runtime, state, parameters));
        if (total > balance)
            Abort.IllegalState($"reward {total} exceeds balance {balance}");

        var reward = new ApplyRewardParams(total, parameters.Penalty * RewardPolicy.PenaltyMultiplier);
        if (runtime.Send(miner.ToAddress(), ApplyRewardParams.Method, IpldBlock.Cbor(reward), total).IsSuccess)
            return;
        runtime.Log($"failed to send ApplyRewards call to the miner actor with funds {total}");
        if (!runtime.Send(SingletonActors.BurntFunds.ToAddress(), MethodNumber.Send, null, total).IsSuccess)
            runtime.Log("failed to send unsent reward to the burnt funds actor");
    }

    private static TokenAmount TakeReward(ActorRuntime runtime, RewardState state, AwardBlockRewardParams parameters)
    {
        TokenAmount block = (state.ThisEpochReward * parameters.WinCount).DivFloor(RewardPolicy.ExpectedLeadersPerEpoch);
        TokenAmount total = parameters.GasReward + block;
        TokenAmount balance = runtime.Balance;
        if (total > balance)
        {
            runtime.Log($"reward actor balance {balance} below totalReward expected {total}, paying out rest of balance");
            total = balance;
            block = total - parameters.GasReward;
            if (block.IsNegative)
                Abort.IllegalState($"programming error, block reward {block} below zero");
        }

        state.TotalStoragePowerReward += block;
        return total;
    }

    private static ThisEpochRewardReturn ThisEpochReward(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        RewardState state = runtime.State.Read<RewardState>();
        return new ThisEpochRewardReturn(state.ThisEpochRewardSmoothed, state.ThisEpochBaselinePower);
    }

    /// <summary>Epochs without blocks are caught up with first, without rewards.</summary>
    private static void UpdateNetworkKPI(ActorRuntime runtime, BigInteger? power)
    {
        runtime.Caller.RequireIs(SingletonActors.StoragePower);
        if (power is not { } realized)
        {
            Abort.IllegalArgument("argument cannot be None");
            return;
        }

        runtime.State.Transaction((RewardState state) =>
        {
            (long before, long networkTime) = (state.Epoch, state.EffectiveNetworkTime);
            while (state.Epoch < runtime.Epoch)
                state.UpdateToNextEpoch(realized);
            state.UpdateToNextEpochWithReward(realized);
            state.UpdateSmoothedEstimate(checked(state.Epoch - before));
            runtime.Work("epoch", state.Epoch - before);
            runtime.Work("baseline-epoch", state.EffectiveNetworkTime - networkTime);
            runtime.Work("theta", (networkTime == 0 ? 0 : 1) + (state.EffectiveNetworkTime == 0 ? 0 : 1));
        });
    }
}
