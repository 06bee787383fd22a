using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// One invocation as an actor sees it (builtin-actors <c>runtime/src/runtime/mod.rs</c>): the message, the network, its state, other actors, and the means to
/// call them. It makes the same syscalls in the same order as the wasm actors' SDK, so that gas agrees but for instructions. Whatever fails unwinds by
/// exception to <see cref="NativeActor"/>; methods need no error handling of their own unless a failure is to be kept or translated.
/// </summary>
public sealed class ActorRuntime
{
    private readonly SyscallGate gate;
    private NetworkContext? network;

    internal ActorRuntime(SyscallGate gate, string actorName)
    {
        this.gate = gate;
        ActorName = actorName;
        gate.Enter("debug", "enabled");
        DebugEnabled = gate.Kernel.Debug.Enabled;
        gate.Leave("debug", "enabled", SyscallStatus.Ok);
        gate.Enter("vm", "message_context");
        gate.LeaveOk("vm", "message_context", gate.Kernel.Message.Context(out MessageContext message));
        Message = message;
        Caller = new CallerGuard(this);
    }

    /// <summary>The actor's name, for logs.</summary>
    public string ActorName { get; }

    /// <summary>The message: caller, receiver, origin, value, method, nonce, premium; read-only or not.</summary>
    public MessageContext Message { get; }

    /// <summary>The f0 address of the caller.</summary>
    public Address CallerAddress => field ??= Message.Caller.ToAddress();

    /// <summary>The f0 address of this actor.</summary>
    public Address ReceiverAddress => Message.Receiver.ToAddress();

    /// <summary>Who may call; every method asks exactly once.</summary>
    public CallerGuard Caller { get; }

    /// <summary>The actor's state.</summary>
    public StateAccess State => field ??= new StateAccess(gate, Blocks);

    /// <summary>Other actors: addresses, code, types, balances; creation and deletion.</summary>
    public ActorDirectory Actors => field ??= new ActorDirectory(this, gate);

    /// <summary>Hashes, signatures and proofs.</summary>
    public ActorCrypto Crypto => field ??= new ActorCrypto(gate);

    /// <summary>Randomness of chain and beacon.</summary>
    public ActorRandomness Randomness => field ??= new ActorRandomness(gate, Crypto);

    /// <summary>
    /// The blocks of the state, for HAMTs and AMTs. It never says that a block is absent: an unreachable one is exit 20, a missing one is fatal.
    /// </summary>
    public IBlockstore Store => Blocks;

    /// <summary>The same blocks, for what is read and written as a whole and with a codec of its own.</summary>
    internal KernelBlockstore Blocks => field ??= new KernelBlockstore(gate);

    /// <summary>The way to the kernel, for actors that meter their own work.</summary>
    internal SyscallGate Gate => gate;

    /// <summary>Hashes the keys of HAMTs by syscall, as the wasm actors do; give it to their options, or use <see cref="ActorMap{TValue}"/>.</summary>
    public Ipld.Hamts.IKeyHasher KeyHasher => field ??= new SyscallKeyHasher(Crypto);

    /// <summary>The network's context; asked for once, when first wanted.</summary>
    public NetworkContext Network
    {
        get
        {
            if (network is { } known)
                return known;
            gate.Enter("network", "context");
            gate.LeaveOk("network", "context", gate.Kernel.Network.Context(out NetworkContext context));
            network = context;
            return context;
        }
    }

    /// <summary>The current epoch.</summary>
    public long Epoch => Network.Epoch;

    /// <summary>Whether actor debugging is on.</summary>
    public bool DebugEnabled { get; }

    /// <summary>The actor's balance now, with the value that came with the message. A syscall each time.</summary>
    public TokenAmount Balance
    {
        get
        {
            gate.Enter("self", "current_balance");
            gate.LeaveOk("self", "current_balance", gate.Kernel.Self.CurrentBalance(out TokenAmount balance));
            return balance;
        }
    }

