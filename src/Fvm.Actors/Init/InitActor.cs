using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>The init actor (f01): makes actors, and knows which address is which id. Source: builtin-actors <c>actors/init/src/lib.rs</c>.</summary>
internal sealed class InitActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking<InitConstructorParams>(InitMethods.Constructor, Constructor),
        ActorMethod.Of<ExecParams, ExecReturn>(InitMethods.Exec, Exec),
        ActorMethod.Of<Exec4Params, ExecReturn>(InitMethods.Exec4, Exec4));

    public override string Name => "Init";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, InitConstructorParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        runtime.State.Create(InitState.Create(runtime, parameters.NetworkName));
    }

    private static ExecReturn Exec(ActorRuntime runtime, ExecParams parameters)
    {
        runtime.Caller.AcceptAny();
        if (!runtime.Actors.TryGetCode(runtime.Message.Caller, out Cid? callerCode))
            Abort.IllegalState($"no code for caller as {runtime.CallerAddress}");
        if (!CanExec(runtime, callerCode, parameters.Code))
            Abort.Forbidden($"called type {callerCode} cannot exec actor type {parameters.Code}");

        Address robust = runtime.Actors.NextAddress();
        (ActorId id, bool existing) = runtime.State.Transaction((InitState state) => state.MapAddresses(runtime, robust, delegated: null));
        if (existing)
            Abort.Forbidden($"cannot exec over an existing actor {id}");

        runtime.Actors.Create(parameters.Code, id, delegatedAddress: null);
        return Construct(runtime, id, robust, parameters.ConstructorParams);
    }

    private static ExecReturn Exec4(ActorRuntime runtime, Exec4Params parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.EthereumAddressManager);
        if (parameters.Subaddress.Length > Address.MaxSubaddressLength)
            Abort.IllegalArgument("invalid delegated address");
        Address delegated = Address.FromDelegated(runtime.Message.Caller.Value, parameters.Subaddress.Span);

        Address robust = runtime.Actors.NextAddress();
        (ActorId id, bool existing) = runtime.State.Transaction((InitState state) => state.MapAddresses(runtime, robust, delegated));
        if (existing)
            RequirePlaceholder(runtime, id);

        runtime.Actors.Create(parameters.Code, id, delegated);
        return Construct(runtime, id, robust, parameters.ConstructorParams);
    }

    /// <summary>An f4 address that is in use may be deployed over only where nothing but a placeholder is, and nothing was deleted.</summary>
    private static void RequirePlaceholder(ActorRuntime runtime, ActorId id)
    {
        if (!runtime.Actors.TryGetCode(id, out Cid? code))
            Abort.Forbidden("cannot redeploy a deleted actor");
        if (code != runtime.Actors.CodeOf(BuiltinActor.Placeholder))
            Abort.Forbidden($"cannot replace an existing non-placeholder actor with code: {code}");
    }

    /// <summary>The constructor gets all of the value that came; its exit code is ours.</summary>
    private static ExecReturn Construct(ActorRuntime runtime, ActorId id, Address robust, ReadOnlyMemory<byte> parameters)
    {
        Address address = id.ToAddress();
        runtime.Send(address, MethodNumber.Constructor, IpldBlock.FromRawBytes(parameters), runtime.Message.ValueReceived)
            .OrAbort("constructor failed");
        return new ExecReturn(address, robust);
    }

    private static bool CanExec(ActorRuntime runtime, Cid caller, Cid code)
    {
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type))
            return false;
        if (InitPolicy.IsForAnyone(type))
            return true;
        return InitPolicy.IsForPower(type) && runtime.Actors.TryGetType(caller, out BuiltinActor by) && by == BuiltinActor.Power;
    }
}
