using Fvm.Abi;
using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// The network as the interpreter's world: one frame of one contract, since every call inside it is a message to an actor. Gas is the machine's: what the
/// interpreter counted is settled at each effect, and what is left then is what it goes on with. Source: builtin-actors
/// <c>interpreter/instructions/{context,state,storage,log_event}.rs</c>.
/// </summary>
internal sealed class EvmHost : IEvmHost
{
    /// <summary>GASLIMIT: the gas limit of a Filecoin block.</summary>
    private const ulong BlockGasLimit = 10_000_000_000;

    private readonly ActorRuntime runtime;
    private readonly EvmSystem system;
    private readonly EvmAccounts accounts;
    private readonly EvmCalls calls;
    private readonly EvmCreations creations;
    private byte[]? randomness;
    private long counted;

    public EvmHost(ActorRuntime runtime, EvmSystem system)
    {
        this.runtime = runtime;
        this.system = system;
        accounts = new EvmAccounts(runtime, system);
        calls = new EvmCalls(runtime, system, accounts);
        creations = new EvmCreations(runtime, system);
    }

    public UInt256 GetBalance(EvmAddress account) =>
        runtime.Actors.TryResolve(EvmAddresses.ToAddress(account), out ActorId id) && runtime.Actors.TryGetBalance(id, out TokenAmount balance)
            ? UInt256.FromBigInteger(balance.Atto)
            : default;

    public UInt256 GetSelfBalance(EvmAddress self) => UInt256.FromBigInteger(runtime.Balance.Atto);

    public ulong GetCodeSize(EvmAddress account) => accounts.CodeSize(account);

    public UInt256 GetCodeHash(EvmAddress account) => accounts.CodeHash(account);

    public ReadOnlyMemory<byte> GetCode(EvmAddress account) => accounts.Code(account);

    public UInt256 GetStorage(EvmAddress self, in UInt256 key) => system.GetStorage(key);

    public StorageWrite SetStorage(EvmAddress self, in UInt256 key, in UInt256 value) => new(default, system.SetStorage(key, value));

    public UInt256 GetTransientStorage(EvmAddress self, in UInt256 key) => system.GetTransientStorage(key);

    public void SetTransientStorage(EvmAddress self, in UInt256 key, in UInt256 value) => system.SetTransientStorage(key, value);

    public UInt256 GetContext(ContextValue value) => value switch
    {
        ContextValue.Origin => EvmAddresses.Of(runtime, runtime.Message.Origin).ToWord(),
        ContextValue.GasPrice => UInt256.FromBigInteger((runtime.Network.BaseFee + runtime.Message.GasPremium).Atto),
        // Several miners win a round, so there is no one beneficiary.
        ContextValue.Coinbase => default,
        ContextValue.Timestamp => runtime.Network.Timestamp,
        ContextValue.Number => checked((ulong)runtime.Epoch),
        ContextValue.PrevRandao => UInt256.ReadBigEndian(randomness ??= DrawRandomness()),
        ContextValue.GasLimit => BlockGasLimit,
        ContextValue.ChainId => runtime.Network.ChainId,
        ContextValue.BaseFee => UInt256.FromBigInteger(runtime.Network.BaseFee.Atto),
        ContextValue.Gas => runtime.GasAvailable,
        _ => default,
    };

    /// <summary>The first 32 bytes of the digest of the tipset's CID; 0 when the machine does not tell.</summary>
    public UInt256 GetBlockHash(ulong number)
    {
        if (!runtime.TryGetTipsetCid((long)number, out Cid? tipset))
            return default;
        ReadOnlySpan<byte> digest = tipset!.Digest;
        return UInt256.ReadBigEndian(digest[..Math.Min(digest.Length, UInt256.ByteLength)]);
    }

    public UInt256 GetBlobHash(in UInt256 index) => default;

    public void Keccak256(ReadOnlySpan<byte> data, Span<byte> digest32) => runtime.Crypto.Hash(Multicodec.Keccak256, data, digest32);

    /// <summary>Entries t1 to t4 with whole words, then d with the data unless it is empty; all indexed by key and value, all raw.</summary>
    public void Log(EvmAddress self, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data) => EvmLogs.Emit(runtime.Gate, topics, data);

    public EvmResult Call(in EvmMessage message) => message.Kind switch
    {
        EvmMessageKind.Create or EvmMessageKind.Create2 => creations.Create(message),
        _ => calls.Call(message),
    };

    /// <summary>The whole balance goes to the beneficiary, whatever becomes of the contract: exit 40 when it cannot. No flush, no reload.</summary>
    public void SelfDestruct(EvmAddress self, EvmAddress beneficiary)
    {
        Address to = EvmAddresses.ToAddress(beneficiary);
        SendOutcome moved = runtime.Send(to, MethodNumber.Send, value: runtime.Balance);
        if (!moved.IsSuccess)
            Abort.With(EvmExitCodes.SelfDestructFailed, $"failed to transfer funds to beneficiary {to} on SELFDESTRUCT");
        system.MarkSelfDestructed();
    }

    public bool TouchAccount(EvmAddress account) => false;

    public bool TouchStorage(EvmAddress self, in UInt256 key) => false;

    public bool IsEmpty(EvmAddress account) => false;

    public void SettleGas(long gas)
    {
        runtime.Work(GasAmount.FromGas((ulong)(counted - gas)));
        counted = gas;
    }

    public bool TryResumeGas(out long gas)
    {
        gas = counted = (long)runtime.Gate.Remaining.RoundDown();
        return true;
    }

    // The current round's own beacon, which no contract can have run before.
    private byte[] DrawRandomness() => runtime.Randomness.FromBeacon(DomainSeparationTag.EvmPrevRandao, runtime.Epoch, "prevrandao"u8);
}