    /// <summary>The circulating supply.</summary>
    public TokenAmount CirculatingSupply
    {
        get
        {
            gate.Enter("network", "total_fil_circ_supply");
            gate.LeaveOk("network", "total_fil_circ_supply", gate.Kernel.Network.TotalFilCirculatingSupply(out TokenAmount supply));
            return supply;
        }
    }

    /// <summary>Whole gas that is left. A syscall each time.</summary>
    public ulong GasAvailable
    {
        get
        {
            gate.Enter("gas", "available");
            ulong available = gate.Kernel.Gas.Available.RoundDown();
            gate.Leave("gas", "available", SyscallStatus.Ok);
            return available;
        }
    }

    /// <summary>
    /// Calls another actor. Not inside a transaction (2, which is exit 24 once it is unwrapped), and no more than 128 bits of value, none of them negative (5).
    /// </summary>
    /// <param name="to">Whom. Calling an f1, f3 or f410 address that is new makes its account.</param>
    /// <param name="method">The method's number; 0 only transfers value.</param>
    /// <param name="parameters">The parameters, or null for none.</param>
    /// <param name="value">What to transfer.</param>
    /// <param name="gasLimit">The most whole gas that the callee may use, or null.</param>
    /// <param name="readOnly">Whether the callee may change nothing.</param>
    public SendOutcome Send(
        Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default, ulong? gasLimit = null, bool readOnly = false)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (State.InTransaction)
            return SendOutcome.Refused(ErrorNumber.IllegalOperation);
        return ActorSends.Send(gate, to, method, parameters, value, gasLimit, readOnly);
    }

    /// <summary>Emits an event; refused ones are exit 24.</summary>
    /// <param name="happened">The event.</param>
    public void Emit(EventBuilder happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        happened.Emit(gate);
    }

    /// <summary>The CID of the tipset at an epoch of the past; 16 when there is none to ask for.</summary>
    /// <param name="epoch">The epoch.</param>
    public Cid TipsetCid(long epoch)
    {
        if (!TryGetTipsetCid(epoch, out Cid? tipset))
            Abort.IllegalArgument("invalid epoch to query tipset_cid");
        return tipset!;
    }

    /// <summary>As <see cref="TipsetCid"/>; false when there is none to ask for.</summary>
    internal bool TryGetTipsetCid(long epoch, out Cid? tipset)
    {
        gate.Enter("network", "tipset_cid");
        return gate.Leave("network", "tipset_cid", gate.Kernel.Network.TipsetCid(epoch, out tipset)).IsOk;
    }

    /// <summary>Charges gas for what the actor's own price list says (<c>gas.charge</c>).</summary>
    /// <param name="name">The charge's name in traces.</param>
    /// <param name="gas">Whole gas.</param>
    public void ChargeGas(string name, ulong gas)
    {
        gate.Enter("gas", "charge");
        gate.LeaveOk("gas", "charge", gate.Kernel.Gas.Charge(name, GasAmount.FromGas(gas)));
    }

    /// <summary>Adds execution gas for work that the schedule cannot see. Wasm actors pay for their instructions; native ones say what they do.</summary>
    /// <param name="amount">How much.</param>
    public void Work(GasAmount amount) => gate.WorkCounted(amount);

    /// <summary>Adds execution gas for work that the schedule prices by its own unit, such as the epochs that a loop goes through.</summary>
    /// <param name="unit">The unit's name in the schedule; one that has no price is free.</param>
    /// <param name="count">How many.</param>
    public void Work(string unit, long count) => gate.WorkUnits(unit, count);

    /// <summary>Logs a line where debugging is on; nothing else happens, and nothing is charged, where it is off.</summary>
    /// <param name="message">The line.</param>
    public void Log(string message)
    {
        if (!DebugEnabled)
            return;
        gate.Enter("debug", "log");
        gate.Kernel.Debug.Log($"<{ActorName}::{Message.Receiver.Value}> {message}");
        gate.Leave("debug", "log", SyscallStatus.Ok);
    }
}
