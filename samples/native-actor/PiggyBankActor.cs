using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace PiggyBank;

/// <summary>A piggy bank: everybody may put FIL in, its owner may take all of it out, once there is enough.</summary>
internal sealed class PiggyBankActor : NativeActor
{
    /// <summary>The dispatch table: a line a method. Numbers that are hashes of names (FRC-0042) may be called by everybody, small ones by built-in actors only.</summary>
    public override MethodTable Methods { get; } = new(
        ActorMethod.Taking<PiggyBankParams>(MethodId.Constructor, Constructor),
        ActorMethod.Plain(Deposit, PutIn),
        ActorMethod.Returning(Withdraw, TakeOut),
        ActorMethod.Returning(Saved, Tell));

    public override string Name => "PiggyBank";

    public static MethodId Deposit { get; } = MethodId.Hashed("Deposit");

    public static MethodId Withdraw { get; } = MethodId.Hashed("Withdraw");

    public static MethodId Saved { get; } = MethodId.Hashed("Saved");

    private static void Constructor(ActorRuntime runtime, PiggyBankParams parameters)
    {
        // Every method validates its caller exactly once; one that forgets exits with 24.
        runtime.Caller.RequireIs(SingletonActors.Init);
        runtime.State.Create(new PiggyBankState { Owner = parameters.Owner, Goal = parameters.Goal });
    }

    private static void PutIn(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        TokenAmount value = runtime.Message.ValueReceived;
        if (value.IsZero)
            Abort.IllegalArgument("there is nothing to put in");

        // A transaction reads the state, and writes it when the lambda ends; when it aborts, nothing happened.
        runtime.State.Transaction((PiggyBankState state) => state.Saved += value);
        runtime.Emit(new EventBuilder("deposit").Indexed("from", runtime.Message.Caller.Value).Field("amount", value.Atto));
    }

    private static TokenAmount TakeOut(ActorRuntime runtime)
    {
        PiggyBankState state = runtime.State.Read<PiggyBankState>();
        runtime.Caller.RequireIs(state.Owner);
        if (state.Saved < state.Goal)
            Abort.Forbidden($"only {state.Saved} of {state.Goal} are saved");
        runtime.State.Transaction((PiggyBankState emptied) => emptied.Saved = TokenAmount.Zero);

        // Sends stand outside transactions: who is called may call back, and must meet the state that is true by then.
        runtime.Send(state.Owner, MethodNumber.Send, value: state.Saved).OrAbort("the owner does not take it");
        return state.Saved;
    }

    private static TokenAmount Tell(ActorRuntime runtime)
    {
        runtime.Caller.AcceptAny();
        return runtime.State.Read<PiggyBankState>().Saved;
    }
}
