using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Kamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>
/// A contract's state while one of its frames runs: read at its beginning, written before every call that leaves the frame and at its end, read again
/// after every call that ended well. It writes nothing while nothing changed, so that roots and gas agree. Source: builtin-actors
/// <c>interpreter/system.rs</c>.
/// </summary>
internal sealed class EvmSystem
{
    /// <summary>EIP-170.</summary>
    private const int MaxCodeLength = 24 << 10;

    /// <summary>EIP-3541.</summary>
    private const byte ReservedFirstByte = 0xef;

    private readonly ActorRuntime runtime;
    private readonly WordKamt slots;
    private readonly WordKamt transient;
    private readonly EvmLifespan lifespan;
    private UInt256 bytecodeHash;
    private Cid? savedRoot;
    private EvmLifespan? tombstone;

    private EvmSystem(ActorRuntime runtime, bool isReadOnly)
    {
        this.runtime = runtime;
        IsReadOnly = isReadOnly;
        lifespan = EvmLifespan.Of(runtime);
        slots = new WordKamt(runtime.Store);
        transient = new WordKamt(runtime.Store);
        Nonce = 1;
    }

    private EvmSystem(ActorRuntime runtime, Cid root, EvmState state)
    {
        this.runtime = runtime;
        IsReadOnly = runtime.Message.ReadOnly;
        lifespan = EvmLifespan.Of(runtime);
        transient = state.TransientData is { } data && data.Lifespan == lifespan ? WordKamt.Load(runtime.Store, data.Slots) : new WordKamt(runtime.Store);
        slots = WordKamt.Load(runtime.Store, state.ContractState);
        Nonce = state.Nonce;
        savedRoot = root;
        Bytecode = state.Bytecode;
        bytecodeHash = state.BytecodeHash;
        tombstone = state.Tombstone;
    }

    /// <summary>The code; null before there is any, and in a dead contract.</summary>
    public Cid? Bytecode { get; private set; }

    /// <summary>The code's hash.</summary>
    public UInt256 BytecodeHash => bytecodeHash;

    /// <summary>The number that the next CREATE uses.</summary>
    public ulong Nonce { get; private set; }

    /// <summary>Whether nothing may change: in a static call, and in a dead contract.</summary>
    public bool IsReadOnly { get; }

    /// <summary>A new contract; exit 20 where there is state already.</summary>
    public static EvmSystem Create(ActorRuntime runtime)
    {
        if (runtime.State.Root != StateRoot.EmptyInfoCid)
            Abort.IllegalState("can't create over an existing actor");
        return new EvmSystem(runtime, runtime.Message.ReadOnly);
    }

    /// <summary>A new contract where a dead one is; exit 18 where it lives.</summary>
    public static EvmSystem Resurrect(ActorRuntime runtime)
    {
        if (!ReadState(runtime, runtime.State.Root).IsDead(runtime))
            Abort.Forbidden("can only resurrect a dead contract");
        return new EvmSystem(runtime, runtime.Message.ReadOnly);
    }

    /// <summary>The contract as it stands. A dead one is empty, has no code, and cannot change.</summary>
    public static EvmSystem Load(ActorRuntime runtime)
    {
        Cid root = runtime.State.Root;
        EvmState state = ReadState(runtime, root);
        return state.IsDead(runtime) ? new EvmSystem(runtime, isReadOnly: true) : new EvmSystem(runtime, root, state);
    }

    /// <summary>A word of storage.</summary>
    public UInt256 GetStorage(in UInt256 key) => Get(slots, key);

    /// <summary>Sets a word of storage; zero deletes it. What it held before.</summary>
    public UInt256 SetStorage(in UInt256 key, in UInt256 value) => Set(slots, key, value);

    /// <summary>A word of transient storage.</summary>
    public UInt256 GetTransientStorage(in UInt256 key) => Get(transient, key);

    /// <summary>Sets a word of transient storage; zero deletes it.</summary>
    public void SetTransientStorage(in UInt256 key, in UInt256 value) => Set(transient, key, value);

    /// <summary>Counts a creation; the contract has changed even if the creation fails.</summary>
    public void IncrementNonce()
    {
        savedRoot = null;
        Nonce = checked(Nonce + 1);
    }

    /// <summary>The contract dies when this message ends.</summary>
    public void MarkSelfDestructed()
    {
        savedRoot = null;
        tombstone = EvmLifespan.Of(runtime);
    }

