namespace Fvm.Evm;

/// <summary>Values of the transaction and its block that instructions push.</summary>
public enum ContextValue : byte
{
    /// <summary>ORIGIN, as a word.</summary>
    Origin,

    /// <summary>GASPRICE.</summary>
    GasPrice,

    /// <summary>COINBASE, as a word.</summary>
    Coinbase,

    /// <summary>TIMESTAMP.</summary>
    Timestamp,

    /// <summary>NUMBER.</summary>
    Number,

    /// <summary>PREVRANDAO.</summary>
    PrevRandao,

    /// <summary>GASLIMIT.</summary>
    GasLimit,

    /// <summary>CHAINID.</summary>
    ChainId,

    /// <summary>BASEFEE.</summary>
    BaseFee,

    /// <summary>BLOBBASEFEE.</summary>
    BlobBaseFee,

    /// <summary>GAS, where the host meters gas; elsewhere the interpreter knows it.</summary>
    Gas,
}

/// <summary>What a slot held before it was written.</summary>
/// <param name="Original">At the start of the transaction. Only Ethereum's prices ask for it.</param>
/// <param name="Previous">Just before.</param>
public readonly record struct StorageWrite(UInt256 Original, UInt256 Previous);

/// <summary>
/// The world of a running frame. The interpreter asks, the host answers; the host keeps the journal, moves value, enters and
/// reverts frames (by calling <see cref="EvmInterpreter.Execute"/> again) and runs precompiled contracts.
/// </summary>
/// <remarks>
/// The interpreter has checked static frames before it asks for an effect. An exception of the host passes through the interpreter
/// and leaves it usable.
/// </remarks>
public interface IEvmHost
{
    /// <summary>BALANCE.</summary>
    UInt256 GetBalance(EvmAddress account);

    /// <summary>SELFBALANCE. The same as BALANCE of oneself unless the host has a shorter way.</summary>
    UInt256 GetSelfBalance(EvmAddress self) => GetBalance(self);

    /// <summary>KECCAK256. A host whose hashes are paid for otherwise than by length computes it by its own means.</summary>
    void Keccak256(ReadOnlySpan<byte> data, Span<byte> digest32) => Crypto.Keccak256.Hash(data, digest32);

    /// <summary>EXTCODESIZE.</summary>
    ulong GetCodeSize(EvmAddress account);

    /// <summary>EXTCODEHASH (EIP-1052).</summary>
    UInt256 GetCodeHash(EvmAddress account);

    /// <summary>EXTCODECOPY.</summary>
    ReadOnlyMemory<byte> GetCode(EvmAddress account);

    /// <summary>SLOAD.</summary>
    UInt256 GetStorage(EvmAddress self, in UInt256 key);

    /// <summary>SSTORE.</summary>
    StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value);

    /// <summary>TLOAD (EIP-1153).</summary>
    UInt256 GetTransientStorage(EvmAddress self, in UInt256 key);

    /// <summary>TSTORE (EIP-1153).</summary>
    void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value);

    /// <summary>A value of the transaction or its block.</summary>
    UInt256 GetContext(ContextValue value);

    /// <summary>BLOCKHASH, for one of the 256 blocks before the current one.</summary>
    UInt256 GetBlockHash(ulong number);

    /// <summary>BLOBHASH (EIP-4844): 0 beyond the transaction's blobs.</summary>
    UInt256 GetBlobHash(in UInt256 index);

    /// <summary>LOG0 to LOG4.</summary>
    void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data);

    /// <summary>Runs a call or a creation, to its end and with all its consequences; refuses it with <see cref="EvmOutcome.Refused"/>.</summary>
    EvmResult Call(in EvmMessage message);

    /// <summary>SELFDESTRUCT: moves the balance and marks the account, by the host's own rules.</summary>
    void SelfDestruct(EvmAddress self, EvmAddress beneficiary);

    /// <summary>EIP-2929: marks an account as touched. Asked only under Ethereum's prices.</summary>
    /// <returns>Whether it was cold.</returns>
    bool TouchAccount(EvmAddress account);

    /// <summary>EIP-2929: marks a slot as touched. Asked only under Ethereum's prices.</summary>
    /// <returns>Whether it was cold.</returns>
    bool TouchStorage(EvmAddress self, in UInt256 key);

    /// <summary>EIP-161: whether nonce, balance and code are all nothing. Asked only under Ethereum's prices.</summary>
    bool IsEmpty(EvmAddress account);

    /// <summary>Where the host meters gas: told the frame's counter before each effect, question or call.</summary>
    void SettleGas(long gas);

    /// <summary>Where the host meters gas: asked after each of them.</summary>
    /// <param name="gas">What is available now.</param>
    /// <returns>False to end the frame with <see cref="EvmOutcome.Host"/>.</returns>
    bool TryResumeGas(out long gas);
}
