using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution.Messages;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Messages;

/// <summary>What is checked before a message runs, and in which order (ref-fvm executor/default.rs preflight_message).</summary>
public class PreflightTests
{
    private const ulong Limit = 10_000_000;

    private static readonly TokenAmount Penalty = new TokenAmount(100) * Limit;
    private static readonly TokenAmount FeeCost = new TokenAmount(200) * Limit;

    [Fact]
    public void Inclusion_above_the_gas_limit_is_refused_with_7_and_costs_the_inclusion()
    {
        var world = new World();
        ApplyResult result = world.Call(World.Alice, 0, gasLimit: World.Inclusion - 1);
        Refused(result, 7, new TokenAmount(100) * World.Inclusion);
        Assert.Equal(0ul, world.State(World.AliceId)!.Nonce);
    }

    [Fact]
    public void Inclusion_equal_to_the_gas_limit_is_enough()
    {
        var world = new World();
        Says.Ends(world.Call(World.Alice, 0, gasLimit: World.Inclusion), 0, World.Inclusion);
    }

    [Fact]
    public void Sender_that_does_not_resolve_is_refused_with_1() => RefuseFrom(new World(), World.Key(7), 1);

    [Fact]
    public void Sender_that_does_not_exist_is_refused_with_1() => RefuseFrom(new World(), Address.FromId(777), 1);

    [Theory]
    [InlineData(BuiltinActor.Account, true)]
    [InlineData(BuiltinActor.EthAccount, true)]
    [InlineData(BuiltinActor.Multisig, false)]
    [InlineData(BuiltinActor.Evm, false)]
    [InlineData(BuiltinActor.System, false)]
    [InlineData(BuiltinActor.Placeholder, false)]
    public void Sender_must_be_an_account(BuiltinActor code, bool may)
    {
        var world = new World();
        world.Put(101, Code.Of(code), FeeCost);
        if (!may)
            RefuseFrom(world, Address.FromId(101), 1);
        else
            Says.Ends(world.Apply(From(world, Address.FromId(101))), 0);
    }

    [Theory]
    [InlineData(0ul, 10ul, true)]
    [InlineData(1ul, 10ul, false)]
    [InlineData(0ul, 11ul, false)]
    public void Placeholder_may_send_if_unused_and_of_the_Ethereum_namespace(ulong nonce, ulong space, bool may)
    {
        var world = new World();
        world.Put(101, Code.Placeholder, FeeCost, nonce, Address.FromDelegated(space, new byte[20]));
        Message message = From(world, Address.FromId(101)) with { Sequence = nonce };
        if (may)
        {
            Says.Ends(world.Apply(message), 0);
            Assert.Equal(Code.EthAccount, world.State(101)!.Code);
        }
        else
        {
            Refused(world.Apply(message), 1, Penalty);
            Assert.Equal(Code.Placeholder, world.State(101)!.Code);
        }
    }

    [Theory]
    [InlineData(4ul)]
    [InlineData(6ul)]
    public void Nonce_must_be_the_next_one(ulong nonce)
    {
        var world = new World();
        world.Put(101, Code.Account, FeeCost, nonce: 5);
        Refused(world.Apply(From(world, Address.FromId(101)) with { Sequence = nonce }), 2, Penalty);
        Says.Ends(world.Apply(From(world, Address.FromId(101)) with { Sequence = 5 }), 0);
    }

    [Fact]
    public void Sender_must_own_the_fee_cap_times_the_gas_limit()
    {
        var world = new World();
        world.Put(101, Code.Account, FeeCost - new TokenAmount(1));
        RefuseFrom(world, Address.FromId(101), 2);
        // Just enough: then there is nothing left for a value.
        world.Put(101, Code.Account, FeeCost);
        Says.Ends(world.Apply(From(world, Address.FromId(101)) with { Value = new TokenAmount(1) }), 6);
    }

    [Fact]
    public void Checks_come_in_order()
    {
        // Everything is wrong; each repair brings the next check to light.
        var world = new World();
        world.Put(101, Code.Of(BuiltinActor.Multisig), nonce: 3);
        Message message = From(world, Address.FromId(777)) with { Sequence = 9, GasLimit = 1 };
        Refused(world.Apply(message), 7, new TokenAmount(100) * World.Inclusion);
        message = message with { GasLimit = Limit };
        Refused(world.Apply(message), 1, Penalty);
        message = message with { From = Address.FromId(101) };
        Refused(world.Apply(message), 1, Penalty);
        world.Put(101, Code.Account, nonce: 3);
        Assert.Contains("sequence", Refused(world.Apply(message), 2, Penalty), StringComparison.Ordinal);
        message = message with { Sequence = 3 };
        Assert.Contains("balance", Refused(world.Apply(message), 2, Penalty), StringComparison.Ordinal);
        world.Put(101, Code.Account, FeeCost, nonce: 3);
        Says.Ends(world.Apply(message), 0);
    }

    [Fact]
    public void Refused_placeholder_is_no_Ethereum_account()
    {
        var world = new World();
        world.Put(101, Code.Placeholder, delegated: World.Ethereum(1));
        RefuseFrom(world, Address.FromId(101), 2);
        Assert.Equal(Code.Placeholder, world.State(101)!.Code);
    }

    [Fact]
    public void Nonce_fee_and_the_placeholders_code_survive_a_failing_message()
    {
        var world = new World();
        world.Put(101, Code.Placeholder, FeeCost, delegated: World.Ethereum(1));
        world.Register(World.Ethereum(1), 101);
        ApplyResult result = world.Apply(From(world, World.Ethereum(1)) with { To = Address.FromId(777) });
        Says.Ends(result, 5);
        ActorState sender = world.State(101)!;
        Assert.Equal(Code.EthAccount, sender.Code);
        Assert.Equal(1ul, sender.Nonce);
        Assert.Equal(result.Refund, sender.Balance);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul + long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void Gas_limit_outside_of_1_to_int64_has_no_receipt(ulong limit)
    {
        var world = new World();
        Assert.Throws<FatalException>(() => world.Call(World.Alice, gasLimit: limit));
        Assert.Throws<FatalException>(() => world.ApplyImplicit(world.Message(World.Alice, gasLimit: limit)));
    }

    [Fact]
    public void Fee_is_taken_before_the_message_runs()
    {
        var world = new World();
        TokenAmount before = world.Balance(World.AliceId);
        TokenAmount during = default;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Actor.BalanceOf(new ActorId(World.AliceId), out during));
            return Exit.Ok;
        });
        world.Call(actor, gasLimit: Limit);
        Assert.Equal(before - FeeCost, during);
    }

    private static Message From(World world, Address sender) => world.Message(World.Alice, gasLimit: Limit) with { From = sender, Sequence = 0 };

    private static void RefuseFrom(World world, Address sender, uint exitCode) => Refused(world.Apply(From(world, sender)), exitCode, Penalty);

    private static string Refused(ApplyResult result, uint exitCode, TokenAmount penalty)
    {
        Assert.True(result.Refused);
        Assert.Equal(new Receipt(new ExitCode(exitCode), ReadOnlyMemory<byte>.Empty, 0, null), result.Receipt);
        Assert.Equal(penalty, result.Penalty);
        Assert.Equal(TokenAmount.Zero, result.MinerTip + result.BaseFeeBurn + result.OverEstimationBurn + result.Refund);
        return result.Failure!;
    }
}
