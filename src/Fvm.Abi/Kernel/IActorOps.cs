using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>actor</c>.</summary>
public interface IActorOps
{
    /// <summary>The id behind an address. Refuses with 6 when there is none.</summary>
    /// <param name="address">The address.</param>
    /// <param name="id">The id.</param>
    SyscallStatus ResolveAddress(Address address, out ActorId id);

    /// <summary>The delegated (f4) address of an actor, null if it has none. Refuses with 6 when there is no such actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="address">Its delegated address.</param>
    SyscallStatus LookupDelegatedAddress(ActorId id, out Address? address);

    /// <summary>The code CID of an actor. Refuses with 6 when there is no such actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="code">Its code.</param>
    SyscallStatus GetActorCodeCid(ActorId id, out Cid? code);

    /// <summary>
    /// The stable (f2) address that the next created actor would get. Charges nothing. To nv17 each call takes an address of its own; from
    /// nv18 on it is the creation that does.
    /// </summary>
    /// <param name="address">The address.</param>
    SyscallStatus NextActorAddress(out Address? address);

    /// <summary>
    /// Creates an actor or turns a placeholder into one; for the Init actor only (11). To nv17 for everybody, but only of built-in code that
    /// is no singleton's (11).
    /// </summary>
    /// <param name="code">Its code.</param>
    /// <param name="id">Its id.</param>
    /// <param name="delegatedAddress">Its delegated address, if it is to have one.</param>
    SyscallStatus CreateActor(Cid code, ActorId id, Address? delegatedAddress);

    /// <summary>Makes code known to the machine (<see cref="Node.UserCode.Install"/>). Refuses with 1 what is not in the store or does not load.</summary>
    /// <param name="code">The CID of a wasm module.</param>
    SyscallStatus InstallActor(Cid code);

    /// <summary>
    /// Changes the actor's code and runs the new code's upgrade (<see cref="Node.UserCode.Upgrade"/>). A failed one changes nothing; after one
    /// that succeeded the old code must end with what it brought back. Refuses with 13 when read-only, with 11 when the actor stands on the
    /// call stack for anything but this, with 7 for an unknown handle, with 2 when the actor is deleted, with 3 at the greatest depth.
    /// </summary>
    /// <param name="code">The new code.</param>
    /// <param name="parameters">The handle of the parameters, 0 for none.</param>
    /// <param name="result">How the upgrade ended.</param>
    SyscallStatus UpgradeActor(Cid code, uint parameters, out SendResult result);

    /// <summary>The type number of built-in code, 0 for other code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="type">The number: the position in the manifest, from 1.</param>
    SyscallStatus GetBuiltinActorType(Cid code, out uint type);

    /// <summary>The code of a built-in type. Refuses with 1 for an unknown number.</summary>
    /// <param name="type">The number: the position in the manifest, from 1.</param>
    /// <param name="code">The code.</param>
    SyscallStatus GetCodeCidForType(uint type, out Cid? code);

    /// <summary>The balance of an actor in attoFIL. Refuses with 6 when there is no such actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="balance">Its balance.</param>
    SyscallStatus BalanceOf(ActorId id, out TokenAmount balance);
}
