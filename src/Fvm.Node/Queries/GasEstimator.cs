using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Queries;

/// <summary>A gas limit for a message.</summary>
/// <param name="GasLimit">Whole gas; 0 when the message fails with any.</param>
/// <param name="Call">The message with a block's gas limit: what it does, or why it fails.</param>
public sealed record GasEstimate(ulong GasLimit, CallResult Call)
{
    /// <summary>Whether there is a limit with which the message succeeds.</summary>
    public bool IsSuccess => Call.IsSuccess;
}

/// <summary>
/// Finds gas limits as lotus does: what the message uses with a block's limit, and a quarter more; where it then runs out, since calls inside keep a part of what they are
/// given, the limit is searched (lotus <c>node/impl/full/gas.go</c>, <c>node/impl/eth/gas.go</c>, ethGasSearch).
/// </summary>
internal sealed class GasEstimator(Simulator simulator)
{
    public GasEstimate Estimate(Message message, ExecutedTipset at, CallOptions options)
    {
        Message free = message with { GasFeeCap = TokenAmount.Zero, GasPremium = TokenAmount.Zero, GasLimit = NetworkConstants.BlockGasLimit };
        CallResult most = simulator.Call(free, at, options);
        if (!most.IsSuccess)
            return new GasEstimate(0, most);
        options = options with { Events = EventDetail.Dropped };
        ulong limit = WithReserve(most.Receipt.GasUsed);
        if (simulator.Call(free with { GasLimit = limit }, at, options).IsSuccess)
            return new GasEstimate(limit, most);
        return new GasEstimate(WithReserve(Search(free, limit, at, options)), most);
    }

    private ulong Search(Message message, ulong low, ExecutedTipset at, CallOptions options)
    {
        ulong high = low;
        while (!simulator.Call(message with { GasLimit = high }, at, options).IsSuccess)
        {
            low = high;
            high *= 2;
            if (high <= NetworkConstants.BlockGasLimit)
                continue;
            high = NetworkConstants.BlockGasLimit;
            break;
        }

        while (high - low > high / 100)
        {
            ulong middle = (low + high) / 2;
            if (simulator.Call(message with { GasLimit = middle }, at, options).IsSuccess)
                high = middle;
            else
                low = middle;
        }

        return high;
    }

    /// <summary>A quarter more, at most a block's limit.</summary>
    private static ulong WithReserve(ulong gas) => Math.Min(gas + (gas / 4), NetworkConstants.BlockGasLimit);
}
