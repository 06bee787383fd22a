using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>How invocations end, as callers and receipts see it (vm-facts 6.6).</summary>
public class ExitTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(9u)]
    [InlineData(16u)]
    [InlineData(uint.MaxValue)]
    public void Exit_code_reaches_caller_and_receipt_with_its_data(uint code)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) => Exit.With(code, Exit.Data(kernel, 7, 8).Block));
        world.Inside(kernel =>
        {
            SendResult result = kernel.Send(callee);
            Assert.Equal(new SendResult(new ExitCode(code), 1, new BlockStat(Multicodec.Raw, 2)), result);
            byte[] data = new byte[2];
            Says.Ok(kernel.Ipld.BlockRead(result.Handle, 0, data, out _));
            Assert.Equal([7, 8], data);
        });
        ApplyResult top = world.Call(callee);
        Says.Ends(top, code);
        Assert.Equal([7, 8], top.Receipt.ReturnData.ToArray());
        Assert.Equal(code == 0, top.Failure is null);
    }

    [Fact]
    public void Nothing_returned_is_handle_0()
    {
        var world = new World();
        Address callee = world.Actor(201, (_, _) => Exit.Ok);
        world.Inside(kernel => Assert.Equal(new SendResult(ExitCode.Ok, 0, default), kernel.Send(callee)));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void Returning_a_block_that_does_not_exist_is_exit_11(uint handle)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Placeholder));
            return Exit.Return(handle);
        });
        world.Inside(kernel => Assert.Equal(new SendResult(ExitCode.SysMissingReturn, 0, default), kernel.Send(callee)));
        Says.Ends(world.Call(callee), 11);
        Assert.NotEqual(Code.Placeholder, world.State(201)!.Head);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(16u)]
    public void Exiting_with_a_block_that_does_not_exist_is_fatal(uint code)
    {
        var world = new World();
        Address callee = world.Actor(201, (_, _) => Exit.With(code, handle: 1));
        Says.Ends(world.Call(callee, gasLimit: 3_000_000), 10, 3_000_000);
    }

    [Fact]
    public void Handle_of_the_caller_means_nothing_to_the_callee()
    {
        var world = new World();
        Address callee = world.Actor(201, (_, _) => Exit.Return(2));
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, [1], out uint _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, [2], out uint _));
            Assert.Equal(ExitCode.SysMissingReturn, kernel.Send(callee).ExitCode);
        });
    }

    [Theory]
    [InlineData("fatal")]
    [InlineData("missing state")]
    [InlineData("exit with a bad block")]
    public void Fatal_error_in_a_nested_call_kills_the_whole_message(string kind)
    {
        var world = new World();
        bool survived = false;
        Address leaf = world.Actor(202, (kernel, _) => kind switch
        {
            "fatal" => throw new FatalException("broken"),
            "missing state" => kernel.Ipld.BlockOpen(Cid.ForBlock(Multicodec.Raw, [9]), out uint _, out BlockStat _).IsOk ? Exit.Ok : Exit.Ok,
            _ => Exit.With(16, 5),
        });
        Address middle = world.Actor(201, (kernel, _) =>
        {
            kernel.Send(leaf, gasLimit: GasAmount.FromGas(5_000_000));
            survived = true;
            return Exit.Ok;
        });
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Placeholder));
            Says.Ok(kernel.Event.EmitEncodedEvent([0x80]));
            kernel.Send(middle);
            survived = true;
            return Exit.Ok;
        });
        ApplyResult result = world.Call(actor, gasLimit: 20_000_000);
        Says.Ends(result, 10, 20_000_000);
        Assert.False(survived);
        Assert.True(result.Receipt.ReturnData.IsEmpty);
        Assert.Null(result.Receipt.EventsRoot);
        Assert.NotEqual(Code.Placeholder, world.State(200)!.Head);
        // The machine goes on.
        Says.Ends(world.Call(World.Alice, 0), 0, World.Inclusion);
    }

    [Fact]
    public void Actor_without_code_is_fatal()
    {
        var world = new World();
        world.Put(101, Code.Named("nothing"));
        Says.Ends(world.Call(Address.FromId(101), gasLimit: 3_000_000), 10, 3_000_000);
        // A plain transfer needs none.
        Says.Ends(world.Call(Address.FromId(101), 0), 0);
    }

    [Fact]
    public void Return_value_is_charged_at_the_top_only_and_running_out_there_is_exit_7()
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Placeholder));
            return Exit.Data(kernel, new byte[10]);
        });
        world.Inside(kernel => Assert.Equal(75_000_000ul + 500_000_000 + 475_000_000 + 100_000, kernel.Cost(() => kernel.Send(callee))));
        world.Put(201, Code.Named("script-201"));

        ulong gas = World.Inclusion + 75_000 + 475_000 + 100 + 13_000;
        ApplyResult poor = world.Call(callee, gasLimit: gas - 1);
        Says.Ends(poor, 7, gas - 1);
        Assert.True(poor.Receipt.ReturnData.IsEmpty);
        Assert.NotEqual(Code.Placeholder, world.State(201)!.Head);
        Says.Ends(world.Call(callee, gasLimit: gas), 0, gas);
        Assert.Equal(Code.Placeholder, world.State(201)!.Head);
    }

    [Fact]
    public void Empty_return_block_is_a_block_and_costs_nothing()
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) => Exit.Data(kernel));
        world.Inside(kernel => Assert.Equal(1u, kernel.Send(callee).Handle));
        Says.Ends(world.Call(callee), 0, World.Inclusion + 75_000);
    }

    [Theory]
    [InlineData(ErrorNumber.NotFound, 5u)]
    [InlineData(ErrorNumber.InsufficientFunds, 6u)]
    [InlineData(ErrorNumber.IllegalArgument, 10u)]
    public void Message_that_cannot_be_dispatched_has_an_exit_code_for_its_error(ErrorNumber error, uint exitCode)
    {
        var world = new World();
        Message message = error switch
        {
            ErrorNumber.NotFound => world.Message(Address.FromId(777)),
            ErrorNumber.InsufficientFunds => world.Message(World.Alice, value: TokenAmount.FromFil(2_000_000)),
            _ => world.Message(Address.BlsZero),
        };
        ApplyResult result = world.Apply(message);
        Says.Ends(result, exitCode);
        Assert.Contains(error.ToString(), result.Failure, StringComparison.Ordinal);
        Assert.False(result.Refused);
    }

    [Theory]
    [InlineData(0ul, new byte[] { 1 }, 1u)]
    [InlineData(2ul, new byte[] { 1 }, 1u)]
    [InlineData(2ul, new byte[0], 0u)]
    public void Parameters_are_cbor_and_empty_ones_are_none(ulong method, byte[] parameters, uint handle)
    {
        var world = new World { Context = new World().Context with { Tracing = true } };
        uint seen = 0;
        Address actor = world.Actor(200, (kernel, given) =>
        {
            seen = given;
            if (given != 0)
            {
                Says.Ok(kernel.Ipld.BlockStat(given, out BlockStat stat));
                Assert.Equal(new BlockStat(Multicodec.Cbor, 1), stat);
            }

            return Exit.Ok;
        });
        ApplyResult result = world.Call(actor, method, parameters: parameters);
        Says.Ends(result, 0);
        var call = (Abi.Tracing.CallStarted)result.Trace[1];
        Assert.Equal(handle == 0 ? null : method == 0 ? Multicodec.Raw : Multicodec.Cbor, call.Parameters?.Codec);
        Assert.Equal(method == 0 ? 0 : handle, seen);
    }
}
