using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Runtime;

/// <summary>
/// The state of the actor: one DAG-CBOR block, which is its root (builtin-actors <c>runtime/fvm.rs</c>). State that cannot be read or written is exit 16,
/// setting it while read-only 25.
/// </summary>
public sealed class StateAccess
{
    private readonly SyscallGate gate;
    private readonly KernelBlockstore store;

    internal StateAccess(SyscallGate gate, KernelBlockstore store)
    {
        this.gate = gate;
        this.store = store;
    }

    /// <summary>Whether a transaction runs: sends, creation and deletion are refused meanwhile.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>The CID of the state; exit 20 once the actor is deleted. Setting it is refused with 25 while read-only, with 20 once deleted.</summary>
    public Cid Root
    {
        get
        {
            if (!TryGetRoot(out Cid? root))
                Abort.IllegalState("failed to read the state root: actor deleted");
            return root!;
        }

        set => SetRoot(value);
    }

    /// <summary>Writes the first state; exit 20 when the actor has one already.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">The state.</param>
    public void Create<TState>(TState state)
        where TState : IChainValue<TState>
    {
        Cid root = Root;
        if (root != StateRoot.EmptyInfoCid)
            Abort.IllegalState($"failed to create state; expected empty array CID, got: {root}");
        SetRoot(Put(state));
    }

    /// <summary>Reads the state: a snapshot, which later changes do not reach.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    public TState Read<TState>()
        where TState : IChainValue<TState>
        => Get<TState>(Root);

    /// <summary>
    /// Reads the state, lets it be changed, writes it and sets the root; whether anything changed or not. When the change aborts, nothing is written.
    /// </summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <typeparam name="TReturn">What the change returns.</typeparam>
    /// <param name="change">The change; it may not send, create or delete actors.</param>
    public TReturn Transaction<TState, TReturn>(Func<TState, TReturn> change)
        where TState : IChainValue<TState>
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!TryGetRoot(out Cid? root))
            Abort.IllegalArgument("failed to get actor root state CID");
        TState state = Get<TState>(root!);
        TReturn result;
        InTransaction = true;
        try
        {
            result = change(state);
        }
        finally
        {
            InTransaction = false;
        }

        SetRoot(Put(state));
        return result;
    }

    /// <summary>As the other overload, without a return value.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="change">The change.</param>
    public void Transaction<TState>(Action<TState> change)
        where TState : IChainValue<TState>
    {
        ArgumentNullException.ThrowIfNull(change);
        Transaction<TState, bool>(state =>
        {
            change(state);
            return true;
        });
    }

    private TState Get<TState>(Cid cid)
        where TState : IChainValue<TState>
    {
        if (cid.Codec is not (Multicodec.Cbor or Multicodec.DagCbor))
            Abort.IllegalArgument("failed to get actor state: not CBOR");
        ReadOnlyMemory<byte> data;
        try
        {
            data = store.Read(cid);
        }
        catch (ActorAbortException refused) when (refused.Code == ExitCode.UsrIllegalState)
        {
            throw new ActorAbortException(ExitCode.UsrIllegalArgument, $"failed to get actor state: {refused.Message}");
        }

        if (!ChainEncoding.Codec<TState>().TryDecode(data.Span, CborProfile.Chain, out TState? state, out CborError error))
            Abort.IllegalArgument($"failed to get actor state: {error}");
        return state;
    }

    private Cid Put<TState>(TState state)
        where TState : IChainValue<TState>
    {
        try
        {
            return store.Write(Multicodec.DagCbor, ActorEncoding.Encode(state));
        }
        catch (ActorAbortException refused) when (refused.Code == ExitCode.UsrIllegalState || refused.Code == ExitCode.UsrSerialization)
        {
            throw new ActorAbortException(ExitCode.UsrIllegalArgument, $"failed to write actor state: {refused.Message}");
        }
    }

    private bool TryGetRoot(out Cid? root)
    {
        gate.Enter("self", "root");
        SyscallStatus status = gate.Leave("self", "root", gate.Kernel.Self.Root(out root));
        if (!status.IsOk && status.Error != ErrorNumber.IllegalOperation)
            Abort.AssertionFailed($"unexpected error from `self::root` syscall: {status}");
        return status.IsOk;
    }

    private void SetRoot(Cid root)
    {
        gate.Enter("self", "set_root");
        SyscallStatus status = gate.Leave("self", "set_root", gate.Kernel.Self.SetRoot(root));
        if (status.IsOk)
            return;
        if (status.Error == ErrorNumber.ReadOnly)
            Abort.ReadOnly("the state cannot change while read-only");
        if (status.Error == ErrorNumber.IllegalOperation)
            Abort.IllegalState("actor deleted");
        Abort.AssertionFailed($"unexpected error from `self::set_root` syscall: {status}");
    }
}
