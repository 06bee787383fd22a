using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods by which a multisig changes itself: only it may call them, so they are proposed and approved like any other.</summary>
internal static class MultisigSigners
{
    public static void Add(ActorRuntime runtime, AddSignerParams parameters)
    {
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        Address signer = runtime.Actors.ResolveOrCreate(parameters.Signer, mustExist: true).ToAddress();
        runtime.State.Transaction((MultisigState state) =>
        {
            if (state.Signers.Count >= MultisigPolicy.MaxSigners)
                Abort.Forbidden($"cannot add more than {MultisigPolicy.MaxSigners} signers");
            if (state.IsSigner(signer))
                Abort.Forbidden($"{signer} is already a signer");
            state.Signers = [.. state.Signers, signer];
            if (parameters.Increase)
                state.NumApprovalsThreshold = checked(state.NumApprovalsThreshold + 1);
        });
    }

    public static void Remove(ActorRuntime runtime, RemoveSignerParams parameters)
    {
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        Address signer = runtime.Actors.ResolveOrCreate(parameters.Signer, mustExist: false).ToAddress();
        runtime.State.Transaction((MultisigState state) =>
        {
            RequireSigner(state, signer);
            if (state.Signers.Count == 1)
                Abort.Forbidden("Cannot remove only signer");
            if (!parameters.Decrease && (ulong)(state.Signers.Count - 1) < state.NumApprovalsThreshold)
                Abort.IllegalArgument($"can't reduce signers to {state.Signers.Count} below threshold {state.NumApprovalsThreshold} with decrease=false");
            if (parameters.Decrease)
            {
                if (state.NumApprovalsThreshold < 2)
                    Abort.IllegalArgument($"can't decrease approvals from {state.NumApprovalsThreshold}");
                state.NumApprovalsThreshold--;
            }

            state.PurgeApprovals(runtime, signer);
            state.Signers = [.. state.Signers.Where(other => other != signer)];
        });
    }

    public static void Swap(ActorRuntime runtime, SwapSignerParams parameters)
    {
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        Address from = runtime.Actors.ResolveOrCreate(parameters.From, mustExist: false).ToAddress();
        Address to = runtime.Actors.ResolveOrCreate(parameters.To, mustExist: true).ToAddress();
        runtime.State.Transaction((MultisigState state) =>
        {
            RequireSigner(state, from);
            if (state.IsSigner(to))
                Abort.IllegalArgument($"{to} is already a signer");
            state.Signers = [.. state.Signers.Where(other => other != from), to];
            state.PurgeApprovals(runtime, from);
        });
    }

    public static void ChangeThreshold(ActorRuntime runtime, ChangeNumApprovalsThresholdParams parameters)
    {
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        runtime.State.Transaction((MultisigState state) =>
        {
            if (parameters.NewThreshold == 0 || parameters.NewThreshold > (ulong)state.Signers.Count)
                Abort.IllegalArgument("New threshold value not supported");
            state.NumApprovalsThreshold = parameters.NewThreshold;
        });
    }

    public static void LockBalance(ActorRuntime runtime, LockBalanceParams parameters)
    {
        runtime.Caller.RequireIs(runtime.Message.Receiver);
        if (parameters.UnlockDuration <= 0)
            Abort.IllegalArgument("unlock duration must be positive");
        if (parameters.Amount.IsNegative)
            Abort.IllegalArgument("amount to lock must be positive");
        runtime.State.Transaction((MultisigState state) =>
        {
            if (state.UnlockDuration != 0)
                Abort.Forbidden("modification of unlock disallowed");
            state.SetLocked(parameters.StartEpoch, parameters.UnlockDuration, parameters.Amount);
        });
    }

    private static void RequireSigner(MultisigState state, Address signer)
    {
        if (!state.IsSigner(signer))
            Abort.Forbidden($"{signer} is not a signer");
    }
}
