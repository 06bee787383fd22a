using Fvm.Node.Forks;

namespace Fvm.Node.Rpc.Forks;

/// <summary>How a method that names a block by its number is asked by the block's hash.</summary>
/// <param name="Method">The method that takes the hash.</param>
/// <param name="Place">Which parameter names the block.</param>
/// <param name="IsObject">Whether the hash stands in an object (EIP-1898).</param>
/// <param name="IsStrict">Whether the method is about the block itself, which an epoch without a tipset has not; else about the state then.</param>
internal sealed record AnchoredMethod(string Method, int Place, bool IsObject, bool IsStrict);

/// <summary>
/// Numbers of blocks are asked of a fork's upstream as hashes, since a number means what the upstream's chain has there now: of recent epochs that may be another tipset than the one that
/// was forked. All of these take a hash in lotus (<c>chain/types/ethtypes</c>, EthBlockNumberOrHash).
/// </summary>
internal static class AnchoredMethods
{
    private static readonly Dictionary<string, AnchoredMethod> Known = Make(
    [
        ("eth_getBlockByNumber", new AnchoredMethod("eth_getBlockByHash", 0, IsObject: false, IsStrict: true)),
        ("eth_getBlockTransactionCountByNumber", new AnchoredMethod("eth_getBlockTransactionCountByHash", 0, IsObject: false, IsStrict: true)),
        ("eth_getTransactionByBlockNumberAndIndex", new AnchoredMethod("eth_getTransactionByBlockHashAndIndex", 0, IsObject: false, IsStrict: true)),
        ("debug_traceBlockByNumber", new AnchoredMethod("debug_traceBlockByHash", 0, IsObject: false, IsStrict: true)),
        ("eth_getBlockReceipts", new AnchoredMethod("eth_getBlockReceipts", 0, IsObject: true, IsStrict: true)),
        ("Filecoin.EthGetBlockReceiptsLimited", new AnchoredMethod("Filecoin.EthGetBlockReceiptsLimited", 0, IsObject: true, IsStrict: true)),
        ("eth_getBalance", State("eth_getBalance", 1)),
        ("eth_getTransactionCount", State("eth_getTransactionCount", 1)),
        ("eth_getCode", State("eth_getCode", 1)),
        ("eth_getStorageAt", State("eth_getStorageAt", 2)),
        ("eth_call", State("eth_call", 1)),
        ("eth_estimateGas", State("eth_estimateGas", 1)),
    ]);

    /// <summary>How a method is asked by hash; null where it is about no block, or takes no hash.</summary>
    public static AnchoredMethod? Of(string name) => Known.GetValueOrDefault(name);

    /// <summary>Whether a method that takes no hash goes by numbers all the same: ranges, and traces of lotus.</summary>
    public static bool GoesByNumbers(string name) => !name.Contains("Hash", StringComparison.Ordinal)
        && (name.StartsWith("eth_", StringComparison.Ordinal) || name.StartsWith("trace_", StringComparison.Ordinal) || name.StartsWith("debug_", StringComparison.Ordinal)
            || name.StartsWith("Filecoin.Eth", StringComparison.Ordinal));

    private static AnchoredMethod State(string method, int place) => new(method, place, IsObject: true, IsStrict: false);

    private static Dictionary<string, AnchoredMethod> Make(IReadOnlyList<(string Name, AnchoredMethod Asked)> methods)
    {
        var all = new Dictionary<string, AnchoredMethod>(StringComparer.Ordinal);
        foreach ((string name, AnchoredMethod asked) in methods)
        {
            all.Add(name, asked);
            if (RpcMethodTable.LotusName(name) is { } alias)
                all.Add(alias, asked with { Method = RpcMethodTable.LotusName(asked.Method)! });
        }

        return all;
    }
}
