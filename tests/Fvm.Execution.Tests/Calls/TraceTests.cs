using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>The order of charges (vm-facts 3.4), as traces tell it.</summary>
public class TraceTests
{
    [Fact]
    public void Plain_call()
    {
        World world = Traced();
        Address actor = world.Actor(200, (kernel, _) => Exit.Data(kernel, 1));
        Story(
            world.Call(actor),
            "OnChainMessage 690663",
            "call f0100 f0200 2",
            "invoke f0200",
            "OnMethodInvocation 75000",
            "OnBlockCreate 10",
            "OnChainReturnValue 1300",
            "return 0");
    }

    [Fact]
    public void Value_send_that_makes_an_account()
    {
        World world = Traced();
        world.OnConstructAccount((kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("wasm_exec", GasAmount.FromGas(5)));
            return Exit.Ok;
        });
        Story(
            world.Call(World.Key(9), 0, new TokenAmount(1)),
            "OnChainMessage 690663",
            $"call f0100 {World.Key(9)} 0",
            "OnCreateActor 2700000",
            "OnActorLookup 500000",
            "OnActorUpdate 475000",
            "invoke f05000",
            "OnMethodInvocation 75000",
            "wasm_exec 5",
            "invoke f05000",
            "OnValueTransfer 6000",
            "return 0");
    }

    [Fact]
    public void Value_send_that_makes_a_placeholder()
    {
        World world = Traced();
        Story(
            world.Call(World.Ethereum(9), 0, new TokenAmount(1)),
            "OnChainMessage 690663",
            $"call f0100 {World.Ethereum(9)} 0",
            "OnCreateActor 2700000",
            "OnActorLookup 500000",
            "OnActorUpdate 475000",
            "invoke f05000",
            "OnValueTransfer 6000",
            "return 0");
    }

    [Fact]
    public void Nested_value_send_to_a_known_address()
    {
        World world = Traced();
        world.Put(101, Code.Account);
        world.Register(World.Key(2), 101);
        Address actor = world.Actor(
            200,
            (kernel, _) =>
            {
                Says.Ok(kernel.Send.Send(World.Key(2), 0, 0, new TokenAmount(1), GasAmount.FromGas(2_000_000), false, out Abi.Kernel.SendResult _));
                return Exit.Ok;
            },
            new TokenAmount(5));
        ApplyResult result = world.Call(actor);
        Story(
            result,
            "OnChainMessage 690663",
            "call f0100 f0200 2",
            "invoke f0200",
            "OnMethodInvocation 75000",
            $"call f0200 {World.Key(2)} 0",
            "OnResolveAddress 0",
            "OnActorLookup 500000",
            "invoke f0101",
            "OnValueTransfer 6000",
            "OnActorUpdate 475000",
            "OnActorUpdate 475000",
            "return 0",
            "return 0");
        CallStarted[] calls = [.. result.Trace.OfType<CallStarted>()];
        Assert.Equal([1_000_000_000 - World.Inclusion, 2_000_000], calls.Select(static call => call.GasLimit));
    }

    [Fact]
    public void Refusal_out_of_gas_and_fatal_error()
    {
        World world = Traced();
        Story(world.Call(Address.FromId(777)), "OnChainMessage 690663", "call f0100 f0777 2", "error 6");

        Address greedy = world.Actor(201, (kernel, _) => kernel.Gas.Charge("greed", GasAmount.FromGas(2_000_000)).IsOk ? Exit.Ok : Exit.OutOfGas);
        Story(
            world.Call(greedy, gasLimit: 1_000_000),
            "OnChainMessage 690663", "call f0100 f0201 2", "invoke f0201", "OnMethodInvocation 75000", "greed 2000000", "return 7");

        Address broken = world.Actor(202, (_, _) => throw new FatalException("broken"));
        Address caller = world.Actor(203, (kernel, _) => Exit.With(kernel.Send(broken).ExitCode.Value));
        Story(
            world.Call(caller),
            "OnChainMessage 690663",
            "call f0100 f0203 2",
            "invoke f0203",
            "OnMethodInvocation 75000",
            "call f0203 f0202 2",
            "OnActorLookup 500000",
            "invoke f0202",
            "OnMethodInvocation 75000",
            "error 11",
            "error 11");
    }

    [Fact]
    public void Refusal_by_depth()
    {
        var world = new World { Context = new World().Context with { Tracing = true, MaxCallDepth = 1 } };
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.LimitExceeded, kernel.Send.Send(World.Alice, 0, 0, default, null, false, out Abi.Kernel.SendResult _));
            return Exit.Ok;
        });
        Story(
            world.Call(actor),
            "OnChainMessage 690663", "call f0100 f0200 2", "invoke f0200", "OnMethodInvocation 75000", "call f0200 f0100 0", "error 3", "return 0");
    }

    [Fact]
    public void Implicit_message()
    {
        World world = Traced();
        Story(world.ApplyImplicit(world.Message(World.Alice)), "none 0", "call f0100 f0100 0", "invoke f0100", "return 0");
    }

    [Fact]
    public void Without_tracing_there_is_none()
    {
        var world = new World();
        Assert.Empty(world.Call(World.Alice, 0).Trace);
    }

    private static World Traced() => new() { Context = new World().Context with { Tracing = true } };

    private static void Story(ApplyResult result, params string[] lines) => Assert.Equal(lines, Says.Lines(result.Trace));
}
