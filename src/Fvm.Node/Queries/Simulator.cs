using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Queries;

/// <summary>
/// Runs messages on the state after a tipset; nothing of it stays. A message without a fee cap is free, its sender need not exist, and may be any actor, as in lotus since
/// 1.36.2 (<c>chain/stmgr/call.go</c>).
/// </summary>
internal sealed class Simulator(MachineFactory machines, IBlockstore blocks, StateCache states, ulong gasLimit)
{
    private const int SecpSignatureLength = 65;

    /// <summary>Runs a message. A gas limit of 0 is the most that a call takes; the nonce is the sender's.</summary>
    public CallResult Call(Message message, ExecutedTipset at, CallOptions options)
    {
        bool isFree = message.GasFeeCap.IsZero;
        TokenAmount baseFee = options.BaseFee ?? (isFree ? TokenAmount.Zero : at.BaseFee);
        var place = new MachinePlace(at.StateRoot, at.NextNetworkVersion, options.Height ?? at.Height, options.Timestamp ?? at.Timestamp, isFree ? TokenAmount.Zero : baseFee);
        if (options.Overrides.Count == 0)
            return Run(machines.Build(place, options.Trace, tracer: options.Tracer, events: options.Events, dropsState: options.DropsState), message, states.Open(at.StateRoot));
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        Cid root = Override(over, at.StateRoot, options.Overrides);
        return Run(machines.Build(place with { StateRoot = root }, options.Trace, over, options.Tracer, options.Events, options.DropsState), message, new ChainState(over, root));
    }

    /// <summary>Runs tipsets one after the other, each on the state after the one before it.</summary>
    public IReadOnlyList<SimulatedTipset> Run(ExecutedTipset at, IReadOnlyList<SimulationPlan> plans, CancellationToken cancelled)
    {
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        var place = new MachinePlace(at.StateRoot, at.NextNetworkVersion, at.Height, at.Timestamp, TokenAmount.Zero);
        var made = new List<SimulatedTipset>();
        foreach (SimulationPlan plan in plans)
        {
            CallOptions options = plan.Options;
            if (options.Height is { } height && height <= place.Height)
                throw new DevnetException($"block numbers must be in order: {height} <= {place.Height}");
            place = place with
            {
                StateRoot = options.Overrides.Count == 0 ? place.StateRoot : Override(over, place.StateRoot, options.Overrides),
                Height = options.Height ?? place.Height + 1,
                Timestamp = options.Timestamp ?? place.Timestamp + NetworkConstants.EpochDurationSeconds,
                BaseFee = options.BaseFee ?? TokenAmount.Zero,
            };
            VirtualMachine machine = machines.Build(place, options.Trace, over);
            var state = new ChainState(over, place.StateRoot);
            var calls = new List<CallResult>();
            int logs = 0;
            foreach (Message message in plan.Messages)
            {
                cancelled.ThrowIfCancellationRequested();
                CallResult result = Run(machine, message, state);
                List<EthereumLog> own = Logs(machine, result.Applied.Events, logs);
                calls.Add(result with { Logs = own });
                logs += own.Count;
            }

            place = place with { StateRoot = machine.Flush() };
            made.Add(new SimulatedTipset(place.Height, place.Timestamp, place.BaseFee, place.StateRoot, calls));
        }

        return made;
    }

    /// <summary>Runs messages as they are, nonces and fees included, on the state after a tipset and at an epoch from its on, with its time and base fee (lotus StateCompute).</summary>
    public ComputedState Compute(ExecutedTipset at, long height, IReadOnlyList<Message> messages, CancellationToken cancelled)
    {
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        VirtualMachine machine = machines.Build(new MachinePlace(at.StateRoot, at.NextNetworkVersion, height, at.Timestamp, at.BaseFee), TraceDetail.Events, over);
        var results = new List<ApplyResult>();
        foreach (Message message in messages)
        {
            cancelled.ThrowIfCancellationRequested();
            try
            {
                results.Add(machine.Apply(message, (ulong)message.Encode().Length));
            }
            catch (FatalException refused)
            {
                throw new DevnetException($"applying message {message.Cid}: {refused.Message}");
            }
        }

        return new ComputedState(messages, results, machine.Flush());
    }

