using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>Moving value (vm-facts 6.4).</summary>
public class ValueTransferTests
{
    private const ulong Bob = 101;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Value_moves_before_the_callee_runs(int amount)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
            Says.Ok(kernel.Message.Context(out MessageContext context));
            Assert.Equal(new TokenAmount(amount + 3), balance);
            Assert.Equal(new TokenAmount(amount), context.ValueReceived);
            return Exit.Ok;
        }, new TokenAmount(3));
        world.Inside(kernel => Says.Ok(Send(kernel, callee, 2, amount)));
        Assert.Equal((new TokenAmount(10 - amount), new TokenAmount(3 + amount)), (world.Balance(200), world.Balance(201)));
    }

    [Fact]
    public void More_than_the_balance_is_refused_with_5()
    {
        var world = new World();
        world.Put(Bob, Code.Account);
        world.Inside(kernel => Says.Refuses(ErrorNumber.InsufficientFunds, Send(kernel, Address.FromId(Bob), 0, 11)));
        Says.Ends(world.Call(Address.FromId(Bob), 0, TokenAmount.FromFil(1_000_001)), 6, World.Inclusion + 6_000);
    }

    [Fact]
    public void To_oneself_only_the_balance_counts()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            Assert.Equal(6_000_000ul, kernel.Cost(() => Says.Ok(Send(kernel, Address.FromId(200), 0, 10))));
            Says.Refuses(ErrorNumber.InsufficientFunds, Send(kernel, Address.FromId(200), 0, 11));
        });
        Assert.Equal(new TokenAmount(10), world.Balance(200));
    }

    [Fact]
    public void Negative_value_is_refused_with_1()
    {
        var world = new World();
        Says.Ends(world.Call(Address.FromId(99), 0, new TokenAmount(-1)), 10, World.Inclusion + 6_000);
        world.Inside(kernel => Says.Refuses(ErrorNumber.IllegalArgument, Send(kernel, Address.FromId(200), 0, -1)));
    }

    [Fact]
    public void Missing_receiver_is_refused_with_6_before_the_transfer_is_charged()
    {
        var world = new World();
        world.Inside(kernel => Assert.Equal(500_000_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.NotFound, Send(kernel, Address.FromId(777), 0, 1)))));
    }

    /// <summary>Parties that are missing can be met only below a send, where an actor destroys itself.</summary>
    [Fact]
    public void Missing_sender_is_refused_with_5_and_missing_receiver_with_6()
    {
        var world = new World();
        world.Put(Bob, Code.Account, new TokenAmount(5));
        (MessageSession session, _) = world.Open();
        var state = new PricedState(session);
        var missing = new ActorId(777);
        Says.Refuses(ErrorNumber.InsufficientFunds, state.Transfer(missing, new ActorId(Bob), new TokenAmount(1)));
        Says.Refuses(ErrorNumber.InsufficientFunds, state.Transfer(missing, missing, TokenAmount.Zero));
        Says.Refuses(ErrorNumber.NotFound, state.Transfer(new ActorId(Bob), missing, new TokenAmount(5)));
        // Poor and to nobody: the sender is looked at first.
        Says.Refuses(ErrorNumber.InsufficientFunds, state.Transfer(new ActorId(Bob), missing, new TokenAmount(6)));
        Assert.Equal(new TokenAmount(5), world.Balance(Bob));
    }

    [Fact]
    public void Failing_callee_gives_the_value_back()
    {
        var world = new World();
        Address callee = world.Actor(201, (_, _) => Exit.With(20));
        world.Inside(kernel =>
        {
            Says.Ok(Send(kernel, callee, 2, 4));
            Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
            Assert.Equal(new TokenAmount(10), balance);
        });
        Assert.Equal(TokenAmount.Zero, world.Balance(201));
    }

    private static SyscallStatus Send(IActorKernel kernel, Address to, ulong method, int value) =>
        kernel.Send.Send(to, method, 0, new TokenAmount(value), null, false, out SendResult _);
}
