using System.Numerics;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the reward actor. Source: builtin-actors <c>actors/reward/src/state.rs</c>.</summary>
public sealed class RewardState : IChainValue<RewardState>
{
    private const int FieldCount = 11;

    /// <summary>What the cumulated power must reach for the effective time to go on, in byte-epochs.</summary>
    public BigInteger CumsumBaseline { get; set; }

    /// <summary>The cumulated power, capped by the baseline, in byte-epochs.</summary>
    public BigInteger CumsumRealized { get; set; }

    /// <summary>The ceiling of the time that the network's power has earned it, in epochs.</summary>
    public long EffectiveNetworkTime { get; set; }

    /// <summary>The baseline at the effective time, in bytes.</summary>
    public BigInteger EffectiveBaselinePower { get; set; }

    /// <summary>What the expected winners of an epoch get together.</summary>
    public TokenAmount ThisEpochReward { get; set; }

    /// <summary>The same, smoothed.</summary>
    public FilterEstimate ThisEpochRewardSmoothed { get; set; }

    /// <summary>The baseline of the epoch, in bytes.</summary>
    public BigInteger ThisEpochBaselinePower { get; set; }

    /// <summary>The epoch that the reward was computed for.</summary>
    public long Epoch { get; set; }

    /// <summary>What block winners got in all.</summary>
    public TokenAmount TotalStoragePowerReward { get; set; }

    /// <summary>What simple minting gives out in all.</summary>
    public TokenAmount SimpleTotal { get; set; }

    /// <summary>What baseline minting gives out in all.</summary>
    public TokenAmount BaselineTotal { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        ChainBigInt.Write(writer, CumsumBaseline);
        ChainBigInt.Write(writer, CumsumRealized);
        writer.WriteInt64(EffectiveNetworkTime);
        ChainBigInt.Write(writer, EffectiveBaselinePower);
        ThisEpochReward.Write(writer);
        ThisEpochRewardSmoothed.Write(writer);
        ChainBigInt.Write(writer, ThisEpochBaselinePower);
        writer.WriteInt64(Epoch);
        TotalStoragePowerReward.Write(writer);
        SimpleTotal.Write(writer);
        BaselineTotal.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RewardState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        var state = new RewardState
        {
            CumsumBaseline = ChainBigInt.Read(ref reader),
            CumsumRealized = ChainBigInt.Read(ref reader),
            EffectiveNetworkTime = reader.ReadInt64(),
            EffectiveBaselinePower = ChainBigInt.Read(ref reader),
            ThisEpochReward = TokenAmount.Read(ref reader),
            ThisEpochRewardSmoothed = FilterEstimate.Read(ref reader),
            ThisEpochBaselinePower = ChainBigInt.Read(ref reader),
            Epoch = reader.ReadInt64(),
            TotalStoragePowerReward = TokenAmount.Read(ref reader),
            SimpleTotal = TokenAmount.Read(ref reader),
            BaselineTotal = TokenAmount.Read(ref reader),
        };
        return reader.Failed ? null : state;
    }

    /// <summary>The first state: at epoch 0, for a network of some power.</summary>
    /// <param name="realizedPower">The network's power, in bytes.</param>
    public static RewardState Create(BigInteger realizedPower)
    {
        var state = new RewardState
        {
            EffectiveBaselinePower = RewardPolicy.BaselineInitialValue,
            ThisEpochBaselinePower = RewardPolicy.InitialBaselinePower,
            Epoch = NetworkConstants.EpochUndefined,
            ThisEpochRewardSmoothed = FilterEstimate.Of(RewardPolicy.InitialRewardPosition, RewardPolicy.InitialRewardVelocity),
            SimpleTotal = RewardPolicy.SimpleTotal,
            BaselineTotal = RewardPolicy.BaselineTotal,
        };
        state.UpdateToNextEpochWithReward(realizedPower);
        return state;
    }

    /// <summary>Goes on one epoch without a reward, for an epoch without blocks.</summary>
    internal void UpdateToNextEpoch(BigInteger realizedPower)
    {
        Epoch = checked(Epoch + 1);
        ThisEpochBaselinePower = RewardLogic.NextBaseline(ThisEpochBaselinePower);
        CumsumRealized += BigInteger.Min(ThisEpochBaselinePower, realizedPower);
        while (CumsumRealized > CumsumBaseline)
        {
            EffectiveNetworkTime = checked(EffectiveNetworkTime + 1);
            EffectiveBaselinePower = RewardLogic.NextBaseline(EffectiveBaselinePower);
            CumsumBaseline += EffectiveBaselinePower;
        }
    }

    /// <summary>Goes on one epoch and computes its reward.</summary>
    internal void UpdateToNextEpochWithReward(BigInteger realizedPower)
    {
        BigInteger previous = Theta();
        UpdateToNextEpoch(realizedPower);
        ThisEpochReward = RewardLogic.Reward(Epoch, previous, Theta(), SimpleTotal, BaselineTotal);
    }

    /// <summary>Smooths the reward.</summary>
    /// <param name="epochs">Epochs since the last time.</param>
    internal void UpdateSmoothedEstimate(long epochs) => ThisEpochRewardSmoothed = ThisEpochRewardSmoothed.Next(ThisEpochReward.Atto, epochs);

    private BigInteger Theta() => RewardLogic.Theta(EffectiveNetworkTime, EffectiveBaselinePower, CumsumRealized, CumsumBaseline);
}
