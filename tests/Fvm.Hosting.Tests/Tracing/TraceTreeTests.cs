using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.Tests.Tracing;

public class TraceTreeTests
{
    private static readonly Cid Code = Cid.ForBlock(Multicodec.Raw, [1]);

    [Fact]
    public void Calls_nest_in_syscalls_and_gas_adds_up()
    {
        TraceMessage message = TraceTree.Build(
        [
            Gas("OnChainMessage", 100),
            Call(100, 101),
            new ActorInvoked(new ActorId(101), Code),
            Gas("OnMethodInvocation", 10),
            Gas("wasm_exec", 5),
            new SyscallEntered("send", "send", 0),
            Gas("OnSyscall", 2),
            Call(101, 102),
            new ActorInvoked(new ActorId(102), Code),
            Gas("OnMethodInvocation", 10),
            new EventEmitted(new StampedEvent(new ActorId(102), new ActorEvent([]))),
            new CallReturned(ExitCode.Ok, null),
            new SyscallLeft(SyscallStatus.Ok),
            Gas("wasm_exec", 3),
            new CallReturned(ExitCode.Ok, null),
        ]);
        Assert.Equal(100UL, message.Self.RoundUp());
        Assert.Equal(130UL, message.Total.RoundUp());
        TraceCall outer = message.Call!;
        Assert.Equal((20UL, 30UL), (outer.Self.RoundUp(), outer.Total.RoundUp()));
        TraceSyscall send = Assert.Single(outer.Children.OfType<TraceSyscall>());
        Assert.Equal((2UL, 12UL), (send.Self.RoundUp(), send.Total.RoundUp()));
        Assert.True(send.Status!.Value.IsOk);
        TraceCall inner = Assert.Single(send.Children.OfType<TraceCall>());
        Assert.Equal((10UL, 10UL), (inner.Self.RoundUp(), inner.Total.RoundUp()));
        Assert.Equal(102UL, Assert.Single(inner.Children.OfType<TraceNote>()).Actor!.Value.Value);
    }

    [Fact]
    public void A_fatal_error_leaves_syscalls_open_and_the_tree_closes_them()
    {
        TraceMessage message = TraceTree.Build(
        [
            Call(100, 101),
            new ActorInvoked(new ActorId(101), Code),
            new SyscallEntered("ipld", "block_open", 0),
            Gas("OnBlockOpenBase", 7),
            new CallRefused(ErrorNumber.Forbidden, "fatal"),
            Gas("late", 1),
        ]);
        Assert.Null(message.Call!.Children.OfType<TraceSyscall>().Single().Status);
        Assert.Equal(ErrorNumber.Forbidden, message.Call.Refused!.Error);
        Assert.Equal(7UL, message.Call.Total.RoundUp());
        Assert.Equal(8UL, message.Total.RoundUp());
    }

    [Fact]
    public void A_call_that_makes_an_account_shows_its_constructor()
    {
        TraceMessage message = TraceTree.Build(
        [
            Call(100, 5000),
            new ActorInvoked(new ActorId(200), Code),
            Gas("OnMethodInvocation", 1),
            new ActorInvoked(new ActorId(201), Code),
            new CallReturned(ExitCode.Ok, null),
        ]);
        Assert.Equal(201UL, message.Call!.Invoked!.Id.Value);
        Assert.Equal(200UL, Assert.Single(message.Call.Children.OfType<TraceNote>()).Actor!.Value.Value);
    }

    [Fact]
    public void The_trace_of_a_message_adds_up_to_its_gas()
    {
        var world = new CounterWorld();
        foreach (ulong limit in (ulong[])[10_000_000, 1_000_000, 900_000, 800_000])
        {
            Abi.Node.ApplyResult result = world.Builder().WithTracing(TraceDetail.Events).Build().Apply(CounterWorld.Add(0, gasLimit: limit));
            Assert.Equal(result.Receipt.GasUsed, TraceTree.Build(result.Trace).Total.RoundUp());
        }
    }

    [Fact]
    public void Syscalls_and_events_are_in_the_trace_with_what_came_of_them()
    {
        Abi.Node.ApplyResult result = new CounterWorld().Builder().WithTracing(TraceDetail.Events).Build().Apply(CounterWorld.Add(0));
        TraceCall call = TraceTree.Build(result.Trace).Call!;
        TraceSyscall[] syscalls = [.. call.Children.OfType<TraceSyscall>()];
        Assert.Contains(syscalls, syscall => syscall.Entered is { Module: "self", Name: "set_root" });
        Assert.All(syscalls, syscall => Assert.True(syscall.Status!.Value.IsOk));
        TraceSyscall emit = Assert.Single(syscalls, syscall => syscall.Entered.Name == "emit_event");
        var emitted = Assert.IsType<EventEmitted>(Assert.Single(emit.Children.OfType<TraceNote>()).Happened);
        Assert.Equal("counted", emitted.Event.Event.Entries[0].Key);
    }

    private static GasCharged Gas(string name, ulong gas) => new(name, GasAmount.FromGas(gas));

    private static CallStarted Call(ulong from, ulong to) =>
        new(new ActorId(from), Address.FromId(to), 2, null, TokenAmount.Zero, 1000, ReadOnly: false);
}
