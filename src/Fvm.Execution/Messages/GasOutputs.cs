using Fvm.Protocol;

namespace Fvm.Execution.Messages;

/// <summary>
/// How the fee of a message is divided. All in integers; amounts in attoFIL, gas in whole gas. ref-fvm <c>fvm/src/gas/outputs.rs</c>.
/// </summary>
internal readonly record struct GasOutputs
{
    /// <summary>Asking for up to a tenth more than is used costs nothing.</summary>
    private const uint OveruseNumerator = 11;
    private const uint OveruseDenominator = 10;

    public TokenAmount BaseFeeBurn { get; private init; }

    public TokenAmount OverEstimationBurn { get; private init; }

    public TokenAmount MinerPenalty { get; private init; }

    public TokenAmount MinerTip { get; private init; }

    public TokenAmount Refund { get; private init; }

    public ulong GasRefund { get; private init; }

    public ulong GasBurned { get; private init; }

    /// <summary>Divides the fee. The tip counts the gas <em>limit</em>, not what was used.</summary>
    public static GasOutputs Compute(ulong used, ulong limit, TokenAmount baseFee, TokenAmount feeCap, TokenAmount premium)
    {
        TokenAmount toPay = TokenAmount.Min(baseFee, feeCap);
        TokenAmount penalty = (baseFee - toPay) * used;
        TokenAmount tip = TokenAmount.Min(premium, feeCap - toPay) * limit;
        TokenAmount baseFeeBurn = toPay * used;

        (ulong gasRefund, ulong gasBurned) = OverEstimation(used, limit);
        TokenAmount overEstimationBurn = toPay * gasBurned;
        return new GasOutputs
        {
            BaseFeeBurn = baseFeeBurn,
            OverEstimationBurn = overEstimationBurn,
            MinerPenalty = penalty + ((baseFee - toPay) * gasBurned),
            MinerTip = tip,
            Refund = (feeCap * limit) - baseFeeBurn - tip - overEstimationBurn,
            GasRefund = gasRefund,
            GasBurned = gasBurned,
        };
    }

    /// <summary>How much of the unused gas is given back, and how much is burnt: the share that grows with the over-estimation, all at twice.</summary>
    private static (ulong Refund, ulong Burned) OverEstimation(ulong used, ulong limit)
    {
        if (used == 0)
            return (0, limit);
        UInt128 free = (UInt128)used * OveruseNumerator / OveruseDenominator;
        UInt128 over = limit > free ? limit - free : UInt128.Zero;
        over = UInt128.Min(over, used);
        ulong unused = limit > used ? limit - used : 0;
        ulong burned = (ulong)(unused * over / used);
        return (unused - burned, burned);
    }
}
