using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// The methods of the data cap actor that give tokens to somebody: a transaction, then the receiver's hook, then the answer, whose balances are those of the
/// state between the two; what the hook itself did to them does not show.
/// </summary>
internal static class DataCapTransfers
{
    public static MintReturn Mint(ActorRuntime runtime, DataCapMintParams parameters)
    {
        ReceiverHook hook = ReceiverHook.InTransaction<DataCapState>(runtime, state =>
        {
            runtime.Caller.RequireIs(state.Governor);
            return MintAndAllow(runtime, state, parameters);
        });
        DataCapState after = runtime.State.Read<DataCapState>();
        ReadOnlyMemory<byte> answer = hook.Call(runtime);
        FungibleToken token = DataCapActor.TokenOf(runtime, after);
        return new MintReturn(token.BalanceOf(parameters.To), token.TotalSupply, answer);
    }

    public static TransferReturn Transfer(ActorRuntime runtime, TransferParams parameters)
    {
        runtime.Caller.AcceptAny();
        Address from = runtime.CallerAddress;
        Address to = ResolveReceiver(runtime, parameters.To);
        ReceiverHook hook = ReceiverHook.InTransaction<DataCapState>(runtime, state =>
        {
            if (to != state.Governor && from != state.Governor)
                Abort.Forbidden($"transfer not allowed from {from} to {to} (governor is {state.Governor})");
            return DataCapActor.TokenOf(runtime, state).Transfer(from, to, parameters.Amount, parameters.OperatorData, default);
        });
        DataCapState after = runtime.State.Read<DataCapState>();
        ReadOnlyMemory<byte> answer = hook.Call(runtime);
        FungibleToken token = DataCapActor.TokenOf(runtime, after);
        return new TransferReturn(token.BalanceOf(from), token.BalanceOf(to), answer);
    }

    public static TransferFromReturn TransferFrom(ActorRuntime runtime, TransferFromParams parameters)
    {
        runtime.Caller.AcceptAny();
        Address from = parameters.From;
        Address to = ResolveReceiver(runtime, parameters.To);
        ReceiverHook hook = ReceiverHook.InTransaction<DataCapState>(runtime, state =>
        {
            if (to != state.Governor)
                Abort.Forbidden($"transfer not allowed from {from} to {to} (governor is {state.Governor})");
            return DataCapActor.TokenOf(runtime, state)
                .TransferFrom(runtime.CallerAddress, from, to, parameters.Amount, parameters.OperatorData, default);
        });
        DataCapState after = runtime.State.Read<DataCapState>();
        ReadOnlyMemory<byte> answer = hook.Call(runtime);
        FungibleToken token = DataCapActor.TokenOf(runtime, after);
        return new TransferFromReturn(token.BalanceOf(from), token.BalanceOf(to), token.Allowance(from, runtime.CallerAddress), answer);
    }

    /// <summary>
    /// Sets the allowances even where minting failed; only then does that failure count. When an allowance fails after minting went well, the hook is lost
    /// uncalled, which is exit 24.
    /// </summary>
    private static ReceiverHook MintAndAllow(ActorRuntime runtime, DataCapState state, DataCapMintParams parameters)
    {
        FungibleToken token = DataCapActor.TokenOf(runtime, state);
        ReceiverHook? hook = null;
        ActorAbortException? failure = null;
        try
        {
            hook = token.Mint(state.Governor, parameters.To, parameters.Amount, default, default);
        }
        catch (ActorAbortException abort)
        {
            failure = abort;
        }

        try
        {
            foreach (Address spender in parameters.Operators)
                token.SetAllowance(parameters.To, spender, DataCapPolicy.InfiniteAllowance);
        }
        catch (ActorAbortException) when (hook is not null)
        {
            hook.Drop();
        }

        return hook ?? throw failure!;
    }

    private static Address ResolveReceiver(ActorRuntime runtime, Address to)
    {
        if (!runtime.Actors.TryResolve(to, out ActorId id))
            Abort.IllegalArgument("to must be ID address");
        return id.ToAddress();
    }
}
