using Fvm.Actors.Runtime;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

/// <summary>The execution gas of native actors is a table that was measured (tools/GasCalibration), not a guess.</summary>
public class ScheduleTests
{
    [Theory]
    [InlineData(BuiltinActor.System)]
    [InlineData(BuiltinActor.Init)]
    [InlineData(BuiltinActor.Cron)]
    [InlineData(BuiltinActor.Account)]
    [InlineData(BuiltinActor.Reward)]
    [InlineData(BuiltinActor.Multisig)]
    [InlineData(BuiltinActor.PaymentChannel)]
    [InlineData(BuiltinActor.VerifiedRegistry)]
    [InlineData(BuiltinActor.DataCap)]
    [InlineData(BuiltinActor.EthAccount)]
    [InlineData(BuiltinActor.Eam)]
    [InlineData(BuiltinActor.Evm)]
    public void Every_actor_was_measured(BuiltinActor type)
    {
        var actor = Assert.IsAssignableFrom<NativeActor>(NativeActors.Get(type));
        Assert.NotSame(ExecutionSchedule.Unmeasured, actor.Schedule);
        Assert.False(actor.Schedule.Instance.IsZero);
        // A name that no method has would be a price that nobody pays.
        string[] methods = [.. actor.Methods.Methods.Select(method => method.Id.Name)];
        Assert.All(actor.Schedule.Methods.Keys, name => Assert.Contains(name, methods));
    }

    [Fact]
    public void Actors_that_nobody_measured_have_figures_all_the_same() => Assert.Same(ExecutionSchedule.Unmeasured, new Nobody().Schedule);

    private sealed class Nobody : NativeActor
    {
        public override string Name => "nobody measured this";

        public override MethodTable Methods { get; } = new();
    }
}