    /// <summary>Stores code; exit 16 when it is longer than 24 KiB (EIP-170) or begins with 0xef (EIP-3541).</summary>
    public void SetBytecode(ReadOnlyMemory<byte> code)
    {
        savedRoot = null;
        if (code.Length > MaxCodeLength)
            Abort.IllegalArgument($"EVM byte code length ({code.Length}) is exceeding the maximum allowed of {MaxCodeLength}");
        if (!code.IsEmpty && code.Span[0] == ReservedFirstByte)
            Abort.IllegalArgument("EIP-3541: Contract code starting with the 0xEF byte is disallowed.");
        bytecodeHash = UInt256.ReadBigEndian(runtime.Crypto.Hash(Multicodec.Keccak256, code.Span));
        Bytecode = runtime.Blocks.Write(Multicodec.Raw, code);
    }

    /// <summary>Writes what changed; exit 18 when nothing may have.</summary>
    public void Flush() => Flush(isLast: false);

    /// <summary>As <see cref="Flush()"/>, at the end of a frame: where nobody will read the storage, its blocks are paid for and not made.</summary>
    public void Finish() => Flush(isLast: true);

    private void Flush(bool isLast)
    {
        if (savedRoot is not null)
            return;
        if (IsReadOnly)
            Abort.Forbidden("contract invocation is read only");
        if (Bytecode is null)
            SetBytecode(default);
        EvmTransientData? data = transient.IsEmpty ? null : new EvmTransientData(Flush(transient, isLast), lifespan);
        var state = new EvmState
        {
            Bytecode = Bytecode!,
            BytecodeHash = bytecodeHash,
            ContractState = Flush(slots, isLast),
            TransientData = data,
            Nonce = Nonce,
            Tombstone = tombstone,
        };
        Cid root = runtime.Blocks.Write(Multicodec.DagCbor, ActorEncoding.Encode(state));
        runtime.State.Root = root;
        savedRoot = root;
    }

    /// <summary>Calls another actor, or the contract itself, which finds the state as it is now and may change it.</summary>
    /// <param name="to">Whom.</param>
    /// <param name="method">The method's number.</param>
    /// <param name="parameters">The parameters, or null for none.</param>
    /// <param name="value">What to transfer.</param>
    /// <param name="gasLimit">The most whole gas that the callee may use, or null.</param>
    /// <param name="readOnly">Whether the callee may change nothing.</param>
    public SendOutcome Send(Address to, ulong method, IpldBlock? parameters, TokenAmount value, ulong? gasLimit, bool readOnly)
    {
        Flush();
        runtime.Work("send", 1);
        SendOutcome outcome = runtime.Send(to, method, parameters, value, gasLimit, readOnly);
        if (outcome.IsSuccess)
            Reload();
        return outcome;
    }

    private Cid Flush(WordKamt map, bool isLast) => isLast && runtime.Blocks.TakesMeasures ? map.FlushMeasured(runtime.Blocks) : map.Flush();

    private void Reload()
    {
        if (IsReadOnly)
            return;
        Cid root = runtime.State.Root;
        if (savedRoot == root)
            return;
        EvmState state = ReadState(runtime, root);
        if (state.TransientData is { } data && data.Lifespan == lifespan)
            transient.SetRoot(data.Slots);
        else
            transient.Clear();
        slots.SetRoot(state.ContractState);
        Nonce = state.Nonce;
        savedRoot = root;
        Bytecode = state.Bytecode;
        bytecodeHash = state.BytecodeHash;
        tombstone = state.Tombstone;
    }

    private static UInt256 Get(WordKamt map, in UInt256 key) => map.TryGet(key.ToKamt(), out KamtWord value) ? EvmWords.FromKamt(value) : default;

    private UInt256 Set(WordKamt map, in UInt256 key, in UInt256 value)
    {
        KamtWord word = value.ToKamt();
        bool changed = value.IsZero ? map.Delete(key.ToKamt(), out KamtWord previous) : !map.Set(key.ToKamt(), word, out previous) || previous != word;
        if (changed)
            savedRoot = null;
        return EvmWords.FromKamt(previous);
    }

    private static EvmState ReadState(ActorRuntime runtime, Cid root)
    {
        ReadOnlyMemory<byte> block;
        try
        {
            block = runtime.Blocks.Read(root);
        }
        catch (ActorAbortException refused)
        {
            throw new ActorAbortException(ExitCode.UsrSerialization, $"failed to decode state: {refused.Message}");
        }

        if (!ChainEncoding.Codec<EvmState>().TryDecode(block.Span, CborProfile.Chain, out EvmState? state, out CborError error))
            Abort.Serialization($"failed to decode state: {error}");
        return state;
    }
}