    private static List<EthereumLog> Logs(VirtualMachine machine, IReadOnlyList<StampedEvent> events, int index)
    {
        var found = new List<EthereumLog>();
        foreach (StampedEvent stamped in events)
        {
            if (!EthereumLog.TryRead(stamped.Event, out IReadOnlyList<ReadOnlyMemory<byte>>? topics, out ReadOnlyMemory<byte> data))
                continue;
            machine.TryGetActor(stamped.Emitter.ToAddress(), out ActorState? emitter);
            found.Add(new EthereumLog(EthereumReturns.AddressOf(stamped.Emitter, emitter?.DelegatedAddress), topics, data, index + found.Count));
        }

        return found;
    }

    private static Cid Override(IBlockstore blocks, Cid root, IReadOnlyList<StateOverride> overrides)
    {
        var editor = new StateEditor(blocks, root);
        foreach (StateOverride over in overrides)
        {
            ActorId id = editor.Ensure(over.Address);
            if (over.Balance is { } balance)
                editor.SetBalance(id, balance);
            if (over.Code is { } code)
                editor.SetCode(id, code);
            if (over.Nonce is { } nonce)
                editor.SetNonce(id, nonce);
            if (over.Storage is { } storage)
                editor.SetStorage(id, storage, onlyThese: true);
            if (over.StorageChanges is { } changes)
                editor.SetStorage(id, changes);
        }

        return editor.Flush();
    }

    private CallResult Run(VirtualMachine machine, Message message, ChainState state)
    {
        if (!machine.TryGetActor(message.From, out ActorState? sender))
        {
            machine.ApplyImplicit(new Message { From = SingletonActors.System.ToAddress(), To = message.From, GasLimit = NetworkConstants.BlockGasLimit });
            machine.TryGetActor(message.From, out sender);
        }

        Message run = message with { Sequence = sender?.Nonce ?? 0, GasLimit = message.GasLimit == 0 ? gasLimit : Math.Min(message.GasLimit, gasLimit) };
        ApplyResult result = sender is not null && !state.MaySend(sender) ? machine.ApplyImplicit(run) : machine.Apply(Signed(run));
        var call = new CallResult(run, result);
        if (message.To != SingletonActors.EthereumAddressManager.ToAddress() || !EthereumReturns.TryReadCreation(result.Receipt, out EamReturn? created))
            return call;
        return call with { CreatedContract = created.EthAddress, CreatedCode = CodeOf(machine, created.ActorId) };
    }

    private static ReadOnlyMemory<byte> CodeOf(VirtualMachine machine, ActorId contract) =>
        machine.TryGetActor(contract.ToAddress(), out ActorState? actor)
        && machine.TryReadBlock(actor.Head, out ReadOnlyMemory<byte> head)
        && ChainEncoding.TryFromCbor<EvmState>(head.Span, out EvmState? state)
        && machine.TryReadBlock(state.Bytecode, out ReadOnlyMemory<byte> code)
            ? code
            : ReadOnlyMemory<byte>.Empty;

    /// <summary>Inclusion is charged by length, so there must be a signature of its sender's kind.</summary>
    private static SignedMessage Signed(Message message) => message.From.Protocol switch
    {
        AddressProtocol.Bls => new SignedMessage(message, new Signature(SignatureType.Bls, ReadOnlyMemory<byte>.Empty)),
        AddressProtocol.Delegated => new SignedMessage(message, new Signature(SignatureType.Delegated, new byte[SecpSignatureLength])),
        _ => new SignedMessage(message, new Signature(SignatureType.Secp256k1, new byte[SecpSignatureLength])),
    };
}
