using System.Data.Common;
using Fvm.Abi.Node;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>The messages of one tipset as they are applied, one after the other, and what is kept of them.</summary>
internal sealed class TipsetRun(DevnetOptions options, VirtualMachine machine, MachinePlace place, LenientGas? lenient)
{
    private readonly List<AppliedMessage> applied = [];
    private readonly Dictionary<ActorId, EvmAddress> emitters = [];
    private readonly Dictionary<ActorId, ulong> actedFor = [];
    private int logs;

    public VirtualMachine Machine => machine;

    public MachinePlace Place => place;

    /// <summary>Applies a message. What the pool takes from actors that cannot sign, for whom somebody acts, runs as a message of the system's does.</summary>
    /// <exception cref="UnappliableMessageException">The machine cannot run it. What runs after that runs on a machine that is broken.</exception>
    public ApplyResult Apply(Message message, SignedMessage? signed, ChainState before)
    {
        try
        {
            return Run(message, signed, before);
        }
        catch (Exception cause) when (cause is not (OutOfMemoryException or IOException or DbException or BlockUnavailableException))
        {
            // What the computer lacks is no fault of the message's.
            throw new UnappliableMessageException(signed?.Cid ?? message.Cid, cause);
        }
    }

    /// <summary>Writes the state.</summary>
    public Execution Finish(IBlockstore blocks)
    {
        Cid root = machine.Flush();
        if (actedFor.Count == 0)
            return new Execution(applied, root);
        // So that no two messages in an actor's name are the same.
        var editor = new StateEditor(blocks, root);
        foreach ((ActorId id, ulong count) in actedFor.OrderBy(static entry => entry.Key))
            editor.CountMessages(id, count);
        return new Execution(applied, editor.Flush());
    }

    private ApplyResult Run(Message message, SignedMessage? signed, ChainState before)
    {
        ApplyResult result;
        ulong? raised = null;
        if (signed is not null && before.Actor(message.From) is { } sender && !before.MaySend(sender))
        {
            result = machine.ApplyImplicit(message);
            ActorId id = before.Resolve(message.From)!.Value;
            actedFor[id] = actedFor.GetValueOrDefault(id) + 1;
        }
        else
        {
            raised = signed is null ? null : lenient?.LimitOf(signed, machine, place);
            result = signed is null ? machine.Apply(message, (ulong)message.Encode().Length)
                : machine.Apply(raised is { } limit ? signed with { Message = message with { GasLimit = limit } } : signed);
        }

        Keep(message, signed, result, raised);
        return result;
    }

    private void Keep(Message message, SignedMessage? signed, ApplyResult result, ulong? raised)
    {
        Cid cid = signed?.Cid ?? message.Cid;
        EthereumTransaction? transaction = TransactionMessages.TransactionOf(signed, options.ChainId);
        bool isCreation = message.To == SingletonActors.EthereumAddressManager.ToAddress();
        applied.Add(new AppliedMessage
        {
            Message = message,
            Signed = signed,
            Transaction = transaction,
            Cid = cid,
            Hash = transaction?.Hash() ?? cid.Digest.ToArray(),
            Height = place.Height,
            Index = applied.Count,
            RaisedGasLimit = raised,
            Receipt = result.Receipt,
            Events = result.Events,
            Logs = Logs(result.Events),
            Sender = AddressOf(message.From) ?? default,
            Receiver = isCreation ? null : AddressOf(message.To),
            CreatedContract = isCreation && EthereumReturns.TryReadCreation(result.Receipt, out Actors.EamReturn? created) ? created.EthAddress : null,
            EffectiveGasPrice = place.BaseFee + BaseFee.EffectivePremium(message, place.BaseFee),
            Failure = result.Failure,
        });
    }

    private List<EthereumLog> Logs(IReadOnlyList<StampedEvent> events)
    {
        var found = new List<EthereumLog>();
        foreach (StampedEvent stamped in events)
        {
            if (EthereumLog.TryRead(stamped.Event, out IReadOnlyList<ReadOnlyMemory<byte>>? topics, out ReadOnlyMemory<byte> data))
                found.Add(new EthereumLog(EmitterOf(stamped.Emitter), topics, data, logs++));
        }

        return found;
    }

    private EvmAddress EmitterOf(ActorId id)
    {
        if (!emitters.TryGetValue(id, out EvmAddress address))
            emitters[id] = address = AddressOf(id.ToAddress()) ?? default;
        return address;
    }

    private EvmAddress? AddressOf(Address address)
    {
        if (address.Protocol == AddressProtocol.Delegated && address.TryToEthereum(out byte[]? own))
            return EvmAddress.Read(own);
        return machine.TryResolve(address, out ActorId id)
            ? EthereumReturns.AddressOf(id, machine.TryGetActor(id.ToAddress(), out ActorState? actor) ? actor.DelegatedAddress : null)
            : null;
    }
}
