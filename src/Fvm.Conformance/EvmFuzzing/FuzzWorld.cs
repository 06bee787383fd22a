using Fvm.Evm;
using Fvm.Evm.Precompiles;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Runs a frame, on one engine or the other.</summary>
internal delegate EvmResult FrameRunner(FuzzWorld world, in EvmMessage message, byte[] code);

/// <summary>
/// A small world for generated programs: accounts that call one another, storage, logs, creations, precompiled contracts, all of it
/// undone when a frame fails. It meters calls by itself (the Filecoin configuration) or leaves that to the interpreter (Cancun).
/// </summary>
internal sealed class FuzzWorld(FrameRunner run, bool metersGas) : IEvmHost
{
    private const int MaxDepth = 1024;
    private const ulong FirstCreated = 0xc000;

    private readonly List<Action> _undo = [];
    private readonly Dictionary<EvmAddress, UInt256> _balances = [];
    private readonly Dictionary<EvmAddress, byte[]> _codes = [];
    private readonly Dictionary<(EvmAddress Account, UInt256 Key, bool IsTransient), UInt256> _slots = [];
    private readonly HashSet<(EvmAddress Account, UInt256? Key)> _warm = [];
    private readonly List<string> _logs = [];
    private ulong _created;
    private long _gas;

    /// <summary>The frames that ran.</summary>
    public long Frames { get; private set; }

    public void Set(EvmAddress account, byte[] code, in UInt256 balance)
    {
        _codes[account] = code;
        _balances[account] = balance;
    }

    /// <summary>Everything that stays, as text; worlds that went the same way give the same.</summary>
    public string Describe() => string.Join('\n',
    [
        .. _balances.Where(pair => !pair.Value.IsZero).Select(pair => $"balance {pair.Key} {pair.Value.ToHex()}").Order(StringComparer.Ordinal),
        .. _codes.Select(pair => $"code {pair.Key} {Convert.ToHexStringLower(pair.Value)}").Order(StringComparer.Ordinal),
        .. _slots.Where(pair => !pair.Value.IsZero).Select(pair => $"slot {pair.Key.Account} {pair.Key.Key.ToHex()} {pair.Key.IsTransient} {pair.Value.ToHex()}").Order(StringComparer.Ordinal),
        .. _logs,
    ]);

    public UInt256 GetBalance(EvmAddress account) => _balances.GetValueOrDefault(account);

    public ulong GetCodeSize(EvmAddress account) => (ulong)GetCode(account).Length;

    public UInt256 GetCodeHash(EvmAddress account) =>
        _codes.TryGetValue(account, out var code) ? UInt256.ReadBigEndian(Crypto.Keccak256.Hash(code)) : default;

    public ReadOnlyMemory<byte> GetCode(EvmAddress account) => _codes.GetValueOrDefault(account) ?? [];

    public UInt256 GetStorage(EvmAddress self, in UInt256 key) => _slots.GetValueOrDefault((self, key, false));

