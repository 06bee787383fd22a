using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Bench.Evm;

/// <summary>A world of one contract without calls: storage with a journal, touched slots, logs that are kept. What is timed is the interpreter.</summary>
internal sealed class BenchHost : IEvmHost
{
    private readonly Dictionary<UInt256, UInt256> _storage = [];
    private readonly HashSet<UInt256> _warm = [];
    private readonly List<(UInt256 Key, UInt256 Previous)> _journal = [];
    private readonly List<(UInt256[] Topics, byte[] Data)> _logs = [];

    /// <summary>A call's end: nothing of it stays, as behind eth_call.</summary>
    public void Clear()
    {
        _storage.Clear();
        _warm.Clear();
        _journal.Clear();
        _logs.Clear();
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
        _journal.Add((key, previous));
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

    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data) => _logs.Add((topics.ToArray(), data.ToArray()));

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
