using Fvm.Actors.Runtime;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// Multisigs: what a number of signers approve is carried out. Source: builtin-actors <c>actors/multisig/src/lib.rs</c>. The methods by which a
/// multisig changes itself are in <see cref="MultisigSigners"/>.
/// </summary>
internal sealed class MultisigActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking<MultisigConstructorParams>(MultisigMethods.Constructor, Constructor),
        ActorMethod.Of<ProposeParams, ProposeReturn>(MultisigMethods.Propose, Propose),
        ActorMethod.Of<TxnIdParams, ApproveReturn>(MultisigMethods.Approve, Approve),
        ActorMethod.Taking<TxnIdParams>(MultisigMethods.Cancel, Cancel),
        ActorMethod.Taking<AddSignerParams>(MultisigMethods.AddSigner, MultisigSigners.Add),
        ActorMethod.Taking<RemoveSignerParams>(MultisigMethods.RemoveSigner, MultisigSigners.Remove),
        ActorMethod.Taking<SwapSignerParams>(MultisigMethods.SwapSigner, MultisigSigners.Swap),
        ActorMethod.Taking<ChangeNumApprovalsThresholdParams>(MultisigMethods.ChangeNumApprovalsThreshold, MultisigSigners.ChangeThreshold),
        ActorMethod.Taking<LockBalanceParams>(MultisigMethods.LockBalance, MultisigSigners.LockBalance),
        ActorMethod.Taking<UniversalReceiverParams>(MultisigMethods.UniversalReceiverHook, static (runtime, _) => runtime.Caller.AcceptAny()))
    {
        Fallback = MethodTable.AcceptExported,
    };

    public override string Name => "Multisig";

    public override MethodTable Methods => Table;

    private static void Constructor(ActorRuntime runtime, MultisigConstructorParams parameters)
    {
        runtime.Caller.RequireIs(SingletonActors.Init);
        if (parameters.Signers.Count == 0)
            Abort.IllegalArgument("Must have at least one signer");
        if (parameters.Signers.Count > MultisigPolicy.MaxSigners)
            Abort.IllegalArgument($"cannot add more than {MultisigPolicy.MaxSigners} signers");
        var signers = new List<Address>(parameters.Signers.Count);
        var seen = new HashSet<ActorId>();
        foreach (Address signer in parameters.Signers)
        {
            ActorId id = runtime.Actors.ResolveOrCreate(signer, mustExist: true);
            if (!seen.Add(id))
                Abort.IllegalArgument($"duplicate signer not allowed: {signer}");
            signers.Add(id.ToAddress());
        }

        if (parameters.NumApprovalsThreshold > (ulong)parameters.Signers.Count)
            Abort.IllegalArgument("must not require more approvals than signers");
        if (parameters.NumApprovalsThreshold < 1)
            Abort.IllegalArgument("must require at least one approval");
        if (parameters.UnlockDuration < 0)
            Abort.IllegalArgument("negative unlock duration disallowed");

        var state = new MultisigState
        {
            Signers = signers,
            NumApprovalsThreshold = parameters.NumApprovalsThreshold,
            PendingTxns = ActorMap<MultisigTransaction>.Empty(runtime, ChainEncoding.Codec<MultisigTransaction>(), "empty").Flush(),
        };
        if (parameters.UnlockDuration != 0)
            state.SetLocked(parameters.StartEpoch, parameters.UnlockDuration, runtime.Message.ValueReceived);
        runtime.State.Create(state);
    }

    private static ProposeReturn Propose(ActorRuntime runtime, ProposeParams parameters)
    {
        runtime.Caller.AcceptAny();
        if (parameters.Value.IsNegative)
            Abort.IllegalArgument($"proposed value must be non-negative, was {parameters.Value}");
        var txn = new MultisigTransaction(parameters.To, parameters.Value, parameters.Method, parameters.Params, []);
        long id = runtime.State.Transaction((MultisigState state) =>
        {
            RequireSigner(runtime, state);
            ActorMap<MultisigTransaction> pending = state.LoadPending(runtime);
            long next = state.NextTxnId;
            state.NextTxnId = checked(next + 1);
            pending.Set(MapKeys.Of(next), txn);
            state.PendingTxns = pending.Flush();
            return next;
        });
        ApproveReturn approval = AddApproval(runtime, id, txn);
        return new ProposeReturn(id, approval.Applied, approval.Code, approval.Return);
    }

    private static ApproveReturn Approve(ActorRuntime runtime, TxnIdParams parameters)
    {
        runtime.Caller.AcceptAny();
        (MultisigState state, MultisigTransaction txn) = runtime.State.Transaction((MultisigState current) =>
        {
            RequireSigner(runtime, current);
            if (!current.LoadPending(runtime).TryGet(MapKeys.Of(parameters.Id), out MultisigTransaction? found))
                Abort.NotFound($"no such transaction {parameters.Id} for approval");
            if (!IsProposal(runtime, found, parameters.ProposalHash))
                Abort.IllegalArgument("hash does not match proposal params (ensure requester is an ID address)");
            return (current, found);
        });

        // A lowered threshold may have approved it already: then nobody's approval is added.
        ApproveReturn executed = ExecuteIfApproved(runtime, state, parameters.Id, txn);
        return executed.Applied ? executed : AddApproval(runtime, parameters.Id, txn);
    }

    private static void Cancel(ActorRuntime runtime, TxnIdParams parameters)
    {
        runtime.Caller.AcceptAny();
        runtime.State.Transaction((MultisigState state) =>
        {
            RequireSigner(runtime, state);
            ActorMap<MultisigTransaction> pending = state.LoadPending(runtime);
            if (!pending.Delete(MapKeys.Of(parameters.Id), out MultisigTransaction? txn))
                Abort.NotFound($"no such transaction {parameters.Id} to cancel");
            if (txn.Approved.Count == 0 || txn.Approved[0] != runtime.CallerAddress)
                Abort.Forbidden("Cannot cancel another signers transaction");
            // The hash is computed even where none was given; so it costs what it costs there.
            byte[] hash = runtime.Crypto.Blake2b256(txn.ProposalData());
            if (!parameters.ProposalHash.IsEmpty && !parameters.ProposalHash.Span.SequenceEqual(hash))
                Abort.IllegalState("hash does not match proposal params");
            state.PendingTxns = pending.Flush();
        });
    }

    private static ApproveReturn AddApproval(ActorRuntime runtime, long id, MultisigTransaction txn)
    {
        if (txn.Approved.Contains(runtime.CallerAddress))
            Abort.Forbidden($"{runtime.CallerAddress} already approved this message");
        MultisigTransaction approved = txn with { Approved = [.. txn.Approved, runtime.CallerAddress] };
        MultisigState state = runtime.State.Transaction((MultisigState current) =>
        {
            ActorMap<MultisigTransaction> pending = current.LoadPending(runtime);
            pending.Set(MapKeys.Of(id), approved);
            current.PendingTxns = pending.Flush();
            return current;
        });
        return ExecuteIfApproved(runtime, state, id, approved);
    }

    /// <summary>Carries a transaction out once enough approve. The callee's failure is an answer, not a failure of ours.</summary>
    private static ApproveReturn ExecuteIfApproved(ActorRuntime runtime, MultisigState state, long id, MultisigTransaction txn)
    {
        if ((ulong)txn.Approved.Count < state.NumApprovalsThreshold)
            return new ApproveReturn(false, ExitCode.Ok, ReadOnlyMemory<byte>.Empty);
        state.CheckAvailable(runtime.Balance, txn.Value, runtime.Epoch);
        runtime.State.Transaction((MultisigState current) =>
        {
            ActorMap<MultisigTransaction> pending = current.LoadPending(runtime);
            pending.Delete(MapKeys.Of(id), out _);
            current.PendingTxns = pending.Flush();
        });
        SendOutcome sent = runtime.Send(txn.To, txn.Method, IpldBlock.FromRawBytes(txn.Params), txn.Value);
        return new ApproveReturn(true, sent.IsSuccess ? ExitCode.Ok : sent.FailureCode, sent.Data?.Data ?? ReadOnlyMemory<byte>.Empty);
    }

    private static bool IsProposal(ActorRuntime runtime, MultisigTransaction txn, ReadOnlyMemory<byte> hash) =>
        hash.IsEmpty || hash.Span.SequenceEqual(runtime.Crypto.Blake2b256(txn.ProposalData()));

    private static void RequireSigner(ActorRuntime runtime, MultisigState state)
    {
        if (!state.IsSigner(runtime.CallerAddress))
            Abort.Forbidden($"{runtime.CallerAddress} is not a signer");
    }
}
