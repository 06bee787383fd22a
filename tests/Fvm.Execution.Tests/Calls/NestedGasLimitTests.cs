using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>Sends with a gas limit of their own, and where "out of gas" ends (vm-facts 3.1, 6.6, 8 #9).</summary>
public class NestedGasLimitTests
{
    [Fact]
    public void Out_of_gas_under_a_limit_is_the_callees_exit_7()
    {
        var world = new World();
        Address greedy = Greedy(world);
        world.Inside(kernel =>
        {
            ulong cost = kernel.Cost(() =>
            {
                SendResult result = kernel.Send(greedy, gasLimit: GasAmount.FromGas(600_000));
                Assert.Equal((ExitCode.SysOutOfGas, 0u), (result.ExitCode, result.Handle));
            });
            Assert.Equal(600_000_000ul, cost);
        });
    }

    [Theory]
    [InlineData(0ul, false)]
    [InlineData(1ul, true)]
    public void A_single_milligas_decides_whether_the_caller_goes_on(ulong left, bool goesOn)
    {
        var world = new World();
        Address greedy = Greedy(world);
        bool reached = false;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            var limit = new GasAmount(600_000_000);
            Says.Ok(kernel.Gas.Charge("burn", kernel.Gas.Available - limit - new GasAmount(left)));
            SyscallStatus status = kernel.Send.Send(greedy, 2, 0, TokenAmount.Zero, limit, false, out SendResult result);
            if (status.Outcome == SyscallOutcome.OutOfGas)
                return Exit.OutOfGas;
            Says.Ok(status);
            Assert.Equal(ExitCode.SysOutOfGas, result.ExitCode);
            Assert.Equal(left, kernel.Gas.Available.Milligas);
            reached = true;
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor, gasLimit: 5_000_000), goesOn ? 0u : 7u, 5_000_000);
        Assert.Equal(goesOn, reached);
    }

    [Fact]
    public void Out_of_gas_without_a_limit_ends_the_caller_too()
    {
        var world = new World();
        Address greedy = Greedy(world);
        SyscallStatus seen = default;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            seen = kernel.Send.Send(greedy, 2, 0, TokenAmount.Zero, null, false, out SendResult _);
            return Exit.OutOfGas;
        });
        Says.Ends(world.Call(actor, gasLimit: 5_000_000), 7, 5_000_000);
        Assert.Equal(SyscallOutcome.OutOfGas, seen.Outcome);
    }

    [Fact]
    public void The_limit_holds_below_the_callee()
    {
        var world = new World();
        Address greedy = Greedy(world);
        Address middle = world.Actor(202, (kernel, _) =>
            kernel.Send.Send(greedy, 2, 0, TokenAmount.Zero, GasAmount.Max, false, out SendResult _).Outcome == SyscallOutcome.OutOfGas
                ? Exit.OutOfGas
                : Exit.Ok);
        world.Inside(kernel =>
        {
            ulong cost = kernel.Cost(() =>
                Assert.Equal(ExitCode.SysOutOfGas, kernel.Send(middle, gasLimit: GasAmount.FromGas(2_000_000)).ExitCode));
            Assert.Equal(2_000_000_000ul, cost);
        });
    }

    [Fact]
    public void What_a_callee_leaves_comes_back()
    {
        var world = new World();
        Address modest = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(GasAmount.FromGas(1_000_000 - 575_000), kernel.Gas.Available);
            Says.Ok(kernel.Gas.Charge("modest", new GasAmount(1)));
            return Exit.With(30);
        });
        world.Inside(kernel =>
            Assert.Equal(575_000_001ul, kernel.Cost(() =>
                Assert.Equal(new ExitCode(30), kernel.Send(modest, gasLimit: GasAmount.FromGas(1_000_000)).ExitCode))));
    }

    [Fact]
    public void Charges_before_the_code_count_against_the_limit()
    {
        // Less than the lookup of the callee: the send itself is what runs out.
        var world = new World();
        Address callee = world.Actor(201, (_, _) => Exit.Ok);
        world.Inside(kernel =>
            Assert.Equal(499_999_000ul, kernel.Cost(() =>
                Assert.Equal(ExitCode.SysOutOfGas, kernel.Send(callee, gasLimit: GasAmount.FromGas(499_999)).ExitCode))));
    }

    private static Address Greedy(World world) => world.Actor(201, (kernel, _) =>
        kernel.Gas.Charge("greed", GasAmount.Max).IsOk ? Exit.Ok : Exit.OutOfGas);
}
