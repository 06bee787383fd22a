using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>The system actor and cron.</summary>
internal static class SystemScenarios
{
    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Cron = SingletonActors.Cron.ToAddress();

    public static IEnumerable<Scenario> All =>
    [
        new("system/constructor", world =>
        {
            Address fresh = world.Put(300, BuiltinActor.System);
            world.Send(18, world.Account(1), fresh, 1);
            world.As(16, System, fresh, 1, IpldBlock.Cbor(new byte[] { 0x80 }));
            world.As(0, System, fresh, 1);
            world.As(20, System, fresh, 1);
        }),
        new("cron/constructor", world =>
        {
            Address fresh = world.Put(300, BuiltinActor.Cron);
            world.Send(18, world.Account(1), fresh, MethodId.Constructor, new CronConstructorParams(CronPolicy.Entries));
            world.As(0, System, fresh, MethodId.Constructor, new CronConstructorParams(CronPolicy.Entries));
        }),
        new("cron/malformed-tables", world =>
        {
            ulong id = 300;
            foreach ((string hex, uint exit) in new[] { ("81828242000405824300", 21u), ("8181820101", 21u), ("818142000405", 21u), ("818182410003", 21u), ("8180", 0u) })
                world.As(exit, System, world.Put(id++, BuiltinActor.Cron), 1, IpldBlock.Cbor(Convert.FromHexString(hex)));
        }),
        new("cron/an-empty-tick", world =>
        {
            world.As(0, System, Cron, CronMethods.EpochTick.Number);
            world.As(16, System, Cron, CronMethods.EpochTick.Number, IpldBlock.Cbor(new byte[] { 0x80 }));
            world.Send(18, world.Account(1), Cron, CronMethods.EpochTick);
        }),
        new("cron/calls-everyone-whatever-happens", world =>
        {
            Address account = world.Account(1);
            world.Put(200, BuiltinActor.Account);
            Tick(world, new CronEntry(account, 3), new CronEntry(Address.FromId(999), 0), new CronEntry(Address.FromId(999), 7), new CronEntry(ScenarioKeys.Bls(5), 0),
                new CronEntry(Address.FromId(200), AccountMethods.PubkeyAddress.Number), new CronEntry(account, AccountMethods.PubkeyAddress.Number));
        }),
        new("cron/calls-itself", world => Tick(world, new CronEntry(Address.FromId(300), CronMethods.EpochTick.Number), new CronEntry(Address.FromId(300), 1))),
        new("cron/ticks-the-reward-actor-in-vain", world => Tick(world, new CronEntry(SingletonActors.Reward.ToAddress(), RewardMethods.UpdateNetworkKPI.Number))),
    ];

    private static void Tick(ScenarioWorld world, params IReadOnlyList<CronEntry> entries)
    {
        Cid state = world.Sandbox.Store.PutDagCbor(ChainEncoding.ToCbor(new CronState { Entries = entries }));
        Address cron = world.Put(300, BuiltinActor.Cron, state);
        for (long epoch = 1; epoch <= 3; epoch++)
        {
            world.Epoch = epoch;
            world.As(0, System, cron, CronMethods.EpochTick.Number);
        }
    }
}
