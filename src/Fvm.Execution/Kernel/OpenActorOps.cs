using Fvm.Abi;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Kernel;

/// <summary>
/// The creation of actors in FVM v2: by anybody, of built-in code of which there may be many; and each question for an address takes one.
/// ref-fvm release/v2 <c>kernel/default.rs</c>.
/// </summary>
internal sealed class OpenActorOps(KernelFrame frame) : ActorOps(frame)
{
    private readonly KernelFrame frame = frame;

    public override SyscallStatus NextActorAddress(out Address? address)
    {
        MessageSession session = frame.Session;
        // The address derives from the sender's key, so that it holds even where the id changes.
        SyscallStatus status = KeyAddresses.Resolve(frame, session.Origin.Address, isCharged: false, out Address? key);
        if (!status.IsOk)
            FatalException.Throw($"the sender {session.Origin.Address} has no key address: {status}");
        address = NewActorAddress.Derive(session.Origin with { Address = key! }, session.ActorsCreated++);
        return SyscallStatus.Ok;
    }

    public override SyscallStatus CreateActor(Cid code, ActorId id, Address? delegatedAddress)
    {
        if (frame.Machine.Builtins.TypeOf(code) == 0)
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "can only create built-in actors");
        if (frame.Machine.Builtins.IsSingleton(code))
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "can only have one instance of singleton actors");
        SyscallStatus status = frame.State.GetActor(id, out ActorState? existing);
        if (!status.IsOk)
            return status;
        if (existing is not null)
            return SyscallStatus.Refuse(ErrorNumber.Forbidden, "actor address already exists");
        if (!frame.Session.TryCharge(frame.Machine.Prices.OnCreateActor(newAddress: false)))
            return SyscallStatus.OutOfGas;
        return frame.State.SetActor(id, ActorState.CreateEmpty(code, null));
    }
}
