using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Bench.Evm;

/// <summary>A world of one contract: storage in a dictionary, no journal, no calls. What is timed is the interpreter.</summary>
internal sealed class BenchHost : IEvmHost
{
    private readonly Dictionary<UInt256, UInt256> _storage = [];
    private readonly HashSet<UInt256> _warm = [];

    public int Logs { get; private set; }

    /// <summary>A call's end: nothing of it stays, as behind eth_call.</summary>
    public void Clear()
    {
        _storage.Clear();
        _warm.Clear();
    }

    public void Set(in UInt256 key, in UInt256 value) => _storage[key] = value;

    public UInt256 GetBalance(EvmAddress account) => default;

    public ulong GetCodeSize(EvmAddress account) => 0;

    public UInt256 GetCodeHash(EvmAddress account) => default;

    public ReadOnlyMemory<byte> GetCode(EvmAddress account) => default;

    public UInt256 GetStorage(EvmAddress self, in UInt256 key) => _storage.GetValueOrDefault(key);

    public StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value)
    {
        var previous = _storage.GetValueOrDefault(key);
        _storage[key] = value;
        return new StorageWrite(default, previous);
    }

    public UInt256 GetTransientStorage(EvmAddress self, in UInt256 key) => default;

    public void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value)
    {
    }

    public UInt256 GetContext(ContextValue value) => default;

    public UInt256 GetBlockHash(ulong number) => default;

    public UInt256 GetBlobHash(in UInt256 index) => default;

    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data) => Logs++;

    public EvmResult Call(in EvmMessage message) => throw new NotSupportedException();

    public void SelfDestruct(EvmAddress self, EvmAddress beneficiary) => throw new NotSupportedException();

    public bool TouchAccount(EvmAddress account) => false;

    public bool TouchStorage(EvmAddress self, in UInt256 key) => _warm.Add(key);

    public bool IsEmpty(EvmAddress account) => false;

    public void SettleGas(long gas)
    {
    }

    public bool TryResumeGas(out long gas) => throw new NotSupportedException();

    public static byte[] Selector(string signature) => Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature))[..4];
}
