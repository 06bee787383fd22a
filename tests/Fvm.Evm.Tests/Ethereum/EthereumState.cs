namespace Fvm.Evm.Tests.Ethereum;

/// <summary>Accounts with a journal, and the sets of a transaction. Plain and slow on purpose: it is what the EVM is tested against.</summary>
public sealed class EthereumState
{
    private readonly HashSet<EvmAddress> _warm = [];
    private readonly HashSet<(EvmAddress Account, UInt256 Key)> _warmSlots = [];
    private readonly HashSet<EvmAddress> _touched = [];
    private readonly HashSet<EvmAddress> _created = [];
    private readonly HashSet<EvmAddress> _destroyed = [];
    private readonly Dictionary<(EvmAddress Account, UInt256 Key), UInt256> _transient = [];

    public Dictionary<EvmAddress, Account> Accounts { get; } = [];

    public Journal Journal { get; } = new();

    public List<LogEntry> Logs { get; } = [];

    public Account? Find(EvmAddress address) => Accounts.GetValueOrDefault(address);

    public bool IsEmpty(EvmAddress address) => Find(address)?.IsEmpty ?? true;

    public UInt256 Balance(EvmAddress address) => Find(address)?.Balance ?? default;

    /// <summary>The account; made if it is not there.</summary>
    public Account Get(EvmAddress address)
    {
        if (Accounts.TryGetValue(address, out var account)) return account;
        account = new Account();
        Accounts.Add(address, account);
        Journal.Add(() => Accounts.Remove(address));
        return account;
    }

    public void SetBalance(EvmAddress address, in UInt256 balance)
    {
        var account = Get(address);
        var before = account.Balance;
        account.Balance = balance;
        Journal.Add(() => account.Balance = before);
        Touch(address);
    }

    public void Transfer(EvmAddress from, EvmAddress to, in UInt256 value)
    {
        Touch(to);
        if (value.IsZero) return;
        SetBalance(from, Balance(from) - value);
        SetBalance(to, Balance(to) + value);
    }

    public void SetNonce(EvmAddress address, ulong nonce)
    {
        var account = Get(address);
        ulong before = account.Nonce;
        account.Nonce = nonce;
        Journal.Add(() => account.Nonce = before);
        Touch(address);
    }

    public void SetCode(EvmAddress address, byte[] code)
    {
        var account = Get(address);
        (byte[] code, UInt256 hash) before = (account.Code, account.CodeHash);
        (account.Code, account.CodeHash) = (code, Hashes.Keccak(code));
        Journal.Add(() => (account.Code, account.CodeHash) = before);
    }

    public UInt256 Storage(EvmAddress address, in UInt256 key) => Find(address)?.Storage.GetValueOrDefault(key) ?? default;

    public StorageWrite SetStorage(EvmAddress address, UInt256 key, in UInt256 value)
    {
        var account = Get(address);
        var previous = account.Storage.GetValueOrDefault(key);
        // The first write's previous value is the transaction's original one; a reverted write leaves it correct too.
        account.Original.TryAdd(key, previous);
        Put(account, key, value);
        Journal.Add(() => Put(account, key, previous));
        return new StorageWrite(account.Original[key], previous);
    }

    private static void Put(Account account, in UInt256 key, in UInt256 value)
    {
        if (value.IsZero) account.Storage.Remove(key);
        else account.Storage[key] = value;
    }

    public UInt256 Transient(EvmAddress address, in UInt256 key) => _transient.GetValueOrDefault((address, key));

    public void SetTransient(EvmAddress address, UInt256 key, in UInt256 value)
    {
        var before = Transient(address, key);
        _transient[(address, key)] = value;
        Journal.Add(() => _transient[(address, key)] = before);
    }

    /// <summary>EIP-2929. Returns whether it was cold.</summary>
    public bool Warm(EvmAddress address) => AddTo(_warm, address);

    /// <summary>EIP-2929. Returns whether it was cold.</summary>
    public bool Warm(EvmAddress address, in UInt256 key) => AddTo(_warmSlots, (address, key));

    /// <summary>EIP-161: to be deleted at the end if it is empty then.</summary>
    public void Touch(EvmAddress address) => AddTo(_touched, address);

    public void MarkCreated(EvmAddress address) => AddTo(_created, address);

    public bool IsCreated(EvmAddress address) => _created.Contains(address);

    public void MarkDestroyed(EvmAddress address) => AddTo(_destroyed, address);

    public void AddLog(LogEntry log)
    {
        Logs.Add(log);
        Journal.Add(() => Logs.RemoveAt(Logs.Count - 1));
    }

    private bool AddTo<T>(HashSet<T> set, T item)
    {
        if (!set.Add(item)) return false;
        Journal.Add(() => set.Remove(item));
        return true;
    }

    /// <summary>The transaction's end: what destroyed itself and what was touched and is empty goes.</summary>
    public void Finish()
    {
        foreach (var address in _destroyed) Accounts.Remove(address);
        foreach (var address in _touched)
        {
            if (IsEmpty(address)) Accounts.Remove(address);
        }

        foreach (var account in Accounts.Values) account.Original.Clear();
        _warm.Clear();
        _warmSlots.Clear();
        _touched.Clear();
        _created.Clear();
        _destroyed.Clear();
        _transient.Clear();
        Journal.Clear();
    }
}

/// <summary>A log.</summary>
public sealed record LogEntry(EvmAddress Address, UInt256[] Topics, byte[] Data);
