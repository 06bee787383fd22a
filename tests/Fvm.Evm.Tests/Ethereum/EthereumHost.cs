using Fvm.Evm.Precompiles;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>Ethereum's rules around frames (Yellow Paper, sections 7 and 8; fork Cancun), over the test world.</summary>
public sealed class EthereumHost : IEvmHost
{
    private const int MaxDepth = 1024;
    private const int MaxCodeLength = 24576;
    private const ulong CodeBytePrice = 200;

    private readonly BlockContext _block;
    private readonly EvmInterpreter _interpreter;
    private readonly EvmProgramCache _programs;
    private readonly EvmConfiguration _configuration;

    public EthereumHost(EthereumState state, BlockContext block, EvmInterpreter interpreter, EvmProgramCache programs, EvmConfiguration configuration)
    {
        State = state;
        _block = block;
        _interpreter = interpreter;
        _programs = programs;
        _configuration = configuration;
    }

    public EthereumState State { get; }

    public EvmAddress Origin { get; set; }

    public UInt256 GasPrice { get; set; }

    public UInt256[] BlobHashes { get; set; } = [];

    public UInt256 GetBalance(EvmAddress account) => State.Balance(account);

    public ulong GetCodeSize(EvmAddress account) => (ulong)(State.Find(account)?.Code.Length ?? 0);

    public UInt256 GetCodeHash(EvmAddress account) => State.IsEmpty(account) ? default : State.Find(account)!.CodeHash;

    public ReadOnlyMemory<byte> GetCode(EvmAddress account) => State.Find(account)?.Code ?? [];

    public UInt256 GetStorage(EvmAddress self, in UInt256 key) => State.Storage(self, key);

