using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The system actor (f00): in whose name the chain itself acts. Source: builtin-actors <c>actors/system/src/lib.rs</c>.</summary>
internal sealed class SystemActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Plain(SystemMethods.Constructor, Constructor));

    private static readonly byte[] EmptyList = [0x80];

    public override string Name => "System";

    public override MethodTable Methods => Table;

    /// <summary>The list of actors is empty until genesis, or a migration, writes it.</summary>
    private static void Constructor(ActorRuntime runtime)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        runtime.State.Create(new SystemState { BuiltinActors = runtime.Store.PutDagCbor(EmptyList) });
    }
}