    public StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value) => new(default, Write((self, key, false), value));

    public UInt256 GetTransientStorage(EvmAddress self, in UInt256 key) => _slots.GetValueOrDefault((self, key, true));

    public void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value) => Write((self, key, true), value);

    /// <summary>The values of the enumeration are the values of the world; what comes behind them is the gas counter.</summary>
    public UInt256 GetContext(ContextValue value) => value <= ContextValue.BlobBaseFee ? 1000 + (ulong)value : (ulong)_gas;

    public UInt256 GetBlockHash(ulong number) => number * 3;

    public UInt256 GetBlobHash(in UInt256 index) => default;

    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data)
    {
        _logs.Add($"log {self} {string.Join(' ', topics.ToArray().Select(topic => topic.ToHex()))} {Convert.ToHexStringLower(data)}");
        _undo.Add(() => _logs.RemoveAt(_logs.Count - 1));
    }

    public bool TouchAccount(EvmAddress account) => Touch((account, null));

    public bool TouchStorage(EvmAddress self, in UInt256 key) => Touch((self, key));

    public bool IsEmpty(EvmAddress account) => !_codes.ContainsKey(account) && GetBalance(account).IsZero;

    public void SettleGas(long gas) => _gas = gas;

    public bool TryResumeGas(out long gas)
    {
        gas = _gas;
        return true;
    }

    public void SelfDestruct(EvmAddress self, EvmAddress beneficiary) => Transfer(self, beneficiary, GetBalance(self));

    public EvmResult Call(in EvmMessage message)
    {
        bool isCreation = message.Kind is EvmMessageKind.Create or EvmMessageKind.Create2;
        bool moves = isCreation || message.Kind is EvmMessageKind.Call or EvmMessageKind.CallCode;
        if (message.Depth > MaxDepth || (moves && GetBalance(message.Caller) < message.Value))
            return new EvmResult { Outcome = EvmOutcome.Refused, GasLeft = message.Gas };
        long before = _gas;
        long given = metersGas ? Math.Min(message.Gas, before - (before / 64)) : message.Gas;
        EvmResult result = isCreation ? Create(message, given) : Run(message, given);
        if (metersGas)
            _gas = before - given + (result.IsSuccess || result.Outcome == EvmOutcome.Revert ? result.GasLeft : 0);
        return result;
    }

    /// <summary>Runs a call; undoes it if it fails.</summary>
    public EvmResult Run(in EvmMessage message, long gas)
    {
        int mark = _undo.Count;
        if (message.Kind == EvmMessageKind.Call)
            Transfer(message.Caller, message.Self, message.Value);
        EvmResult result = PrecompileSet.Cancun.TryGet(message.CodeAddress, out var contract)
            ? RunContract(contract, message.Input.Span, gas)
            : RunCode(message, gas, _codes.GetValueOrDefault(message.CodeAddress));
        if (!result.IsSuccess)
            Undo(mark);
        return result;
    }

    private EvmResult RunCode(in EvmMessage message, long gas, byte[]? code)
    {
        if (code is null or [])
            return new EvmResult { Outcome = EvmOutcome.Stop, GasLeft = gas };
        Frames++;
        return run(this, With(message, gas, message.Self, message.Input), code);
    }

    private static EvmResult RunContract(IPrecompile contract, ReadOnlySpan<byte> input, long gas)
    {
        ulong price = contract.GasCost(input);
        if (price > (ulong)gas)
            return new EvmResult { Outcome = EvmOutcome.OutOfGas };
        return contract.TryRun(input, out byte[] output)
            ? new EvmResult { Outcome = EvmOutcome.Return, GasLeft = gas - (long)price, Output = output }
            : new EvmResult { Outcome = EvmOutcome.PrecompileFailure };
    }

    private EvmResult Create(in EvmMessage message, long gas)
    {
        int mark = _undo.Count;
        EvmAddress created = EvmAddress.FromWord(FirstCreated + _created++);
        Transfer(message.Caller, created, message.Value);
        Frames++;
        EvmResult result = run(this, With(message, gas, created, default), message.Input.ToArray());
        if (!result.IsSuccess)
        {
            Undo(mark);
            return result;
        }

        _codes.Add(created, result.Output.ToArray());
        _undo.Add(() => _codes.Remove(created));
        return new EvmResult { Outcome = result.Outcome, GasLeft = result.GasLeft, Refund = result.Refund, Created = created };
    }

    private static EvmMessage With(in EvmMessage message, long gas, EvmAddress self, ReadOnlyMemory<byte> input) => new()
    {
        Kind = message.Kind,
        IsStatic = message.IsStatic,
        Depth = message.Depth,
        Gas = gas,
        Self = self,
        CodeAddress = message.CodeAddress,
        Caller = message.Caller,
        Value = message.Value,
        Input = input,
    };

    private void Transfer(EvmAddress from, EvmAddress to, UInt256 value)
    {
        SetBalance(from, GetBalance(from) - value);
        SetBalance(to, GetBalance(to) + value);
    }

    private void SetBalance(EvmAddress account, UInt256 value)
    {
        UInt256 previous = GetBalance(account);
        _balances[account] = value;
        _undo.Add(() => _balances[account] = previous);
    }

    private UInt256 Write((EvmAddress Account, UInt256 Key, bool IsTransient) slot, UInt256 value)
    {
        UInt256 previous = _slots.GetValueOrDefault(slot);
        _slots[slot] = value;
        _undo.Add(() => _slots[slot] = previous);
        return previous;
    }

    private bool Touch((EvmAddress Account, UInt256? Key) place)
    {
        if (!_warm.Add(place))
            return false;
        _undo.Add(() => _warm.Remove(place));
        return true;
    }

    private void Undo(int mark)
    {
        for (int i = _undo.Count - 1; i >= mark; i--)
            _undo[i]();
        _undo.RemoveRange(mark, _undo.Count - mark);
    }
}
