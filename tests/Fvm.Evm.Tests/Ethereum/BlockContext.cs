namespace Fvm.Evm.Tests.Ethereum;

/// <summary>The block that a transaction runs in.</summary>
public sealed record BlockContext
{
    public EvmAddress Coinbase { get; init; }

    public ulong Number { get; init; }

    public ulong Timestamp { get; init; }

    public ulong GasLimit { get; init; }

    public UInt256 BaseFee { get; init; }

    public UInt256 PrevRandao { get; init; }

    public UInt256 BlobBaseFee { get; init; } = UInt256.One;

    public ulong ChainId { get; init; } = 1;
}
