namespace Fvm.Evm.Tests.Ethereum;

/// <summary>An account of the test world.</summary>
public sealed class Account
{
    public ulong Nonce { get; set; }

    public UInt256 Balance { get; set; }

    public byte[] Code { get; set; } = [];

    public UInt256 CodeHash { get; set; } = Hashes.Empty;

    /// <summary>Slots that are not zero.</summary>
    public Dictionary<UInt256, UInt256> Storage { get; init; } = [];

    /// <summary>What slots that this transaction wrote held before it.</summary>
    public Dictionary<UInt256, UInt256> Original { get; init; } = [];

    /// <summary>EIP-161.</summary>
    public bool IsEmpty => Nonce == 0 && Balance.IsZero && Code.Length == 0;
}
