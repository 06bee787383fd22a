using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IActorOps"/>
internal class ActorOps(KernelFrame frame) : IActorOps
{
    private readonly MessageSession session = frame.Session;
    private readonly PriceList prices = frame.Machine.Prices;

    public SyscallStatus ResolveAddress(Address address, out ActorId id)
    {
        id = default;
        if (!session.TryCharge(prices.OnResolveAddress()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = frame.State.TryResolve(address, out ActorId? found);
        if (status.IsOk && found is null)
            return NotFound;
        id = found.GetValueOrDefault();
        return status;
    }

    public SyscallStatus LookupDelegatedAddress(ActorId id, out Address? address)
    {
        SyscallStatus status = Get(id, prices.OnLookupAddress(), out ActorState? actor);
        address = actor?.DelegatedAddress;
        return status;
    }

    public SyscallStatus GetActorCodeCid(ActorId id, out Cid? code)
    {
        SyscallStatus status = Get(id, prices.OnGetActorCodeCid(), out ActorState? actor);
        code = actor?.Code;
        return status;
    }

    public virtual SyscallStatus NextActorAddress(out Address? address)
    {
        address = NewActorAddress.Derive(session.Origin, session.ActorsCreated);
        return SyscallStatus.Ok;
    }

    public virtual SyscallStatus CreateActor(Cid code, ActorId id, Address? delegatedAddress)
    {
        if (frame.Receiver != SingletonActors.Init)
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "create_actor is restricted to the Init actor");
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "create_actor cannot be called while read-only");
        return frame.State.CreateActor(code, id, delegatedAddress);
    }

    public SyscallStatus GetBuiltinActorType(Cid code, out uint type)
    {
        type = frame.Machine.Builtins.TypeOf(code);
        return session.TryCharge(prices.OnGetBuiltinActorType()) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    public SyscallStatus GetCodeCidForType(uint type, out Cid? code)
    {
        code = null;
        if (!session.TryCharge(prices.OnGetCodeCidForType()))
            return SyscallStatus.OutOfGas;
        return frame.Machine.Builtins.TryGetCode(type, out code)
            ? SyscallStatus.Ok
            : SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "tried to resolve CID of unrecognized actor type");
    }

    public SyscallStatus BalanceOf(ActorId id, out TokenAmount balance)
    {
        SyscallStatus status = Get(id, prices.OnBalanceOf(), out ActorState? actor);
        balance = actor?.Balance ?? TokenAmount.Zero;
        return status;
    }

    private static SyscallStatus NotFound => SyscallStatus.Refuse(ErrorNumber.NotFound, "actor not found");

    private SyscallStatus Get(ActorId id, GasCharge charge, out ActorState? actor)
    {
        actor = null;
        if (!session.TryCharge(charge))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = frame.State.GetActor(id, out actor);
        return status.IsOk && actor is null ? NotFound : status;
    }
}
