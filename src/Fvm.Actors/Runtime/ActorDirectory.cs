using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Runtime;

/// <summary>Other actors: who they are, what they run, what they own; and making and deleting actors (ref-fvm <c>sdk/src/actor.rs</c>).</summary>
public sealed class ActorDirectory
{
    private readonly ActorRuntime runtime;
    private readonly SyscallGate gate;

    internal ActorDirectory(ActorRuntime runtime, SyscallGate gate)
    {
        this.runtime = runtime;
        this.gate = gate;
    }

    /// <summary>The id behind an address; false when there is none. An f0 address always has its own, whether or not an actor is there.</summary>
    /// <param name="address">The address.</param>
    /// <param name="id">The id.</param>
    public bool TryResolve(Address address, out ActorId id)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.TryGetId(out ulong number))
        {
            id = new ActorId(number);
            return true;
        }

        gate.Enter("actor", "resolve_address");
        return gate.LeaveFound("actor", "resolve_address", gate.Kernel.Actor.ResolveAddress(address, out id));
    }

    /// <summary>
    /// The id behind an address; an account that does not exist yet is made by sending it nothing (builtin-actors <c>resolve_to_actor_id</c>). A send that
    /// fails keeps its code; 16 when that did not help; 17 when the actor must exist and has no code. Not inside a transaction.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="mustExist">Whether the actor must exist.</param>
    public ActorId ResolveOrCreate(Address address, bool mustExist)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!TryResolve(address, out ActorId id))
        {
            runtime.Send(address, MethodNumber.Send).OrAbort($"failed to send zero balance to address {address}");
            if (!TryResolve(address, out id))
                Abort.IllegalArgument($"failed to resolve or initialize address {address}");
        }

        if (mustExist && !TryGetCode(id, out _))
            Abort.NotFound($"no code for address {address}");
        return id;
    }

    /// <summary>The delegated (f4) address of an actor, or null.</summary>
    /// <param name="id">The actor.</param>
    public Address? DelegatedAddressOf(ActorId id)
    {
        gate.Enter("actor", "lookup_delegated_address");
        bool found = gate.LeaveFound("actor", "lookup_delegated_address", gate.Kernel.Actor.LookupDelegatedAddress(id, out Address? address));
        return found ? address : null;
    }

    /// <summary>The code of an actor; false when there is no such actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="code">Its code.</param>
    public bool TryGetCode(ActorId id, [NotNullWhen(true)] out Cid? code)
    {
        gate.Enter("actor", "get_actor_code_cid");
        return gate.LeaveFound("actor", "get_actor_code_cid", gate.Kernel.Actor.GetActorCodeCid(id, out code)) && code is not null;
    }

    /// <summary>The type of built-in code; false for other code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="type">Its type.</param>
    public bool TryGetType(Cid code, out BuiltinActor type)
    {
        gate.Enter("actor", "get_builtin_actor_type");
        gate.LeaveOk("actor", "get_builtin_actor_type", gate.Kernel.Actor.GetBuiltinActorType(code, out uint number));
        type = (BuiltinActor)number;
        return type is >= BuiltinActor.System and <= BuiltinActor.EthAccount;
    }

    /// <summary>The type of an actor's built-in code; false when there is no such actor, or its code is not built in.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="type">Its type.</param>
    public bool TryGetTypeOf(ActorId id, out BuiltinActor type)
    {
        type = default;
        return TryGetCode(id, out Cid? code) && TryGetType(code, out type);
    }

    /// <summary>The code of a built-in type.</summary>
    /// <param name="type">The type.</param>
    public Cid CodeOf(BuiltinActor type)
    {
        gate.Enter("actor", "get_code_cid_for_type");
        gate.LeaveOk("actor", "get_code_cid_for_type", gate.Kernel.Actor.GetCodeCidForType((uint)type, out Cid? code));
        return code!;
    }

    /// <summary>The balance of an actor; false when there is no such actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="balance">Its balance.</param>
    public bool TryGetBalance(ActorId id, out TokenAmount balance)
    {
        gate.Enter("actor", "balance_of");
        return gate.LeaveFound("actor", "balance_of", gate.Kernel.Actor.BalanceOf(id, out balance));
    }

    /// <summary>The f2 address that the next created actor gets, whatever becomes of the chain's order.</summary>
    public Address NextAddress()
    {
        gate.Enter("actor", "next_actor_address");
        gate.LeaveOk("actor", "next_actor_address", gate.Kernel.Actor.NextActorAddress(out Address? address));
        return address!;
    }

    /// <summary>Makes an actor without state; for the init actor. Exit 16 or 18 when refused, 24 inside a transaction.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="id">Its id.</param>
    /// <param name="delegatedAddress">Its delegated address, or null.</param>
    public void Create(Cid code, ActorId id, Address? delegatedAddress)
    {
        if (runtime.State.InTransaction)
            Abort.AssertionFailed("create_actor is not allowed during transaction");
        gate.Enter("actor", "create_actor");
        SyscallStatus status = gate.Leave("actor", "create_actor", gate.Kernel.Actor.CreateActor(code, id, delegatedAddress));
        if (status.IsOk)
            return;
        if (status.Error == ErrorNumber.IllegalArgument)
            Abort.IllegalArgument("failed to create actor");
        if (status.Error == ErrorNumber.Forbidden)
            Abort.Forbidden("actor already exists");
        Abort.AssertionFailed(string.Create(CultureInfo.InvariantCulture, $"create failed with unknown error: {status}"));
    }

    /// <summary>Deletes this actor, which must own nothing any more (16); 24 inside a transaction.</summary>
    public void DeleteSelf()
    {
        if (runtime.State.InTransaction)
            Abort.AssertionFailed("delete_actor is not allowed during transaction");
        gate.Enter("self", "self_destruct");
        SyscallStatus status = gate.Leave("self", "self_destruct", gate.Kernel.Self.SelfDestruct(burnUnspent: false));
        if (status.IsOk)
            return;
        if (status.Error is ErrorNumber.IllegalOperation or ErrorNumber.ReadOnly)
            Abort.IllegalArgument($"cannot delete the actor: {status}");
        Abort.AssertionFailed($"unexpected error from `self::self_destruct` syscall: {status}");
    }
}