    public StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value) => State.SetStorage(self, key, value);

    public UInt256 GetTransientStorage(EvmAddress self, in UInt256 key) => State.Transient(self, key);

    public void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value) => State.SetTransient(self, key, value);

    public UInt256 GetContext(ContextValue value) => value switch
    {
        ContextValue.Origin => Origin.ToWord(),
        ContextValue.GasPrice => GasPrice,
        ContextValue.Coinbase => _block.Coinbase.ToWord(),
        ContextValue.Timestamp => _block.Timestamp,
        ContextValue.Number => _block.Number,
        ContextValue.PrevRandao => _block.PrevRandao,
        ContextValue.GasLimit => _block.GasLimit,
        ContextValue.ChainId => _block.ChainId,
        ContextValue.BaseFee => _block.BaseFee,
        _ => _block.BlobBaseFee,
    };

    public UInt256 GetBlockHash(ulong number) => Hashes.OfBlock(number);

    public UInt256 GetBlobHash(in UInt256 index) => index < (ulong)BlobHashes.Length ? BlobHashes[(int)index.U0] : default;

    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data) =>
        State.AddLog(new LogEntry(self, topics.ToArray(), data.ToArray()));

    public bool TouchAccount(EvmAddress account) => State.Warm(account);

    public bool TouchStorage(EvmAddress self, in UInt256 key) => State.Warm(self, key);

    public bool IsEmpty(EvmAddress account) => State.IsEmpty(account);

    public void SettleGas(long gas)
    {
    }

    public bool TryResumeGas(out long gas) => throw new NotSupportedException();

    /// <summary>EIP-6780: the balance moves always; the account goes only if this transaction made it.</summary>
    public void SelfDestruct(EvmAddress self, EvmAddress beneficiary)
    {
        var balance = State.Balance(self);
        if (self != beneficiary)
        {
            State.Transfer(self, beneficiary, balance);
        }
        else if (State.IsCreated(self))
        {
            State.SetBalance(self, default);
        }

        if (State.IsCreated(self)) State.MarkDestroyed(self);
    }

    public EvmResult Call(in EvmMessage message)
    {
        bool movesValue = message.Kind is EvmMessageKind.Call or EvmMessageKind.Create or EvmMessageKind.Create2 or EvmMessageKind.CallCode;
        if (message.Depth > MaxDepth || (movesValue && State.Balance(message.Caller) < message.Value))
            return new EvmResult { Outcome = EvmOutcome.Refused, GasLeft = message.Gas };
        return message.Kind is EvmMessageKind.Create or EvmMessageKind.Create2 ? Create(message) : RunCall(message);
    }

    private EvmResult RunCall(in EvmMessage message)
    {
        int snapshot = State.Journal.Snapshot;
        if (message.Kind == EvmMessageKind.Call) State.Transfer(message.Caller, message.Self, message.Value);
        else if (message.Kind == EvmMessageKind.StaticCall) State.Touch(message.Self);

        EvmResult result;
        if (PrecompileSet.Cancun.TryGet(message.CodeAddress, out var precompile))
        {
            result = RunPrecompile(precompile, message);
        }
        else
        {
            var account = State.Find(message.CodeAddress);
            if (account is null || account.Code.Length == 0) return new EvmResult { Outcome = EvmOutcome.Stop, GasLeft = message.Gas };
            result = _interpreter.Execute(this, message, _programs.Get(account.CodeHash, account.Code));
        }

        if (!result.IsSuccess) State.Journal.Revert(snapshot);
        return result;
    }

    private static EvmResult RunPrecompile(IPrecompile precompile, in EvmMessage message)
    {
        ulong cost = precompile.GasCost(message.Input.Span);
        if (cost > (ulong)message.Gas) return new EvmResult { Outcome = EvmOutcome.OutOfGas };
        return precompile.TryRun(message.Input.Span, out var output)
            ? new EvmResult { Outcome = EvmOutcome.Return, GasLeft = message.Gas - (long)cost, Output = output }
            : new EvmResult { Outcome = EvmOutcome.PrecompileFailure };
    }

    private EvmResult Create(in EvmMessage message)
    {
        ulong nonce = State.Find(message.Caller)?.Nonce ?? 0;
        if (nonce == ulong.MaxValue) return new EvmResult { Outcome = EvmOutcome.Refused, GasLeft = message.Gas };
        State.SetNonce(message.Caller, nonce + 1);
        var created = message.Kind == EvmMessageKind.Create
            ? Hashes.Created(message.Caller, nonce)
            : Hashes.Created2(message.Caller, message.Salt, message.Input.Span);
        return CreateAt(created, message);
    }

    /// <summary>Runs init code at an address and deploys what it returns.</summary>
    public EvmResult CreateAt(EvmAddress created, in EvmMessage message)
    {
        State.Warm(created);
        // EIP-684, and storage that is there (EIP-7610).
        if (State.Find(created) is { } there && (there.Nonce != 0 || there.Code.Length != 0 || there.Storage.Count != 0))
            return new EvmResult { Outcome = EvmOutcome.CodeRefused };

        int snapshot = State.Journal.Snapshot;
        State.MarkCreated(created);
        State.SetNonce(created, 1);
        State.Transfer(message.Caller, created, message.Value);
        var frame = new EvmMessage
        {
            Kind = message.Kind,
            Depth = message.Depth,
            Gas = message.Gas,
            Self = created,
            CodeAddress = created,
            Caller = message.Caller,
            Value = message.Value,
        };
        var result = _interpreter.Execute(this, frame, EvmProgram.Analyse(message.Input, _configuration));
        if (result.IsSuccess) result = Deploy(created, result);
        if (!result.IsSuccess) State.Journal.Revert(snapshot);
        return result;
    }

    private EvmResult Deploy(EvmAddress created, in EvmResult result)
    {
        var code = result.Output.ToArray();
        ulong price = CodeBytePrice * (ulong)code.Length;
        if (code.Length > MaxCodeLength || (code.Length > 0 && code[0] == 0xef)) return new EvmResult { Outcome = EvmOutcome.CodeRefused };
        if (price > (ulong)result.GasLeft) return new EvmResult { Outcome = EvmOutcome.OutOfGas };
        State.SetCode(created, code);
        return new EvmResult { Outcome = result.Outcome, GasLeft = result.GasLeft - (long)price, Refund = result.Refund, Created = created };
    }
}
