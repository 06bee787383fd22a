using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What a miner gets told of its reward (miner method 14). Source: builtin-actors <c>actors/reward/src/ext.rs</c>.</summary>
/// <param name="Reward">What came with the message.</param>
/// <param name="Penalty">What to burn of it.</param>
public sealed record ApplyRewardParams(TokenAmount Reward, TokenAmount Penalty) : IChainValue<ApplyRewardParams>
{
    /// <summary>The miner's method.</summary>
    public const ulong Method = 14;

    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Reward.Write(writer);
        Penalty.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ApplyRewardParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new ApplyRewardParams(TokenAmount.Read(ref reader), TokenAmount.Read(ref reader));
    }
}
