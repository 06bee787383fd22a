using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>The short way for tests: sign, send, wait for the receipt.</summary>
public static class DevnetSending
{
    private static readonly UInt256 Premium = 1;
    private static readonly UInt256 FeeCap = 1_000_000_000;

    /// <summary>Makes a contract.</summary>
    /// <param name="net">The network.</param>
    /// <param name="from">Who makes it.</param>
    /// <param name="initCode">Init code, with the constructor's arguments.</param>
    /// <param name="value">What it gets, attoFIL.</param>
    /// <returns>The message; <see cref="AppliedMessage.CreatedContract"/> is the contract.</returns>
    /// <exception cref="DevnetException">The pool refused it, or it failed.</exception>
    public static Task<AppliedMessage> DeployEvmAsync(this Devnet net, DevnetAccount from, ReadOnlyMemory<byte> initCode, UInt256 value = default) =>
        net.SendAsync(from, null, initCode, value);

    /// <summary>Sends a transaction from an account, with its next nonce and a gas limit that was estimated.</summary>
    /// <param name="net">The network.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">The receiver; null to make a contract.</param>
    /// <param name="input">Call data, or init code.</param>
    /// <param name="value">What is transferred, attoFIL.</param>
    /// <exception cref="DevnetException">It would fail, the pool refused it, or nothing is mined by itself.</exception>
    public static async Task<AppliedMessage> SendAsync(this Devnet net, DevnetAccount from, EvmAddress? to, ReadOnlyMemory<byte> input = default, UInt256 value = default)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(from);
        var transaction = new EthereumTransaction
        {
            Kind = EthereumTransactionKind.Eip1559,
            ChainId = net.Options.ChainId,
            Nonce = net.NextNonce(from.Delegated),
            To = to,
            Value = value,
            GasLimit = 0,
            MaxFeePerGas = FeeCap,
            MaxPriorityFeePerGas = Premium,
            Input = input,
        };
        ulong gas = await net.GasForAsync(TransactionMessages.ToUnsigned(transaction, from.Delegated)).ConfigureAwait(false);
        EthereumTransaction signed = from.Sign(transaction with { GasLimit = gas });
        PoolAnswer answer = await net.PushAsync(signed, PoolSource.Local).ConfigureAwait(false);
        return net.Applied(answer, net.Chain.TryGetTransaction(signed.Hash(), out MessagePlace? place) ? place : null);
    }

    /// <summary>Sends a message from the f1 or the f3 account; its sender, nonce, gas limit and fees are filled in where they are missing.</summary>
    /// <param name="net">The network.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="DevnetException">It would fail, the pool refused it, or nothing is mined by itself.</exception>
    public static async Task<AppliedMessage> SendAsync(this Devnet net, NativeAccount from, Message message)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(from);
        Message whole = message with { From = from.Address, Sequence = net.NextNonce(from.Address) };
        if (whole.GasLimit == 0)
            whole = whole with { GasLimit = await net.GasForAsync(whole).ConfigureAwait(false) };
        if (whole.GasFeeCap.IsZero)
            whole = whole with { GasFeeCap = TokenAmount.FromAtto(FeeCap.ToBigInteger()), GasPremium = TokenAmount.FromAtto(Premium.ToBigInteger()) };
        SignedMessage signed = from.Sign(whole);
        PoolAnswer answer = await net.PushAsync(signed, PoolSource.Local).ConfigureAwait(false);
        return net.Applied(answer, net.Chain.TryGetMessage(signed.Cid, out MessagePlace? place) ? place : null);
    }

    private static async Task<ulong> GasForAsync(this Devnet net, Message message)
    {
        GasEstimate estimate = await net.EstimateGasAsync(message).ConfigureAwait(false);
        return estimate.IsSuccess
            ? estimate.GasLimit
            : throw new DevnetException($"the message fails with exit {estimate.Call.Receipt.ExitCode}: {estimate.Call.Failure}");
    }

    private static AppliedMessage Applied(this Devnet net, PoolAnswer answer, MessagePlace? place)
    {
        if (!answer.IsAccepted)
            throw new DevnetException($"the pool refused the message: {answer.Reason}");
        return place?.Message ?? throw new DevnetException($"the message waits: mining is {net.Options.Mining}, so call MineAsync and look for it in the chain");
    }
}
