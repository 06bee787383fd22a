using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Execution.Gas;
using Fvm.Execution.Kernel;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Calls;

/// <summary>
/// The calls of one message: opens a frame, finds (or makes) the receiver, moves value, runs code, and keeps or undoes what it did.
/// ref-fvm <c>call_manager/default.rs</c>.
/// </summary>
internal sealed class CallManager(MessageSession session) : ICallStack
{
    private readonly Machine machine = session.Machine;
    private readonly PricedState state = new(session);

    /// <inheritdoc/>
    public CallOutcome Send(
        ActorId from, Address to, ulong method, Block? parameters, TokenAmount value, GasAmount? gasLimit, bool readOnly)
    {
        if (session.IsTracing)
        {
            ulong limit = GasAmount.Min(gasLimit ?? GasAmount.Max, session.Gas.Available).RoundUp();
            session.Record(new CallStarted(from, to, method, Block.Traced(parameters), value, limit, readOnly));
        }

        if (gasLimit is { } inner)
            session.Gas.PushLimit(inner);
        CallOutcome outcome;
        if (session.Depth >= machine.Context.MaxCallDepth + (machine.Rules.AllowsOneFrameMore ? 1 : 0))
        {
            // Where the limit leaks, what follows in the caller runs under it.
            outcome = SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "message execution exceeds call depth");
            if (gasLimit is not null && !machine.Rules.LeaksLimitAtGreatestDepth)
                session.Gas.PopLimit();
        }
        else
        {
            outcome = Contain(SendInFrame(new Call(from, method, parameters, value, readOnly), to, limited: gasLimit is not null));
        }

