using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// Ethereum accounts: what stands behind an f410 address that sent a message. They have no state, and their signatures are the chain's business. Source:
/// builtin-actors <c>actors/ethaccount/src/lib.rs</c>.
/// </summary>
internal sealed class EthAccountActor : NativeActor
{
    private static readonly MethodTable Table = new(ActorMethod.Plain(EthAccountMethods.Constructor, Constructor))
    {
        Fallback = MethodTable.AcceptExported,
    };

    public override string Name => "EVMAccount";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        Address? delegated = runtime.Actors.DelegatedAddressOf(runtime.Message.Receiver);
        if (delegated is null)
            Abort.IllegalArgument("receiver must have a predictable address");
        if (!delegated.TryGetDelegated(out ulong space, out _) || space != Address.EthereumNamespace)
            Abort.IllegalArgument("invalid target for EthAccount creation");
    }
}
