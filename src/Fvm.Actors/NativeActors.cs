using Fvm.Abi;
using Fvm.Protocol.State;

namespace Fvm.Actors;

/// <summary>The built-in actors in C#, by type, with the semantics of release v18 on mainnet. Shared by all threads.</summary>
public static class NativeActors
{
    private static readonly IActorCode[] ByType = [.. Enum.GetValues<BuiltinActor>().Select(Make)];

    /// <summary>The code of a type; that of an actor which is not written yet is an owed one (<see cref="IsOwed"/>).</summary>
    /// <param name="type">The type.</param>
    public static IActorCode Get(BuiltinActor type) => ByType[(int)type - 1];

    /// <summary>Whether an actor is not written yet, so that all its methods exit with 22.</summary>
    /// <param name="type">The type.</param>
    public static bool IsOwed(BuiltinActor type) => Get(type) is OwedActor;

    private static IActorCode Make(BuiltinActor type) => type switch
    {
        BuiltinActor.System => new SystemActor(),
        BuiltinActor.Init => new InitActor(),
        BuiltinActor.Cron => new CronActor(),
        BuiltinActor.Account => new AccountActor(),
        BuiltinActor.VerifiedRegistry => new VerifiedRegistryActor(),
        BuiltinActor.DataCap => new DataCapActor(),
        BuiltinActor.PaymentChannel => new PaymentChannelActor(),
        BuiltinActor.Multisig => new MultisigActor(),
        BuiltinActor.Reward => new RewardActor(),
        BuiltinActor.Placeholder => new PlaceholderActor(),
        BuiltinActor.EthAccount => new EthAccountActor(),
        BuiltinActor.Evm => new EvmActor(),
        BuiltinActor.Eam => new EamActor(),
        _ => new OwedActor(type.ManifestName()),
    };
}
