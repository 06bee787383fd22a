using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>The init actor: who makes what.</summary>
internal static class InitScenarios
{
    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Init = SingletonActors.Init.ToAddress();
    private static readonly Address Manager = SingletonActors.EthereumAddressManager.ToAddress();

    private static readonly BuiltinActor[] Refused =
    [
        BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Cron, BuiltinActor.Account, BuiltinActor.Power, BuiltinActor.Miner, BuiltinActor.Market,
        BuiltinActor.Reward, BuiltinActor.VerifiedRegistry, BuiltinActor.DataCap, BuiltinActor.Placeholder, BuiltinActor.Evm, BuiltinActor.EthAccount,
    ];

    public static IEnumerable<Scenario> All =>
    [
        new("init/constructor", world =>
        {
            var parameters = new InitConstructorParams("other");
            world.Send(18, world.Account(1), Init, MethodId.Constructor, parameters);
            world.As(20, System, Init, MethodId.Constructor, parameters);
            Address fresh = world.Put(300, BuiltinActor.Init);
            world.As(0, System, fresh, MethodId.Constructor, parameters);
            world.As(21, System, world.Put(301, BuiltinActor.Init), 1, IpldBlock.Cbor(new byte[] { 0x81, 0x61, 0xff }));
        }),
        new("init/exec-refuses-what-an-account-may-not-make", world =>
        {
            Address account = world.Account(1);
            foreach (BuiltinActor type in Refused)
                world.Send(18, account, Init, InitMethods.Exec, new ExecParams(world.Sandbox.CodeOf(type), default));
        }),
        new("init/exec-refuses-code-that-is-not-built-in", world =>
            world.Send(18, world.Account(1), Init, InitMethods.Exec, new ExecParams(Cid.ForBlock(Multicodec.Raw, "no such code"u8), default))),
        new("init/exec-fails-as-the-constructor-does", world =>
        {
            Address account = world.Account(1);
            Cid multisig = world.Sandbox.CodeOf(BuiltinActor.Multisig);
            world.Send(16, account, Init, InitMethods.Exec, new ExecParams(multisig, default), TokenAmount.FromFil(1));
            world.Send(21, account, Init, InitMethods.Exec, new ExecParams(multisig, new byte[] { 0x80 }), TokenAmount.FromFil(1));
            world.Send(0, account, Init, InitMethods.Exec, new ExecParams(multisig, ChainEncoding.ToCbor(new MultisigConstructorParams([account], 1, 0, 0))), TokenAmount.FromFil(1));
        }),
        new("init/exec-twice-in-a-row-makes-two", world =>
        {
            Address account = world.Account(1);
            byte[] parameters = ChainEncoding.ToCbor(new MultisigConstructorParams([account], 1, 0, 0));
            for (int i = 0; i < 3; i++)
                world.Send(0, account, Init, InitMethods.Exec, new ExecParams(world.Sandbox.CodeOf(BuiltinActor.Multisig), parameters));
        }),
        new("init/exec4-is-for-the-address-manager", world =>
        {
            var parameters = new Exec4Params(world.Sandbox.CodeOf(BuiltinActor.EthAccount), default, new byte[20]);
            world.Send(18, world.Account(1), Init, InitMethods.Exec4, parameters);
            world.As(18, System, Init, InitMethods.Exec4, parameters);
        }),
        new("init/exec4-on-a-new-address", world => Exec4(world, null)),
        new("init/exec4-over-a-placeholder", world => Exec4(world, BuiltinActor.Placeholder)),
        new("init/exec4-over-an-ethereum-account", world => Exec4(world, BuiltinActor.EthAccount)),
        new("init/exec4-over-a-multisig", world => Exec4(world, BuiltinActor.Multisig)),
        new("init/exec4-over-a-deleted-actor", world =>
        {
            Address account = world.Account(1);
            world.Send(0, account, ScenarioKeys.Delegated(7), 0, value: TokenAmount.FromFil(1));
            world.Put(SingletonActors.EthereumAddressManager.Value, BuiltinActor.Account);
            world.Put(101, BuiltinActor.Account, delegated: ScenarioKeys.Delegated(8));
            world.As(ScenarioWorld.AnyExit, Manager, Init, InitMethods.Exec4, Exec4Params(world));
        }),
        new("init/malformed-parameters", world =>
        {
            Address account = world.Account(1);
            world.Send(16, account, Init, InitMethods.Exec);
            foreach (string hex in new[] { "80", "8101", "82D82A580700015500030102034000", "82D82A450001550000F6", "82D82A4500015500004000", "9FFF", "8280" })
                world.Send(21, account, Init, InitMethods.Exec.Number, IpldBlock.Cbor(Convert.FromHexString(hex)));
        }),
    ];

    private static void Exec4(ScenarioWorld world, BuiltinActor? existing)
    {
        if (existing is { } type)
        {
            Address account = world.Account(1);
            world.Send(0, account, ScenarioKeys.Delegated(7), 0, value: TokenAmount.FromFil(1));
            world.Put(101, type, fil: 1, delegated: ScenarioKeys.Delegated(7));
        }

        world.Put(SingletonActors.EthereumAddressManager.Value, BuiltinActor.Account);
        world.As(ScenarioWorld.AnyExit, Manager, Init, InitMethods.Exec4, Exec4Params(world));
    }

    private static Exec4Params Exec4Params(ScenarioWorld world) => new(world.Sandbox.CodeOf(BuiltinActor.EthAccount), default, Enumerable.Repeat((byte)7, 20).ToArray());
}
