using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="ISelfOps"/>
internal sealed class SelfOps(KernelFrame frame) : ISelfOps
{
    private readonly MessageSession session = frame.Session;
    private readonly PriceList prices = frame.Machine.Prices;
    private readonly bool tracks = frame.Machine.Rules.TracksReachability;

    public SyscallStatus Root(out Cid? root)
    {
        root = null;
        if (tracks && !session.TryCharge(prices.OnActorGetRoot()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = GetSelf(out ActorState? self);
        root = self?.Head;
        if (root is not null)
            frame.Blocks.MarkReachable(root);
        return status;
    }

    public SyscallStatus SetRoot(Cid root)
    {
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot update the state-root while read-only");
        if (tracks && !session.TryCharge(prices.OnActorSetRoot()))
            return SyscallStatus.OutOfGas;
        if (tracks && !frame.Blocks.IsReachable(root))
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "new root cid not reachable");
        SyscallStatus status = GetSelf(out ActorState? self);
        return status.IsOk ? frame.State.SetActor(frame.Receiver, self! with { Head = root }) : status;
    }

    public SyscallStatus CurrentBalance(out TokenAmount balance)
    {
        balance = TokenAmount.Zero;
        if (!session.TryCharge(prices.OnSelfBalance()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = frame.State.GetActor(frame.Receiver, out ActorState? self);
        // A deleted actor has nothing.
        balance = self?.Balance ?? TokenAmount.Zero;
        return status;
    }

    public SyscallStatus SelfDestruct(Address beneficiary)
    {
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot self-destruct when read-only");
        if (!session.TryCharge(prices.OnDeleteActor()))
            return SyscallStatus.OutOfGas;
        // What FVM v2 pays for less state it pays first, and for an actor that is gone already too.
        if (!prices.ActorDeleteRefund.IsZero)
            session.Gas.Refund("OnDeleteActor", prices.ActorDeleteRefund);
        SyscallStatus status = CurrentBalance(out TokenAmount balance);
        if (!status.IsOk)
            return status;
        if (!balance.IsZero)
        {
            status = TransferAll(beneficiary, balance);
            if (!status.IsOk)
                return status;
        }

        return frame.State.DeleteActor(frame.Receiver);
    }

    public SyscallStatus SelfDestruct(bool burnUnspent)
    {
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot self-destruct when read-only");
        if (!session.TryCharge(prices.OnDeleteActor()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = CurrentBalance(out TokenAmount balance);
        if (!status.IsOk)
            return status;
        if (!balance.IsZero)
        {
            if (!burnUnspent)
                return SyscallStatus.Refuse(ErrorNumber.IllegalOperation, "self-destruct with unspent funds");
            // The reference makes whatever happens here fatal, running out of gas included (vm-facts 8 #24).
            status = frame.State.Transfer(frame.Receiver, SingletonActors.BurntFunds, balance);
            if (!status.IsOk)
                FatalException.Throw($"burning the balance of {frame.Receiver} failed: {status}");
        }

        return frame.State.DeleteActor(frame.Receiver);
    }

    /// <summary>The beneficiary is looked at only when there is something to give.</summary>
    private SyscallStatus TransferAll(Address beneficiary, TokenAmount balance)
    {
        // The reference goes through the syscall here, which charges the (free) resolution twice.
        if (!session.TryCharge(prices.OnResolveAddress()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = frame.State.TryResolve(beneficiary, out ActorId? receiver);
        if (!status.IsOk)
            return status;
        if (receiver is null)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "actor not found");
        if (receiver == frame.Receiver)
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "benefactor cannot be beneficiary");
        return frame.State.Transfer(frame.Receiver, receiver.Value, balance);
    }

    private SyscallStatus GetSelf(out ActorState? self)
    {
        SyscallStatus status = frame.State.GetActor(frame.Receiver, out self);
        return status.IsOk && self is null ? SyscallStatus.Refuse(ErrorNumber.IllegalOperation, "actor deleted") : status;
    }
}
