using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of the reward actor (f02). Source: builtin-actors <c>actors/reward/src</c>.</summary>
public static class RewardMethods
{
    /// <summary>Makes the actor; only at genesis. Takes the network's power, a bare big integer; null is exit 16.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Pays the winner of a block; by the chain. Takes <see cref="AwardBlockRewardParams"/>.</summary>
    public static MethodId AwardBlockReward { get; } = MethodId.Internal(nameof(AwardBlockReward), 2);

    /// <summary>Tells the reward of the current epoch, smoothed. Returns <see cref="ThisEpochRewardReturn"/>.</summary>
    public static MethodId ThisEpochReward { get; } = MethodId.Internal(nameof(ThisEpochReward), 3);

    /// <summary>Goes on to the next epoch; by the power actor. Takes the network's power, a bare big integer; null is exit 16.</summary>
    public static MethodId UpdateNetworkKPI { get; } = MethodId.Internal(nameof(UpdateNetworkKPI), 4);
}

/// <summary>Whom to pay for a block, and what.</summary>
/// <param name="Miner">Who won.</param>
/// <param name="Penalty">What to fine, before it is multiplied.</param>
/// <param name="GasReward">The tips of the block's messages, which this actor owns already.</param>
/// <param name="WinCount">How many times the miner won.</param>
public sealed record AwardBlockRewardParams(Address Miner, TokenAmount Penalty, TokenAmount GasReward, long WinCount) : IChainValue<AwardBlockRewardParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Miner.Write(writer);
        Penalty.Write(writer);
        GasReward.Write(writer);
        writer.WriteInt64(WinCount);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AwardBlockRewardParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new AwardBlockRewardParams(
            TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), TokenAmount.Read(ref reader), reader.ReadInt64());
    }
}

/// <summary>The reward of the current epoch.</summary>
/// <param name="RewardSmoothed">What a win is worth, smoothed, in attoFIL.</param>
/// <param name="BaselinePower">The baseline that the network aims at, in bytes.</param>
public sealed record ThisEpochRewardReturn(FilterEstimate RewardSmoothed, BigInteger BaselinePower) : IChainValue<ThisEpochRewardReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        RewardSmoothed.Write(writer);
        ChainBigInt.Write(writer, BaselinePower);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ThisEpochRewardReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new ThisEpochRewardReturn(FilterEstimate.Read(ref reader), ChainBigInt.Read(ref reader));
    }
}
