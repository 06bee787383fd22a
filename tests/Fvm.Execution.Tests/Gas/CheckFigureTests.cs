using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Gas;

/// <summary>Whole messages with the gas figures of ../shared/reference/vm-facts.md 3.7 for nv18 to nv20, which recorded vectors confirm.</summary>
public class CheckFigureTests
{
    private const ulong Bob = 101;

    private static readonly TokenAmount Atto = new(1);

    [Theory]
    [InlineData(1ul)]
    [InlineData(100ul)]
    [InlineData(5_000ul)]
    public void Send_of_nothing_to_an_existing_receiver_costs_its_inclusion(ulong length)
    {
        var world = new World();
        world.Put(Bob, Code.Account);
        Says.Ends(world.Apply(world.Message(Address.FromId(Bob)), length), 0, 560_663 + (1_300 * length));
    }

    [Theory]
    [InlineData(18u)]
    [InlineData(20u)]
    [InlineData(21u)]
    [InlineData(25u)]
    [InlineData(29u)]
    public void Send_of_value_to_an_existing_receiver_adds_481_000(uint version)
    {
        World world = World.At(version);
        world.Put(Bob, Code.Account);
        Says.Ends(world.Call(Address.FromId(Bob), method: 0, value: Atto), 0, World.Inclusion + 481_000);
        Assert.Equal(Atto, world.Balance(Bob));
    }

    [Fact]
    public void Send_of_value_to_a_key_address_that_exists_costs_the_same()
    {
        var world = new World();
        world.Put(Bob, Code.Account);
        world.Register(World.Key(2), Bob);
        Says.Ends(world.Call(World.Key(2), method: 0, value: Atto), 0, World.Inclusion + 481_000);
    }

    [Theory]
    [InlineData(2ul)]
    [InlineData(99ul)]
    public void Send_of_value_to_a_preloaded_actor_adds_6_000(ulong preloaded)
    {
        var world = new World();
        Says.Ends(world.Call(Address.FromId(preloaded), method: 0, value: Atto), 0, World.Inclusion + 6_000);
    }

    [Fact]
    public void Send_of_value_to_oneself_adds_6_000()
    {
        var world = new World();
        Says.Ends(world.Call(World.Alice, method: 0, value: Atto), 0, World.Inclusion + 6_000);
    }

    [Fact]
    public void Send_of_value_to_an_unknown_f410_address_makes_a_placeholder()
    {
        var world = new World();
        ApplyResult result = world.Call(World.Ethereum(1), method: 0, value: Atto);
        Says.Ends(result, 0, World.Inclusion + 2_700_000 + 975_000 + 6_000);
        ActorState made = world.State(World.InitialNextId)!;
        Assert.Equal(new ActorState(Code.Placeholder, StateRoot.EmptyInfoCid, 0, Atto, World.Ethereum(1)), made);
    }

    [Fact]
    public void Send_to_an_unknown_key_address_pays_for_the_constructor_too()
    {
        var world = new World();
        // What the constructor's wasm costs comes on top.
        Says.Ends(world.Call(World.Key(9), method: 0, value: Atto), 0, World.Inclusion + 2_700_000 + 975_000 + 75_000 + 6_000);
        Assert.Equal(new ActorState(Code.Account, StateRoot.EmptyInfoCid, 0, Atto, null), world.State(World.InitialNextId));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(2ul)]
    public void Message_to_an_id_that_does_not_exist_costs_its_inclusion_and_ends_with_5(ulong method)
    {
        // An f0 address always resolves, so the receiver counts as read.
        var world = new World();
        Says.Ends(world.Call(Address.FromId(777), method), 5, World.Inclusion);
    }

    [Fact]
    public void Call_without_value_adds_75_000()
    {
        var world = new World();
        Address actor = world.Actor(200, (_, _) => Exit.Ok);
        Says.Ends(world.Call(actor), 0, World.Inclusion + 75_000);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(16u)]
    public void Return_value_adds_1_300_a_byte_whatever_the_exit_code(uint exitCode)
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) => Exit.With(exitCode, Exit.Data(kernel, 1, 2, 3).Block));
        ApplyResult result = world.Call(actor);
        Says.Ends(result, exitCode, World.Inclusion + 75_000 + 30 + (3 * 1_300));
        Assert.Equal([1, 2, 3], result.Receipt.ReturnData.ToArray());
    }

    [Fact]
    public void Milligas_are_rounded_up_at_the_end_only()
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("a", new Abi.GasAmount(1)));
            Says.Ok(kernel.Gas.Charge("b", new Abi.GasAmount(1)));
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor), 0, World.Inclusion + 75_001);
    }
}
