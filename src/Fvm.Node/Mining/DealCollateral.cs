using System.Numerics;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>What a provider puts up for a deal (builtin-actors <c>actors/market/src/policy.rs</c>, deal_provider_collateral_bounds).</summary>
internal static class DealCollateral
{
    /// <summary>The least that lotus tells, a tenth above what the market asks for, since power may change until the deal is published (<c>node/impl/full/state.go</c>).</summary>
    /// <param name="size">Bytes of the piece with its padding.</param>
    /// <param name="power">The network's raw power, bytes.</param>
    /// <param name="baseline">The reward actor's baseline power, bytes.</param>
    /// <param name="circulating">The circulating supply, of which a hundredth is shared by power.</param>
    public static TokenAmount Least(BigInteger size, BigInteger power, BigInteger baseline, TokenAmount circulating)
    {
        BigInteger share = BigInteger.Max(size, BigInteger.Max(power, baseline));
        BigInteger least = share.IsZero ? 0 : size * circulating.Atto / (share * 100);
        return TokenAmount.FromAtto(least * 110 / 100);
    }
}