        Trace(outcome);
        return outcome;
    }

    /// <inheritdoc/>
    public CallOutcome Upgrade(ActorId caller, ActorId actor, Cid newCode, Block? parameters)
    {
        session.BeginTransaction();
        bool revert = true;
        try
        {
            CallOutcome outcome = UpgradeInTransaction(caller, actor, newCode, parameters);
            revert = outcome.Reverts;
            return outcome;
        }
        finally
        {
            session.EndTransaction(revert);
        }
    }

    /// <summary>The delegated address goes: the reference makes a new state without one.</summary>
    private CallOutcome UpgradeInTransaction(ActorId caller, ActorId id, Cid newCode, Block? parameters)
    {
        SyscallStatus status = state.GetActor(id, out ActorState? actor);
        if (!status.IsOk)
            return status;
        if (actor is null)
            return SyscallStatus.Refuse(ErrorNumber.IllegalOperation, "actor deleted");
        status = state.SetActor(id, actor with { Code = newCode, DelegatedAddress = null });
        if (!status.IsOk)
            return status;
        if (session.Depth >= machine.Context.MaxCallDepth)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "message execution exceeds call depth");
        var call = new Call(caller, Call.UpgradeMethod, parameters, TokenAmount.Zero, ReadOnly: false, OldCode: actor.Code);
        return Contain(SendInFrame(call, Address.FromId(id), limited: false));
    }

    /// <summary>Out of gas under a limit of its own is the callee's failure, not the caller's, as long as a single milligas is left.</summary>
    private CallOutcome Contain(CallOutcome outcome) =>
        outcome.Status.Outcome == SyscallOutcome.OutOfGas && !session.Gas.Available.IsZero ? CallOutcome.Exited(ExitCode.SysOutOfGas, null) : outcome;

    private CallOutcome SendInFrame(Call call, Address to, bool limited)
    {
        ulong memory = session.Begin();
        bool revert = true;
        try
        {
            CallOutcome outcome = SendToAddress(call, to);
            if (machine.Rules.ChargesCallsAtOnce && session.Depth == 1)
                outcome = ChargeMessageReturn(outcome);
            revert = outcome.Reverts;
            return outcome;
        }
        catch (Exception fatal) when (fatal is FatalException or IpldException)
        {
            session.Record(new CallRefused(ErrorNumber.Forbidden, "fatal"));
            throw;
        }
        finally
        {
            session.End(memory, revert);
            if (limited)
                session.Gas.PopLimit();
        }
    }

    private void Trace(CallOutcome outcome)
    {
        if (!session.IsTracing)
            return;
        session.Record(outcome.Status.Outcome switch
        {
            SyscallOutcome.Ok => new CallReturned(outcome.ExitCode, Block.Traced(outcome.Value)),
            SyscallOutcome.OutOfGas => new CallReturned(ExitCode.SysOutOfGas, null),
            _ => new CallRefused(outcome.Status.Error, outcome.Status.Detail ?? string.Empty),
        });
    }

    /// <summary>Finds the receiver, or makes one where the address alone allows it.</summary>
    private CallOutcome SendToAddress(Call call, Address to)
    {
        SyscallStatus status = state.TryResolve(to, out ActorId? found);
        if (!status.IsOk)
            return status;
        ActorId receiver = found.GetValueOrDefault();
        if (found is null)
        {
            status = CreateReceiver(to, call.ReadOnly, out receiver);
            if (!status.IsOk)
                return status;
        }

        session.CallStack.Add((receiver, call.OldCode is not null));
        CallOutcome outcome = SendToActor(call, receiver);
        session.CallStack.RemoveAt(session.CallStack.Count - 1);
        return outcome;
    }

    private SyscallStatus CreateReceiver(Address to, bool readOnly, out ActorId id)
    {
        id = default;
        bool isKey = to.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls;
        if (!isKey && !(machine.Rules.HasDelegatedAddresses && to.TryGetDelegated(out ulong space, out _) && space == Address.EthereumNamespace))
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "actor does not exist or cannot be created");
        if (readOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot auto-create an account in read-only calls");
        return isKey
            ? CreateAccount(to, out id)
            : state.CreateActorFromSend(to, machine.Builtins.Placeholder!, to, out id);
    }

    /// <summary>Makes an account and runs its constructor, whose exit code nobody looks at.</summary>
    private SyscallStatus CreateAccount(Address key, out ActorId id)
    {
        id = default;
        if (key.IsBlsZero)
        {
            return machine.Rules.ChargesBeforeChecks && !session.TryCharge(machine.Prices.OnCreateActor(newAddress: true))
                ? SyscallStatus.OutOfGas
                : SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "cannot create the bls zero address actor");
        }

        SyscallStatus status = state.CreateActorFromSend(key, machine.Builtins.Account, null, out id);
        if (!status.IsOk)
            return status;
        var writer = new CborWriter();
        key.Write(writer);
        var parameters = new Block(machine.Rules.ParametersCodec(MethodNumber.Constructor), writer.ToArray());
        var call = new Call(SingletonActors.System, MethodNumber.Constructor, parameters, TokenAmount.Zero, ReadOnly: false, IsImplicit: true);
        return SendToActor(call, id).Status;
    }

    private CallOutcome SendToActor(Call call, ActorId to)
    {
        SyscallStatus status = state.GetActor(to, out ActorState? actor);
        if (!status.IsOk)
            return status;
        if (actor is null)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "actor does not exist");
        if (session.IsTracing && call.OldCode is null && (!call.IsImplicit || machine.Rules.TracesImplicitConstructors))
            session.Record(new ActorInvoked(to, actor.Code));

        status = ChargeAndTransfer(call, to);
        if (!status.IsOk)
            return status;
        return call.Method == MethodNumber.Send ? CallOutcome.Success : Invoke(call, to, actor.Code);
    }

    /// <summary>Moves the value and pays for it and for the call.</summary>
    private SyscallStatus ChargeAndTransfer(Call call, ActorId to)
    {
        bool hasMethod = call.Method != MethodNumber.Send;
        if (machine.Prices.Calls is { } calls && !session.TryCharge(calls.OnMethodInvocation(!call.Value.IsZero, hasMethod)))
            return SyscallStatus.OutOfGas;
        if (!call.Value.IsZero)
        {
            if (machine.Prices.Calls is null && !session.TryCharge(machine.Prices.OnValueTransfer()))
                return SyscallStatus.OutOfGas;
            SyscallStatus status = state.Transfer(call.From, to, call.Value);
            if (!status.IsOk)
                return status;
        }

        bool paid = !hasMethod || machine.Prices.Calls is not null
            || session.TryCharge(machine.Prices.OnMethodInvocation(call.Parameters?.Links.Count ?? 0));
        return paid ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    private CallOutcome Invoke(Call call, ActorId to, Cid codeCid)
    {
        var frame = new KernelFrame(session, state, this, to, call, session.Scratch.RentRegistry());
        CallOutcome outcome = InvokeIn(frame, codeCid);
        session.Scratch.Return(frame.Blocks);
        return outcome;
    }

    private CallOutcome InvokeIn(KernelFrame frame, Cid codeCid)
    {
        Call call = frame.Call;
        uint handle = BlockRegistry.NoData;
        if (call.Parameters is not null)
        {
            SyscallStatus status = frame.Blocks.Put(call.Parameters, out handle);
            if (!status.IsOk)
                return status;
        }

        uint upgrade = BlockRegistry.NoData;
        if (call.OldCode is not null)
        {
            SyscallStatus status = frame.Blocks.Put(InstalledCode.UpgradeInfo(call.OldCode), out upgrade);
            if (!status.IsOk)
                return status;
        }

        SyscallStatus found = FindCode(frame.Receiver, codeCid, out IActorCode? code);
        if (!found.IsOk)
            return found;
        var kernel = new ActorKernel(frame);
        CallOutcome outcome = Finish(frame, call.OldCode is null ? code!.Invoke(kernel, handle) : code!.Upgrade(kernel, handle, upgrade));
        return machine.Rules.ChargesCallsAtOnce ? outcome : ChargeReturn(outcome);
    }

    /// <summary>Code that the state names must be there; code of anybody's own may be missing, or be none.</summary>
    private SyscallStatus FindCode(ActorId actor, Cid cid, out IActorCode? code)
    {
        if (machine.Context.UserCode.HasFlag(UserCode.Install))
            return InstalledCode.TryFind(machine, cid, out code) ? SyscallStatus.Ok : SyscallStatus.Refuse(ErrorNumber.NotFound, "actor code cid does not exist");
        code = machine.Codes.Find(cid, machine.Store);
        if (code is null)
            FatalException.Throw($"no code for {actor}: {cid} is neither native nor in the blockstore");
        return SyscallStatus.Ok;
    }

    private CallOutcome Finish(KernelFrame frame, ActorExit exit)
    {
        Block? value = null;
        ExitCode exitCode = exit.Code;
        string? message = exit.Message;
        if (exit.Kind != ActorExitKind.OutOfGas && exit.Block != BlockRegistry.NoData && !frame.Blocks.TryGet(exit.Block, out value))
        {
            // Exiting with a block that is not there is fatal; returning one is an exit code (vm-facts 8 #10).
            if (exit.Kind == ActorExitKind.Exited)
                FatalException.Throw($"{frame.Receiver} exited with block {exit.Block}, which does not exist");
            exitCode = ExitCode.SysMissingReturn;
            message = "returned block does not exist";
        }

        if (exit.Kind == ActorExitKind.OutOfGas)
            exitCode = ExitCode.SysOutOfGas;
        if (!exitCode.IsSuccess && frame.Call.OldCode is null)
        {
            if (exit.Cause is not null)
                session.Backtrace.Begin(exit.Cause);
            session.Backtrace.Push(frame.Receiver, frame.Call.Method, exitCode, message ?? "out of gas");
        }

        return exit.Kind == ActorExitKind.OutOfGas ? SyscallStatus.OutOfGas : CallOutcome.Exited(exitCode, value);
    }

    /// <summary>In FVM v2 a message pays for its return value if it succeeds, be it nothing.</summary>
    private CallOutcome ChargeMessageReturn(CallOutcome outcome) =>
        outcome.Reverts || session.TryCharge(machine.Prices.OnChainReturnValue((ulong)(outcome.Value?.Data.Length ?? 0)))
            ? outcome
            : SyscallStatus.OutOfGas;

    /// <summary>
    /// The outermost call pays for putting its return value on chain, the others (FVM v4) for its links; inside the call, so that its gas
    /// limit holds. Since FVM v3, whatever the exit code.
    /// </summary>
    private CallOutcome ChargeReturn(CallOutcome outcome)
    {
        if (outcome.Value is not { } value)
            return outcome;
        bool paid = session.Depth == 1
            ? session.TryCharge(machine.Prices.OnChainReturnValue((ulong)value.Data.Length))
            : !machine.Rules.TracksReachability || session.TryCharge(machine.Prices.OnReturnValue(value.Links.Count));
        return paid ? outcome : SyscallStatus.OutOfGas;
    }
}
