using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

public class SystemAndCronTests
{
    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Cron = SingletonActors.Cron.ToAddress();

    [Fact]
    public void The_system_actor_begins_with_an_empty_list()
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.System);
        Address address = Address.FromId(300);
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(worlds.Account(Keys.Secp256k1(1)), address, 1).Receipt.ExitCode);
        Assert.Equal(ExitCode.Ok, worlds.Implicit(System, address, 1).Receipt.ExitCode);
        Assert.Equal(StateRoot.EmptyInfoCid, worlds.State<SystemState>(address).BuiltinActors);
        Assert.Equal("bafy2bzacediz3ac65um45ud2yy2teiwu65kvrwq6rmykjdtqizsfjadmttp6g", worlds.Head(address).ToString());
        Assert.True(SystemInvariants.Check(worlds.Native.Store, worlds.State<SystemState>(System)).IsEmpty);
        Assert.False(SystemInvariants.Check(worlds.Native.Store, worlds.State<SystemState>(address)).IsEmpty);
    }

    [Theory]
    [InlineData(2UL, 22)]
    [InlineData(0xffffffUL, 22)]
    [InlineData(1UL << 24, 22)]
    public void The_system_actor_has_no_other_methods(ulong method, uint exit)
    {
        var worlds = new TwoWorlds();
        Assert.Equal(exit, worlds.Send(worlds.Account(Keys.Secp256k1(1)), System, method).Receipt.ExitCode.Value);
    }

    [Fact]
    public void Cron_keeps_its_table()
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.Cron);
        Address address = Address.FromId(300);
        var parameters = IpldBlock.Cbor(new CronConstructorParams(CronPolicy.Entries));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(worlds.Account(Keys.Secp256k1(1)), address, 1, parameters).Receipt.ExitCode);
        Assert.Equal(ExitCode.Ok, worlds.Implicit(System, address, 1, parameters).Receipt.ExitCode);
        CronState state = worlds.State<CronState>(address);
        Assert.Equal("81828242000405824200 0509".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(ChainEncoding.ToCbor(state)));
        Assert.True(CronInvariants.Check(state).IsEmpty);
    }

    /// <summary>One entry that fails, in whatever way, must not keep the others from their turn; and the tick succeeds.</summary>
    [Fact]
    public void Cron_calls_everyone_whatever_happens()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        worlds.Set(new ActorId(200), BuiltinActor.Account);
        CronEntry[] entries =
        [
            new(account, 3),
            new(Address.FromId(999), 0),
            new(Address.FromId(999), 7),
            new(Keys.Bls(5), 0),
            new(Address.FromId(200), AccountMethods.PubkeyAddress.Number),
            new(account, AccountMethods.PubkeyAddress.Number),
        ];
        worlds.Set(new ActorId(300), BuiltinActor.Cron, worlds.Put(new CronState { Entries = entries }));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Address.FromId(300), CronMethods.EpochTick.Number).Receipt.ExitCode);
        ApplyResult result = worlds.Implicit(System, Address.FromId(300), CronMethods.EpochTick.Number);
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        Assert.Equal(Keys.Bls(5), worlds.State<AccountState>(Keys.Bls(5)).Address);
        Assert.Equal(ExitCode.UsrIllegalArgument, worlds.Implicit(System, Cron, 2, IpldBlock.Cbor(new byte[] { 0x80 })).Receipt.ExitCode);
    }

    [Theory]
    [InlineData("81828242000405824300", 21)]
    [InlineData("8181820101", 21)]
    [InlineData("818142000405", 21)]
    [InlineData("8180", 0)]
    [InlineData("818182410003", 21)]
    public void Malformed_tables(string hex, uint exit)
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.Cron);
        Assert.Equal(exit, worlds.Implicit(System, Address.FromId(300), 1, IpldBlock.Cbor(Convert.FromHexString(hex))).Receipt.ExitCode.Value);
    }
}
