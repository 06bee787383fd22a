using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>How deep calls go: 1024 frames with the outermost, then errno 3 (vm-facts 6.6).</summary>
public class CallDepthTests
{
    [Fact]
    public void A_call_stack_has_1024_frames()
    {
        int frames = 0;
        SyscallStatus last = default;
        OnDeepStack(world => world.Call(Recursive(world, null, status => last = status, () => frames++), gasLimit: 10_000_000_000));
        Assert.Equal(1024, frames);
        Says.Refuses(ErrorNumber.LimitExceeded, last);
    }

    [Fact]
    public void The_constructor_of_an_account_adds_no_depth()
    {
        var world = new World { Context = new World().Context with { MaxCallDepth = 2 } };
        bool constructed = false;
        world.OnConstructAccount((_, _) =>
        {
            constructed = true;
            return Exit.Ok;
        });
        world.Inside(kernel => kernel.Send(World.Key(9), method: 0));
        Assert.True(constructed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Depth_is_counted_down_again(int depth)
    {
        var world = new World { Context = new World().Context with { MaxCallDepth = depth } };
        Address leaf = world.Actor(202, (_, _) => Exit.Ok);
        Address middle = world.Actor(201, (kernel, _) => Ask(kernel, leaf) == (depth > 2) ? Exit.Ok : Exit.With(99));
        world.Inside(kernel =>
        {
            for (int i = 0; i < 3; i++)
                Assert.Equal(depth > 1, Ask(kernel, middle));
        });

        static bool Ask(IActorKernel kernel, Address to)
        {
            SyscallStatus status = kernel.Send.Send(to, 2, 0, TokenAmount.Zero, null, false, out SendResult result);
            Assert.Equal(ExitCode.Ok, result.ExitCode);
            return status.IsOk;
        }
    }

    /// <summary>
    /// FVM v3 pushes the limit of a refused send and never pops it: the caller goes on under it, and what its callers pop is not theirs.
    /// </summary>
    [Fact]
    public void Refusal_by_depth_leaks_the_gas_limit()
    {
        var world = new World { Context = new World().Context with { MaxCallDepth = 1 } };
        ApplyResult result = world.Call(
            world.Actor(200, (kernel, _) =>
            {
                Says.Refuses(ErrorNumber.LimitExceeded, Send(kernel, GasAmount.FromGas(1_000)));
                Assert.Equal(GasAmount.FromGas(1_000), kernel.Gas.Available);
                Says.Ok(kernel.Gas.Charge("rest", GasAmount.FromGas(400)));
                // Without a limit nothing leaks.
                Says.Refuses(ErrorNumber.LimitExceeded, Send(kernel, null));
                Assert.Equal(GasAmount.FromGas(600), kernel.Gas.Available);
                return Exit.Ok;
            }));
        // The receipt tells what was used since the leaked limit was set.
        Says.Ends(result, 0, 400);

        static SyscallStatus Send(IActorKernel kernel, GasAmount? limit) =>
            kernel.Send.Send(World.Alice, 0, 0, TokenAmount.Zero, limit, false, out SendResult _);
    }

    [Fact]
    public void A_leaked_limit_is_popped_by_a_caller_that_set_one()
    {
        var world = new World { Context = new World().Context with { MaxCallDepth = 2 } };
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.LimitExceeded, kernel.Send.Send(World.Alice, 0, 0, TokenAmount.Zero, GasAmount.FromGas(10), false, out SendResult _));
            Says.Ok(kernel.Gas.Charge("inner", GasAmount.FromGas(4)));
            return Exit.Ok;
        });
        ApplyResult result = world.Call(world.Actor(200, (kernel, _) =>
        {
            kernel.Send(callee, gasLimit: GasAmount.FromGas(1_000_000));
            // The pop ended the leaked limit: this frame still runs under the one that it set for its callee.
            Assert.Equal(GasAmount.FromGas(1_000_000 - 575_000 - 4), kernel.Gas.Available);
            return Exit.Ok;
        }));
        Says.Ends(result, 0, 575_004);
    }

    private static Address Recursive(World world, GasAmount? limit, Action<SyscallStatus> refused, Action entered)
    {
        return world.Actor(200, Enter);

        ActorExit Enter(IActorKernel kernel, uint parameters)
        {
            entered();
            SyscallStatus status = kernel.Send.Send(Address.FromId(200), 2, 0, TokenAmount.Zero, limit, false, out _);
            if (!status.IsOk)
                refused(status);
            return Exit.Ok;
        }
    }

    private static void OnDeepStack(Action<World> story)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => story(new World())), 64 << 20);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
