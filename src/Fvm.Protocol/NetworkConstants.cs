namespace Fvm.Protocol;

/// <summary>Numbers that all of the protocol shares. Source: fvm_shared <c>lib.rs</c>, <c>clock/mod.rs</c>.</summary>
public static class NetworkConstants
{
    /// <summary>Seconds between tipsets.</summary>
    public const int EpochDurationSeconds = 30;

    /// <summary>The epoch that stands for "not set".</summary>
    public const long EpochUndefined = -1;

    /// <summary>The most gas of all messages of one block.</summary>
    public const ulong BlockGasLimit = 10_000_000_000;

    /// <summary>All FIL there will ever be, in FIL.</summary>
    public const long TotalFilecoin = 2_000_000_000;

    /// <summary>The expected number of blocks in a tipset.</summary>
    public const int BlocksPerEpoch = 5;

    /// <summary>The longest CID that the VM reads, in bytes.</summary>
    public const int MaxCidLength = 100;

    /// <summary>The EIP-155 chain id of mainnet.</summary>
    public const ulong MainnetChainId = 314;

    /// <summary>The EIP-155 chain id of the calibration network.</summary>
    public const ulong CalibnetChainId = 314159;
}
