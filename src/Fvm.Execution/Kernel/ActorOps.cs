using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
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
        if (frame.Receiver != SingletonActors.Init && !frame.Machine.Context.UserCode.HasFlag(UserCode.Create))
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "create_actor is restricted to the Init actor");
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "create_actor cannot be called while read-only");
        return frame.State.CreateActor(code, id, delegatedAddress);
    }

    public SyscallStatus InstallActor(Cid code)
    {
        if (!frame.Machine.Context.UserCode.HasFlag(UserCode.Install))
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "code cannot be installed");
        if (!InstalledCode.TryFind(frame.Machine, code, out _))
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "failed to install actor");
        return session.TryCharge(prices.OnInstallActor()) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    public SyscallStatus UpgradeActor(Cid code, uint parameters, out SendResult result)
    {
        result = default;
        if (!frame.Machine.Context.UserCode.HasFlag(UserCode.Upgrade))
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "actors cannot be upgraded");
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "upgrade_actor cannot be called while read-only");
        if (IsOnCallStack)
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "calling upgrade on actor already on call stack is forbidden");
        SyscallStatus opened = SendOps.Open(frame, parameters, out Block? block);
        if (!opened.IsOk)
            return opened;
        CallOutcome outcome = frame.Calls.Upgrade(frame.Call.From, frame.Receiver, code, block);
        return outcome.Status.IsOk ? SendOps.Take(frame, outcome, out result) : outcome.Status;
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

    /// <summary>Whether the actor runs for more than its first invocation and upgrades right above it.</summary>
    private bool IsOnCallStack
    {
        get
        {
            int first = session.CallStack.IndexOf((frame.Receiver, false));
            return first >= 0 && session.CallStack.FindIndex(first + 1, entry => entry != (frame.Receiver, true)) >= 0;
        }
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
