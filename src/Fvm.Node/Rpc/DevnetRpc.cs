using Fvm.Node.Rpc.Developer;
using Fvm.Node.Rpc.Eth;
using Fvm.Node.Rpc.Filecoin;
using Fvm.Node.Rpc.Forks;
using Fvm.Node.Rpc.Otterscan;
using Fvm.Node.Rpc.Traces;

namespace Fvm.Node.Rpc;

/// <summary>All methods over a devnet, family by family.</summary>
internal sealed class DevnetRpc : IDisposable
{
    private readonly FilterTable filters;

    public DevnetRpc(Devnet net, RpcLimits limits)
    {
        filters = new FilterTable(net, limits);
        var waiters = new ConfirmationWaiters(net);
        var keys = new WalletKeys(net);
        var signing = new WalletSigning(net, keys);
        EthIdentity.Add(Methods, net);
        EthBlocks.Add(Methods, net);
        EthTransactions.Add(Methods, net, waiters);
        EthState.Add(Methods, net);
        EthCalls.Add(Methods, net);
        EthSimulation.Add(Methods, net);
        EthSenders.Add(Methods, net);
        EthFees.Add(Methods, net);
        EthLogs.Add(Methods, net, filters, limits);
        EthSubscriptions.Add(Methods, net);
        EthAccounts.Add(Methods, net, keys);
        DeveloperMining.Add(Methods, net);
        DeveloperState.Add(Methods, net);
        DeveloperNode.Add(Methods, net);
        DeveloperChain.Add(Methods, net);
        DeveloperTokens.Add(Methods, net);
        FvmMethods.Add(Methods, net);
        FvmActors.Add(Methods, net);
        FvmDeals.Add(Methods, net, keys);
        DebugMethods.Add(Methods, net, limits);
        TraceMethods.Add(Methods, net, limits);
        OtterscanMethods.Add(Methods, net);
        OtterscanTraces.Add(Methods, net);
        OtterscanSearch.Add(Methods, net);
        FvmTraceMethods.Add(Methods, net);
        FvmGasMethods.Add(Methods, net);
        FilecoinNode.Add(Methods, net);
        FilecoinChain.Add(Methods, net, limits);
        FilecoinObjects.Add(Methods, net);
        FilecoinEvents.Add(Methods, net, limits);
        FilecoinState.Add(Methods, net);
        FilecoinMessages.Add(Methods, net);
        FilecoinPool.Add(Methods, net, signing);
        FilecoinGas.Add(Methods, net);
        FilecoinWallet.Add(Methods, keys, signing);
        FilecoinCalls.Add(Methods, net);
        FilecoinRegistry.Add(Methods, net);
        FilecoinMarket.Add(Methods, net);
        FilecoinMiners.Add(Methods, net);
        FilecoinSectors.Add(Methods, net);
        FilecoinMultisig.Add(Methods, net);
        FilecoinRandomness.Add(Methods, net);
        FilecoinMining.Add(Methods, net);
        FilecoinCompute.Add(Methods, net, limits);
        FilecoinPeers.Add(Methods, net);
        if (net.Upstream is { } upstream)
            new UpstreamMethods(upstream, net).Wrap(Methods);
        Dispatcher = new RpcDispatcher(Methods, limits, waiters.SeeCall, net.Options.LotusErrors);
    }

    /// <summary>The methods.</summary>
    public RpcMethodTable Methods { get; } = new();

    /// <summary>Who answers requests.</summary>
    public RpcDispatcher Dispatcher { get; }

    /// <inheritdoc/>
    public void Dispose() => filters.Dispose();
}
