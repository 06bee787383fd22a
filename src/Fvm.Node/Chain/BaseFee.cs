using System.Numerics;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>
/// The base fee of the next tipset: by how full the blocks were up to network version 27, by what their messages offered from 28 on (FIP-0115). Amounts in attoFIL
/// a gas. Source: lotus <c>chain/store/basefee.go</c>.
/// </summary>
public static class BaseFee
{
    /// <summary>No base fee is lower.</summary>
    public static TokenAmount Minimum { get; } = TokenAmount.FromAtto(100);

    /// <summary>What genesis begins with on the networks.</summary>
    public static TokenAmount Initial { get; } = TokenAmount.FromAtto(100_000_000);

    private const long BlockGasTarget = 5_000_000_000;
    private const long MaxChangeDenominator = 8;

    /// <summary>The unit of gas, from 0, whose premium counts: the last of the first 80 % of a block's gas limit (lotus <c>BlockGasTargetIndex</c>).</summary>
    private const ulong TargetIndex = 7_999_999_999;

    /// <summary>The base fee after a tipset.</summary>
    /// <param name="version">The network version at the tipset's epoch.</param>
    /// <param name="baseFee">The tipset's base fee, which its headers name.</param>
    /// <param name="blocks">All messages of its blocks, repetitions included.</param>
    public static TokenAmount Next(NetworkVersion version, TokenAmount baseFee, IReadOnlyList<BlockMessages> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return version < NetworkVersion.V28 ? FromUtilization(baseFee, Utilization(blocks), blocks.Count) : FromPremiums(baseFee, blocks);
    }

    /// <summary>By the gas limits of the messages, each counted once.</summary>
    /// <param name="baseFee">The tipset's base fee.</param>
    /// <param name="gasLimits">Their sum.</param>
    /// <param name="blockCount">How many blocks.</param>
    public static TokenAmount FromUtilization(TokenAmount baseFee, long gasLimits, int blockCount)
    {
        long delta = Math.Clamp((gasLimits / blockCount) - BlockGasTarget, -BlockGasTarget, BlockGasTarget);
        BigInteger change = FloorDiv(FloorDiv(baseFee.Atto * delta, BlockGasTarget), MaxChangeDenominator);
        return TokenAmount.Max(Minimum, TokenAmount.FromAtto(baseFee.Atto + change));
    }

    /// <summary>By the premium of the message at the target, when all are laid end to end, the highest premium first.</summary>
    /// <param name="baseFee">The tipset's base fee.</param>
    /// <param name="blocks">All messages of its blocks.</param>
    public static TokenAmount FromPremiums(TokenAmount baseFee, IReadOnlyList<BlockMessages> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        BigInteger premium = PremiumAtTarget(blocks.SelectMany(static block => block.InOrder()).DistinctBy(static entry => (entry.Message.From, entry.Message.Sequence))
            .Select(entry => (EffectivePremium(entry.Message, baseFee).Atto, entry.Message.GasLimit)));
        BigInteger most = (baseFee.Atto + MaxChangeDenominator - 1) / MaxChangeDenominator;
        return TokenAmount.Max(Minimum, TokenAmount.FromAtto(baseFee.Atto + BigInteger.Min(most, premium - most)));
    }

    /// <summary>What a message offers the miner above a base fee: its premium, as far as its cap leaves it room; never below 0.</summary>
    /// <param name="message">The message.</param>
    /// <param name="baseFee">The base fee.</param>
    public static TokenAmount EffectivePremium(Message message, TokenAmount baseFee)
    {
        ArgumentNullException.ThrowIfNull(message);
        return TokenAmount.Min(message.GasPremium, TokenAmount.Max(message.GasFeeCap - baseFee, TokenAmount.Zero));
    }

    private static BigInteger PremiumAtTarget(IEnumerable<(BigInteger Premium, ulong GasLimit)> offers)
    {
        UInt128 covered = 0;
        foreach ((BigInteger premium, ulong gasLimit) in offers.OrderByDescending(static offer => offer.Premium))
        {
            covered += gasLimit;
            if (covered > TargetIndex)
                return premium;
        }

        return BigInteger.Zero;
    }

    private static long Utilization(IReadOnlyList<BlockMessages> blocks)
    {
        long sum = 0;
        foreach ((Message message, _) in blocks.SelectMany(static block => block.InOrder()).DistinctBy(static entry => entry.Signed?.Cid ?? entry.Message.Cid))
            sum = checked(sum + (long)message.GasLimit);
        return sum;
    }

    private static BigInteger FloorDiv(BigInteger dividend, long divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
