using Fvm.Abi;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Calls;

/// <summary>
/// The state tree as a message pays for it: from FVM v3 on the first read and the first update of an actor cost, later ones do not.
/// ref-fvm <c>call_manager/default.rs</c>.
/// </summary>
internal sealed class PricedState(MessageSession session)
{
    private readonly Machine machine = session.Machine;
    private readonly bool isPriced = session.Machine.Rules.PricesStateAccess;

    /// <summary>The id of an address; free (OnResolveAddress is charged at zero where a protocol other than f0 was not seen before).</summary>
    public SyscallStatus TryResolve(Address address, out ActorId? id)
    {
        id = null;
        if (!session.Access.IsLookedUp(address) && !session.TryCharge(machine.Prices.OnResolveAddress()))
            return SyscallStatus.OutOfGas;
        if (machine.Tree.TryLookupId(address, out ActorId found))
        {
            session.Access.RecordLookup(address);
            id = found;
        }

        return SyscallStatus.Ok;
    }

    /// <summary>Reads an actor, null if there is none; a read of a missing actor is paid once as well.</summary>
    public SyscallStatus GetActor(ActorId id, out ActorState? actor)
    {
        actor = null;
        if (isPriced && session.Access.Access(id) < ActorAccess.Read && !session.TryCharge(machine.Prices.OnActorLookup()))
            return SyscallStatus.OutOfGas;
        actor = machine.Tree.GetActor(id);
        session.Access.RecordRead(id);
        return SyscallStatus.Ok;
    }

    /// <summary>Writes an actor.</summary>
    public SyscallStatus SetActor(ActorId id, ActorState actor)
    {
        if (!TryChargeUpdate(id))
            return SyscallStatus.OutOfGas;
        machine.Tree.SetActor(id, actor);
        session.Access.RecordUpdate(id);
        return SyscallStatus.Ok;
    }

    /// <summary>Deletes an actor.</summary>
    public SyscallStatus DeleteActor(ActorId id)
    {
        if (!TryChargeUpdate(id))
            return SyscallStatus.OutOfGas;
        machine.Tree.DeleteActor(id);
        session.Access.RecordUpdate(id);
        return SyscallStatus.Ok;
    }

    /// <summary>Moves value. A sender that is missing or poor is 5, a receiver that is missing 6; to oneself only the balance is checked.</summary>
    public SyscallStatus Transfer(ActorId from, ActorId to, TokenAmount value)
    {
        if (value.IsNegative)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "attempted to transfer a negative value");
        SyscallStatus status = GetActor(from, out ActorState? sender);
        if (!status.IsOk)
            return status;
        if (sender is null || sender.Balance < value)
            return SyscallStatus.Refuse(ErrorNumber.InsufficientFunds, "sender does not have funds to transfer");
        if (from == to)
            return SyscallStatus.Ok;
        status = GetActor(to, out ActorState? receiver);
        if (!status.IsOk)
            return status;
        if (receiver is null)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "transfer recipient does not exist in state-tree");

        status = SetActor(from, sender with { Balance = sender.Balance - value });
        return status.IsOk ? SetActor(to, receiver with { Balance = receiver.Balance + value }) : status;
    }

    /// <summary>Creates an actor where none is, or turns a placeholder with the same delegated address into one.</summary>
    public SyscallStatus CreateActor(Cid code, ActorId id, Address? delegatedAddress)
    {
        Cid? placeholder = machine.Builtins.Placeholder;
        if (code.Equals(placeholder))
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "cannot explicitly construct a placeholder actor");
        SyscallStatus status = GetActor(id, out ActorState? actor);
        if (!status.IsOk)
            return status;
        if (actor is null)
        {
            // The Init actor has paid for the address already.
            if (!session.TryCharge(machine.Prices.OnCreateActor(newAddress: false)))
                return SyscallStatus.OutOfGas;
            actor = ActorState.CreateEmpty(code, delegatedAddress);
        }
        else if (!actor.Code.Equals(placeholder))
        {
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "actor address already exists");
        }
        else
        {
            if (actor.DelegatedAddress is null)
                FatalException.Throw($"placeholder {id} has no delegated address");
            if (!actor.DelegatedAddress.Equals(delegatedAddress))
                return SyscallStatus.Refuse(ErrorNumber.Forbidden, "placeholder has a different delegated address");
            actor = actor with { Code = code };
        }

        status = SetActor(id, actor);
        if (status.IsOk)
            session.ActorsCreated++;
        return status;
    }

    /// <summary>Gives an address an id and an actor because value or a call was sent to it.</summary>
    public SyscallStatus CreateActorFromSend(Address address, Cid code, Address? delegatedAddress, out ActorId id)
    {
        id = default;
        if (!session.TryCharge(machine.Prices.OnCreateActor(newAddress: true)))
            return SyscallStatus.OutOfGas;
        id = machine.Tree.RegisterNewAddress(address);
        session.Access.RecordLookup(address);
        return SetActor(id, ActorState.CreateEmpty(code, delegatedAddress));
    }

    private bool TryChargeUpdate(ActorId id)
    {
        if (!isPriced)
            return true;
        ActorAccess access = session.Access.Access(id);
        return (access >= ActorAccess.Read || session.TryCharge(machine.Prices.OnActorLookup()))
            && (access >= ActorAccess.Updated || session.TryCharge(machine.Prices.OnActorUpdate()));
    }
}
