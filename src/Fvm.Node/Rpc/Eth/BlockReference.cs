using System.Numerics;
using System.Text.Json;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc.Eth;

/// <summary>
/// Which tipset a request means: a tag, a number, a hash, or an object with either (EIP-1898). A devnet executes at once and is final at once, so <c>latest</c>,
/// <c>pending</c>, <c>safe</c> and <c>finalized</c> are the head, unless its options defer them (<see cref="ShownChain"/>); <c>earliest</c> is genesis.
/// </summary>
internal static class BlockReference
{
    /// <summary>The tipset whose state is meant; of an epoch without one the last one before it, as in lotus. Left out, it is the latest.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="value">The reference.</param>
    public static ExecutedTipset StateBlock(this Devnet net, RpcValue value)
    {
        if (value.IsMissing)
            return net.Latest();
        if (value.Kind == JsonValueKind.Object || IsHash(value))
            return net.Named(value) ?? throw new RpcException(RpcErrorCode.ResourceNotFound, $"there is no block {value.Shown()}");
        if (Tag(net, value) is { } tagged)
            return tagged;
        BigInteger number = value.Quantity();
        return number > net.LastEpoch() ? throw Future(net, number) : net.Chain.AtOrBefore((long)number) ?? throw new BeforeForkException((long)number);
    }

    /// <summary>The tipset that is meant, for what is in it; null if there is none yet.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="value">The reference.</param>
    /// <exception cref="RpcException">The epoch has no tipset: a null round.</exception>
    /// <exception cref="BeforeForkException">It is before the fork.</exception>
    public static ExecutedTipset? Block(this Devnet net, RpcValue value) => net.Content(net.Named(value));

    /// <summary>The tipset with a hash, for what is in it, or null.</summary>
    public static ExecutedTipset? ByHash(this Devnet net, RpcValue value) => net.Content(net.WithHash(value));

    /// <summary>The epoch that a bound of a range means.</summary>
    public static long Epoch(this Devnet net, RpcValue value, long otherwise)
    {
        if (value.IsMissing)
            return otherwise;
        if (value.Kind == JsonValueKind.String && value.Text() == "earliest")
            return 0;
        if (Tag(net, value) is { } tagged)
            return tagged.Height;
        BigInteger number = value.Quantity();
        return number <= long.MaxValue ? (long)number : throw value.Wrong("epochs have at most 63 bits");
    }

    private static ExecutedTipset? Named(this Devnet net, RpcValue value)
    {
        if (value.Kind == JsonValueKind.Object)
        {
            RpcValue number = value.Member("blockNumber");
            return number.IsMissing ? net.WithHash(value.Need("blockHash")) : net.Named(number);
        }

        if (IsHash(value))
            return net.WithHash(value);
        // Ethereum's nodes answer null to what is not there yet.
        return Tag(net, value) ?? net.AtHeight(value.Quantity());
    }

    private static ExecutedTipset? WithHash(this Devnet net, RpcValue value)
    {
        byte[] hash = value.Hash();
        if (net.Chain.TryGetByHash(hash, out ExecutedTipset? block))
            return block;
        net.RefuseBeforeFork(upstream => upstream.EpochOf(hash));
        return null;
    }

    private static ExecutedTipset? AtHeight(this Devnet net, BigInteger number)
    {
        if (number > net.LastEpoch())
            return net.Options.LotusErrors ? throw Future(net, number) : null;
        long height = (long)number;
        if (height < net.Chain.Genesis.Height)
            throw new BeforeForkException(height);
        return net.Chain.AtHeight(height)
            ?? throw NullRound(height);
    }

    private static ExecutedTipset? Tag(Devnet net, RpcValue value) => value.Kind != JsonValueKind.String ? null : value.Text() switch
    {
        "latest" or "" => net.Latest(),
        "pending" => net.Head,
        "safe" => net.Safe(),
        "finalized" => net.Finalized(),
        // lotus node/impl/eth/tipsetresolver.go, getTipSetByTag.
        "earliest" when net.Options.LotusErrors => throw LotusErrors.Of("block param \"earliest\" is not supported"),
        "earliest" => net.Upstream is null ? net.Chain.Genesis : throw new BeforeForkException(0),
        _ => null,
    };

    /// <summary>An epoch has no tipset.</summary>
    public static RpcException NullRound(long epoch) => new(RpcErrorCode.NullRound, $"requested epoch was a null round ({epoch})") { Number = epoch };

    /// <summary>Whether a reference is a hash.</summary>
    public static bool IsHash(RpcValue value) => value.Kind == JsonValueKind.String && value.Text().Length == 66;

    private static RpcException Future(Devnet net, BigInteger number) =>
        new(RpcErrorCode.ServerError, $"requested a future epoch (beyond 'latest'): {number}, the latest is {net.LastEpoch()}") { Lotus = LotusErrors.Of("requested a future epoch (beyond 'latest')") };
}
