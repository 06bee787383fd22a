using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Sends as actors make them: what is looked at before a call begins.</summary>
public class SendOpsTests
{
    [Theory]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void Unknown_parameter_handle_is_refused_with_7(uint handle) => new World().Inside(kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(
            ErrorNumber.InvalidHandle, kernel.Send.Send(Address.FromId(777), 2, handle, TokenAmount.Zero, null, false, out SendResult _)))));

    [Theory]
    [InlineData(Multicodec.Raw)]
    [InlineData(Multicodec.DagCbor)]
    public void Parameters_keep_their_codec(ulong codec)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, given) =>
        {
            Says.Ok(kernel.Ipld.BlockStat(given, out BlockStat stat));
            Assert.Equal(new BlockStat(codec, 2), stat);
            return Exit.Return(given);
        });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(codec, [1, 2], out uint handle));
            Says.Ok(kernel.Send.Send(callee, 2, handle, TokenAmount.Zero, null, false, out SendResult result));
            Assert.Equal(new SendResult(ExitCode.Ok, 2, new BlockStat(codec, 2)), result);
        });
    }

    [Fact]
    public void Callee_sees_who_calls_with_what()
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, given) =>
        {
            Assert.Equal(0u, given);
            Says.Ok(kernel.Message.Context(out MessageContext context));
            Assert.Equal(
                new MessageContext(
                    new ActorId(World.AliceId), 0, new ActorId(200), new ActorId(201), ulong.MaxValue, new TokenAmount(3), new TokenAmount(1), false),
                context);
            return Exit.Ok;
        });
        world.Inside(kernel => Says.Ok(kernel.Send.Send(callee, ulong.MaxValue, 0, new TokenAmount(3), null, false, out SendResult _)));
    }

    [Theory]
    [InlineData(100, 200, 1, 1)]
    [InlineData(100, 200, 500, 100)] // the cap less the base fee
    [InlineData(100, 100, 500, 0)]
    [InlineData(100, 50, 500, 0)] // never below zero
    public void Premium_that_actors_see_is_the_effective_one(int baseFee, int feeCap, int premium, int seen)
    {
        var world = new World { Context = new World().Context with { BaseFee = new TokenAmount(baseFee) } };
        TokenAmount actual = new(-1);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            actual = context.GasPremium;
            return Exit.Ok;
        });
        Says.Ends(world.Apply(world.Message(actor, 2) with { GasFeeCap = new TokenAmount(feeCap), GasPremium = new TokenAmount(premium) }), 0);
        Assert.Equal(new TokenAmount(seen), actual);
    }

    [Fact]
    public void Actor_can_call_itself()
    {
        var world = new World();
        int depth = 0;
        Address actor = world.Actor(200, (kernel, _) => ++depth < 4 ? Exit.With(kernel.Send(Address.FromId(200)).ExitCode.Value + 1) : Exit.With(16));
        Says.Ends(world.Call(actor), 19);
    }
}
