using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.State;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>
/// What the network leaves out, behind options (ref-fvm features <c>m2-native</c>, <c>upgrade-actor</c>, <c>testing</c>;
/// <c>kernel/default.rs</c> upgrade_actor, <c>testing/integration/tests/main.rs</c> upgrade_actor_test). Costs in milligas.
/// </summary>
public class UserCodeTests
{
    private static readonly Cid Next = Code.Named("next");

    private static World Allowing(UserCode userCode)
    {
        World world = World.At(21);
        world.Context = world.Context with { UserCode = userCode };
        return world;
    }

    [Fact]
    public void All_of_it_is_off_unless_the_machine_says_so() => World.At(21).Inside(kernel =>
    {
        Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.InstallActor(Next));
        Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.UpgradeActor(Next, 0, out _));
        Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Next, new ActorId(300), null));
    });

    [Theory]
    [InlineData(17u)]
    [InlineData(20u)]
    public void Network_versions_below_21_refuse_it_by_name(uint version)
    {
        var world = new World { Context = World.At(version).Context with { UserCode = UserCode.Create } };
        Assert.Contains($"network version {version}", Assert.Throws<FatalException>(() => world.Machine).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anybody_creates_actors_of_any_code()
    {
        World world = Allowing(UserCode.Create);
        world.Inside(kernel =>
        {
            Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Next, new ActorId(World.AliceId), null));
            Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Placeholder, new ActorId(300), null));
            // A lookup, the creation, an update.
            Assert.Equal(1_625_000_000ul, kernel.Cost(() => Says.Ok(kernel.Actor.CreateActor(Next, new ActorId(300), World.Ethereum(1)))));
        });
        Assert.Equal(ActorState.CreateEmpty(Next, World.Ethereum(1)), world.State(300));
    }

    [Fact]
    public void Code_that_is_not_there_is_refused_with_1_when_installed_and_with_6_when_called()
    {
        World world = Allowing(UserCode.Install);
        world.Codes[Next] = (_, _) => Exit.Ok;
        world.Put(300, Next);
        world.Put(301, Code.Named("missing"));
        world.Inside(kernel =>
        {
            Says.Refuses(ErrorNumber.IllegalArgument, kernel.Actor.InstallActor(Code.Named("missing")));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Actor.InstallActor(Next))));
            Assert.Equal(ExitCode.Ok, kernel.Send(Address.FromId(300)).ExitCode);
            Says.Refuses(ErrorNumber.NotFound, kernel.Send.Send(Address.FromId(301), 2, 0, default, null, false, out SendResult _));
        });
        Says.Ends(world.Call(Address.FromId(301)), 5);
    }

    [Fact]
    public void Init_may_list_installed_code_and_the_machine_keeps_it()
    {
        foreach (UserCode userCode in new[] { UserCode.Install, UserCode.None })
        {
            World world = Allowing(userCode);
            InitActorState init = InitActorState.Load(world.Tree, out ActorState actor);
            world.Tree.SetActor(SingletonActors.Init, actor with { Head = (init with { InstalledActors = Next }).Save(world.Machine.Store) });
            if (userCode == UserCode.None)
            {
                Assert.Throws<FatalException>(() => world.Tree.TryLookupId(World.Key(9), out _));
                continue;
            }

            Says.Ends(world.Call(World.Key(9), 0), 0);
            InitActorState after = InitActorState.Load(world.Tree, out _);
            Assert.Equal((Next, World.InitialNextId + 1), (after.InstalledActors, after.NextId));
        }
    }

    [Fact]
    public void Upgrade_runs_the_new_codes_entry_point_with_what_it_comes_from()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Codes.OnUpgrade(Next, (kernel, parameters, upgrade) =>
        {
            Assert.Equal((1u, 2u), (parameters, upgrade));
            Assert.Equal(new byte[] { 9 }, Read(kernel, parameters, Multicodec.Raw));
            var info = new CborReader(Read(kernel, upgrade, Multicodec.Cbor));
            info.ReadArrayHeader(1);
            Assert.Equal(Code.Named("script-200"), info.ReadCid());
            Says.Ok(kernel.Message.Context(out MessageContext context));
            Assert.Equal((new ActorId(World.AliceId), new ActorId(200), 932_083ul, TokenAmount.Zero, false),
                (context.Caller, context.Receiver, context.Method, context.ValueReceived, context.ReadOnly));
            return Exit.Data(kernel, 4, 4, 4);
        });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, [9], out uint parameters));
            Says.Ok(kernel.Actor.UpgradeActor(Next, parameters, out SendResult result));
            Assert.Equal((ExitCode.Ok, new BlockStat(Multicodec.Raw, 3)), (result.ExitCode, result.Stat));
            Assert.Equal(new byte[] { 4, 4, 4 }, Read(kernel, result.Handle, Multicodec.Raw));
        });
        Assert.Equal(Next, world.State(200)!.Code);
        Assert.Equal(new TokenAmount(10), world.Balance(200));
    }

    [Fact]
    public void Upgrade_without_parameters_has_handle_0_and_costs_an_update_and_a_call()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Codes.OnUpgrade(Next, (_, parameters, upgrade) =>
        {
            Assert.Equal((0u, 1u), (parameters, upgrade));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(475_000_000ul + 75_000_000, kernel.Cost(() => Says.Ok(kernel.Actor.UpgradeActor(Next, 0, out _)))));
    }

    [Fact]
    public void Upgrade_takes_the_delegated_address_away()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Codes.OnUpgrade(Next, (_, _, _) => Exit.Ok);
        Address actor = world.Actor(300, (kernel, _) =>
        {
            Says.Ok(kernel.Actor.UpgradeActor(Next, 0, out SendResult _));
            return Exit.Ok;
        });
        world.Put(300, Code.Named("script-300"), delegated: World.Ethereum(1));
        Says.Ends(world.Call(actor), 0);
        Assert.Null(world.State(300)!.DelegatedAddress);
    }

    [Theory]
    [InlineData(19u)]
    [InlineData(5u)]
    public void Failed_upgrade_is_undone_and_tells_how_it_failed(uint exitCode)
    {
        World world = Allowing(UserCode.Upgrade);
        if (exitCode == 5)
            world.Codes[Next] = (_, _) => Exit.Ok; // no entry point
        else
            world.Codes.OnUpgrade(Next, (kernel, _, _) =>
            {
                Says.Ok(kernel.Self.Root(out Cid? root));
                Says.Ok(kernel.Self.SetRoot(root!));
                Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, [1, 2], out uint handle));
                return Exit.With(exitCode, handle);
            });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Actor.UpgradeActor(Next, 0, out SendResult result));
            Assert.Equal((new ExitCode(exitCode), exitCode == 5 ? 0u : 2u), (result.ExitCode, result.Stat.Size));
        });
        Assert.Equal(Code.Named("script-200"), world.State(200)!.Code);
    }

    [Fact]
    public void Refusals_of_an_upgrade()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Codes.OnUpgrade(Next, (_, _, _) => Exit.Ok);
        Address reader = world.Actor(300, (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.ReadOnly, kernel.Actor.UpgradeActor(Next, 99, out SendResult _));
            return Exit.Ok;
        });
        world.Inside(kernel =>
        {
            Assert.Equal(ExitCode.Ok, kernel.Send(reader, readOnly: true).ExitCode);
            Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.InvalidHandle, kernel.Actor.UpgradeActor(Next, 99, out _))));
            Says.Ok(kernel.Self.SelfDestruct(burnUnspent: true));
            Says.Refuses(ErrorNumber.IllegalOperation, kernel.Actor.UpgradeActor(Next, 0, out _));
        });
    }

    [Fact]
    public void Actor_that_stands_on_the_call_stack_already_cannot_be_upgraded()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Codes.OnUpgrade(Next, (_, _, _) => Exit.Ok);
        Address self = Address.FromId(200);
        world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            if (context.Method == 2)
                Assert.Equal(ExitCode.Ok, kernel.Send(self, 99).ExitCode);
            else
                Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.UpgradeActor(Next, 0, out SendResult _));
            return Exit.Ok;
        });
        Says.Ends(world.Call(self), 0);

        // Through another actor it is the same.
        Address other = world.Actor(201, (kernel, _) => Exit.With(kernel.Send(self, 99).ExitCode.Value));
        world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            if (context.Method == 2)
                return Exit.With(kernel.Send(other).ExitCode.Value);
            Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.UpgradeActor(Next, 0, out SendResult _));
            return Exit.Ok;
        });
        Says.Ends(world.Call(self), 0);
    }

    [Fact]
    public void Upgrade_within_an_upgrade_is_allowed_and_the_inner_one_stays()
    {
        World world = Allowing(UserCode.Upgrade);
        Cid last = Code.Named("last");
        world.Codes.OnUpgrade(last, (kernel, _, upgrade) =>
        {
            var info = new CborReader(Read(kernel, upgrade, Multicodec.Cbor));
            info.ReadArrayHeader(1);
            Assert.Equal(Next, info.ReadCid());
            return Exit.Data(kernel, 7);
        });
        world.Codes.OnUpgrade(Next, (kernel, _, _) =>
        {
            Says.Ok(kernel.Actor.UpgradeActor(last, 0, out SendResult inner));
            // What the binding does after an upgrade that succeeded.
            return Exit.With(0, inner.Handle);
        });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Actor.UpgradeActor(Next, 0, out SendResult result));
            Assert.Equal(new byte[] { 7 }, Read(kernel, result.Handle, Multicodec.Raw));
        });
        Assert.Equal(last, world.State(200)!.Code);
    }

    [Fact]
    public void Upgrade_at_the_greatest_depth_is_refused_with_3_and_undone()
    {
        World world = Allowing(UserCode.Upgrade);
        world.Context = world.Context with { MaxCallDepth = 1 };
        world.Codes.OnUpgrade(Next, (_, _, _) => Exit.Ok);
        world.Inside(kernel => Says.Refuses(ErrorNumber.LimitExceeded, kernel.Actor.UpgradeActor(Next, 0, out _)));
        Assert.Equal(Code.Named("script-200"), world.State(200)!.Code);
    }

    [Fact]
    public void Upgrade_to_code_that_is_not_there_is_fatal_unless_code_can_be_installed()
    {
        foreach (UserCode userCode in new[] { UserCode.Upgrade, UserCode.All })
        {
            World world = Allowing(userCode);
            SyscallStatus status = SyscallStatus.Ok;
            Address actor = world.Actor(200, (kernel, _) =>
            {
                status = kernel.Actor.UpgradeActor(Next, 0, out SendResult _);
                return Exit.Ok;
            });
            Says.Ends(world.Call(actor), userCode == UserCode.All ? 0u : 10);
            if (userCode == UserCode.All)
                Says.Refuses(ErrorNumber.NotFound, status);
            Assert.Equal(Code.Named("script-200"), world.State(200)!.Code);
        }
    }

    private static byte[] Read(IActorKernel kernel, uint handle, ulong codec)
    {
        Says.Ok(kernel.Ipld.BlockStat(handle, out BlockStat stat));
        Assert.Equal(codec, stat.Codec);
        byte[] data = new byte[stat.Size];
        Says.Ok(kernel.Ipld.BlockRead(handle, 0, data, out _));
        return data;
    }
}
