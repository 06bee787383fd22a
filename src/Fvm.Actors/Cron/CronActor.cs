using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The cron actor (f03): calls those in its table at the end of each epoch. Source: builtin-actors <c>actors/cron/src/lib.rs</c>.</summary>
internal sealed class CronActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking<CronConstructorParams>(CronMethods.Constructor, Constructor),
        ActorMethod.Plain(CronMethods.EpochTick, EpochTick));

    public override string Name => "Cron";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, CronConstructorParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        runtime.State.Create(new CronState { Entries = parameters.Entries });
    }

    /// <summary>One that fails must not keep the others from their turn.</summary>
    private static void EpochTick(ActorRuntime runtime)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        foreach (CronEntry entry in runtime.State.Read<CronState>().Entries)
        {
            SendOutcome sent = runtime.Send(entry.Receiver, entry.MethodNum);
            if (!sent.IsSuccess)
                runtime.Log($"cron failed to send entry to {entry.Receiver}, send error code {sent.FailureCode}");
        }
    }
}
