using System.Diagnostics.CodeAnalysis;

namespace Fvm.Node.Rpc;

/// <summary>A method that answers at once.</summary>
internal delegate void RpcMethod(RpcCall call);

/// <summary>A method that may have to wait.</summary>
internal delegate ValueTask WaitingRpcMethod(RpcCall call);

/// <summary>All methods by name. A method of Ethereum's is there by its own name and by lotus's (<c>api/eth_aliases.go</c>): <c>eth_chainId</c> and <c>Filecoin.EthChainId</c>.</summary>
internal sealed class RpcMethodTable
{
    private const string FilecoinPrefix = "Filecoin.";

    private readonly Dictionary<string, WaitingRpcMethod> methods = new(StringComparer.Ordinal);
    private readonly HashSet<string> brief = new(StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => methods.Keys.Order(StringComparer.Ordinal);

    /// <summary>Adds a method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="method">What it does.</param>
    public void Add(string name, RpcMethod method) => AddWaiting(name, call =>
    {
        method(call);
        return ValueTask.CompletedTask;
    });

    /// <summary>Adds a method that may wait.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="method">What it does.</param>
    public void AddWaiting(string name, WaitingRpcMethod method)
    {
        methods.Add(name, method);
        if (LotusName(name) is { } alias)
            methods.Add(alias, method);
    }

    /// <summary>Adds a method under several names: developer methods have one of hardhat and one of anvil.</summary>
    /// <param name="names">The names, separated by spaces.</param>
    /// <param name="method">What it does.</param>
    public void AddAll(string names, RpcMethod method)
    {
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Add(name, method);
    }

    /// <summary>Adds a method that may wait under several names.</summary>
    /// <param name="names">The names, separated by spaces.</param>
    /// <param name="method">What it does.</param>
    public void AddAllWaiting(string names, WaitingRpcMethod method)
    {
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            AddWaiting(name, method);
    }

    /// <summary>
    /// Says that a method gives its work to other threads at once, or has hardly any: it may begin on the thread that watches the sockets. Others first leave
    /// that thread, since all connections wait for it.
    /// </summary>
    /// <param name="name">Its name.</param>
    public void MarkBrief(string name)
    {
        brief.Add(name);
        if (LotusName(name) is { } alias)
            brief.Add(alias);
    }

    /// <summary>Whether a method is marked so.</summary>
    /// <param name="name">Its name.</param>
    public bool IsBrief(string name) => brief.Contains(name);

    /// <summary>Puts another method in the place of one, such as one around it; it is not brief.</summary>
    /// <param name="name">The name.</param>
    /// <param name="around">Makes the new one of the old one.</param>
    public void Replace(string name, Func<WaitingRpcMethod, WaitingRpcMethod> around)
    {
        methods[name] = around(methods[name]);
        brief.Remove(name);
    }

    /// <summary>Finds a method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="method">The method.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out WaitingRpcMethod? method) => methods.TryGetValue(name, out method);

    /// <summary>What is near to a name that is not there; null if nothing is.</summary>
    /// <param name="name">The name.</param>
    public string? Nearest(string name) => name.Length > 100
        ? null
        : methods.Keys.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            ?? (methods.ContainsKey(FilecoinPrefix + name) ? FilecoinPrefix + name : null);

    /// <summary>Lotus's name of a method of Ethereum's; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    public static string? LotusName(string name)
    {
        int cut = name.IndexOf('_', StringComparison.Ordinal);
        string? family = cut < 0 ? null : name[..cut] switch
        {
            "eth" => "Eth",
            "net" => "Net",
            "web3" => "Web3",
            "trace" => "EthTrace",
            _ => null,
        };
        return family is null ? null : $"{FilecoinPrefix}{family}{char.ToUpperInvariant(name[cut + 1])}{name[(cut + 2)..]}";
    }
}
