using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Method numbers that are and are not there, with and without parameters, called by an account: the order of dispatch.</summary>
internal static class DispatchScenarios
{
    private const ulong LastNumber = 40;

    private static readonly BuiltinActor[] Types =
    [
        BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Cron, BuiltinActor.Account, BuiltinActor.Reward, BuiltinActor.Multisig,
        BuiltinActor.PaymentChannel, BuiltinActor.VerifiedRegistry, BuiltinActor.DataCap, BuiltinActor.Placeholder, BuiltinActor.EthAccount,
    ];

    private static readonly (string Name, IpldBlock? Block)[] Parameters =
    [
        ("none", null), ("empty-array", IpldBlock.Cbor(new byte[] { 0x80 })), ("garbage", IpldBlock.Cbor(new byte[] { 0xff, 0x00, 0x9f })), ("null", IpldBlock.Cbor(new byte[] { 0xf6 })),
    ];

    public static IEnumerable<Scenario> All =>
        from type in Types
        from parameters in Parameters
        select new Scenario($"dispatch/{type.ManifestName()}-{parameters.Name}", world => Numbers(world, type, parameters.Block));

    private static void Numbers(ScenarioWorld world, BuiltinActor type, IpldBlock? parameters)
    {
        Address account = world.Account(1);
        Address target = Target(world, type);
        IEnumerable<ulong> numbers = [.. Enumerable.Range(1, (int)LastNumber).Select(number => (ulong)number), MethodNumber.FirstExported - 1, MethodNumber.FirstExported, ulong.MaxValue];
        if (NativeActors.Get(type) is NativeActor actor)
            numbers = numbers.Concat(actor.Methods.Methods.Select(method => method.Id.Exported ?? method.Id.Number)).Distinct();
        foreach (ulong number in numbers)
            world.Send(ScenarioWorld.AnyExit, account, target, number, parameters);
    }

    private static Address Target(ScenarioWorld world, BuiltinActor type)
    {
        switch (type)
        {
            case BuiltinActor.Account:
                return world.Account(2);
            case BuiltinActor.Multisig:
                return new MultisigStage(world).Wallet;
            case BuiltinActor.PaymentChannel:
                return new ChannelStage(world).Channel;
            case BuiltinActor.VerifiedRegistry:
                _ = new RegistryStage(world);
                return RegistryStage.Registry;
            case BuiltinActor.DataCap:
                _ = new RegistryStage(world);
                return RegistryStage.Token;
            case BuiltinActor.Placeholder or BuiltinActor.EthAccount:
                return world.Put(300, type, delegated: ScenarioKeys.Delegated(7));
            case BuiltinActor.System:
                return SingletonActors.System.ToAddress();
            case BuiltinActor.Init:
                return SingletonActors.Init.ToAddress();
            case BuiltinActor.Cron:
                return SingletonActors.Cron.ToAddress();
            default:
                return SingletonActors.Reward.ToAddress();
        }
    }
}
