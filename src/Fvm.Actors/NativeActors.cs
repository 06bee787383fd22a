using Fvm.Abi;
using Fvm.Evm.Tracing;
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

    /// <summary>
    /// EVM contracts whose frames somebody watches: give it to a machine behind the code CID of EVM contracts. Frames run by single instructions then, with
    /// the same results and the same gas. One thread at a time.
    /// </summary>
    /// <param name="tracer">Who watches.</param>
    public static IActorCode TracedEvm(IEvmTracer tracer)
    {
        ArgumentNullException.ThrowIfNull(tracer);
        return new EvmActor(tracer);
    }

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
