using Fvm.Evm;

namespace Fvm.Ethereum.Tests;

internal static class Samples
{
    public static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];

    public static EthereumTransaction Of(EthereumTransactionKind kind, ulong chainId, EvmAddress? to = null, byte[]? input = null, ulong nonce = 3) =>
        new EthereumTransaction
        {
            Kind = kind,
            ChainId = kind == EthereumTransactionKind.Homestead ? 0 : chainId,
            Nonce = nonce,
            To = to,
            Value = 5,
            GasLimit = 10_000_000,
            MaxFeePerGas = 100_000,
            MaxPriorityFeePerGas = kind == EthereumTransactionKind.Eip1559 ? 99UL : 100_000UL,
            Input = input ?? [1, 2, 3],
        }.Sign(Key);
}
