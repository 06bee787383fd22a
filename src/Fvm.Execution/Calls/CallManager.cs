using Fvm.Abi;
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
        if (session.Depth >= machine.Context.MaxCallDepth)
        {
            // FVM v3 forgets to pop the limit here: what follows in the caller runs under it (vm-facts 8 #19).
            outcome = SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "message execution exceeds call depth");
        }
        else
        {
            outcome = SendInFrame(from, to, method, parameters, value, readOnly, limited: gasLimit is not null);
            // Out of gas under a limit of its own is the callee's failure, not the caller's, as long as a single milligas is left.
            if (outcome.Status.Outcome == SyscallOutcome.OutOfGas && !session.Gas.Available.IsZero)
                outcome = CallOutcome.Exited(ExitCode.SysOutOfGas, null);
        }

        Trace(outcome);
        return outcome;
    }

    private CallOutcome SendInFrame(
        ActorId from, Address to, ulong method, Block? parameters, TokenAmount value, bool readOnly, bool limited)
    {
        ulong memory = session.Begin();
        bool revert = true;
        try
        {
            CallOutcome outcome = SendToAddress(from, to, method, parameters, value, readOnly);
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
    private CallOutcome SendToAddress(ActorId from, Address to, ulong method, Block? parameters, TokenAmount value, bool readOnly)
    {
        SyscallStatus status = state.TryResolve(to, out ActorId? found);
        if (!status.IsOk)
            return status;
        ActorId receiver = found.GetValueOrDefault();
        if (found is null)
        {
            status = CreateReceiver(to, readOnly, out receiver);
            if (!status.IsOk)
                return status;
        }

        return SendToActor(from, receiver, method, parameters, value, readOnly);
    }

    private SyscallStatus CreateReceiver(Address to, bool readOnly, out ActorId id)
    {
        id = default;
        bool isKey = to.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Bls;
        if (!isKey && !(to.TryGetDelegated(out ulong space, out _) && space == Address.EthereumNamespace))
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "actor does not exist or cannot be created");
        if (readOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot auto-create an account in read-only calls");
        return isKey
            ? CreateAccount(to, out id)
            : state.CreateActorFromSend(to, machine.Builtins.Placeholder, to, out id);
    }

    /// <summary>Makes an account and runs its constructor, whose exit code nobody looks at.</summary>
    private SyscallStatus CreateAccount(Address key, out ActorId id)
    {
        id = default;
        if (key.IsBlsZero)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "cannot create the bls zero address actor");
        SyscallStatus status = state.CreateActorFromSend(key, machine.Builtins.Account, null, out id);
        if (!status.IsOk)
            return status;
        var writer = new CborWriter();
        key.Write(writer);
        var parameters = new Block(Multicodec.Cbor, writer.ToArray());
        return SendToActor(SingletonActors.System, id, MethodNumber.Constructor, parameters, TokenAmount.Zero, readOnly: false).Status;
    }

    private CallOutcome SendToActor(ActorId from, ActorId to, ulong method, Block? parameters, TokenAmount value, bool readOnly)
    {
        SyscallStatus status = state.GetActor(to, out ActorState? actor);
        if (!status.IsOk)
            return status;
        if (actor is null)
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "actor does not exist");
        if (session.IsTracing)
            session.Record(new ActorInvoked(to, actor.Code));

        if (!value.IsZero)
        {
            if (!session.TryCharge(machine.Prices.OnValueTransfer()))
                return SyscallStatus.OutOfGas;
            status = state.Transfer(from, to, value);
            if (!status.IsOk)
                return status;
        }

        if (method == MethodNumber.Send)
            return CallOutcome.Success;
        if (!session.TryCharge(machine.Prices.OnMethodInvocation()))
            return SyscallStatus.OutOfGas;

        var frame = new KernelFrame(session, state, this, from, to, method, value, readOnly);
        uint handle = BlockRegistry.NoData;
        if (parameters is not null)
        {
            status = frame.Blocks.Put(parameters, out handle);
            if (!status.IsOk)
                return status;
        }

        return ChargeReturn(Run(frame, actor.Code, handle));
    }

    private CallOutcome Run(KernelFrame frame, Cid codeCid, uint parameters)
    {
        IActorCode? code = machine.Codes.Find(codeCid, machine.Store);
        if (code is null)
            FatalException.Throw($"no code for {frame.Receiver}: {codeCid} is neither native nor in the blockstore");
        ActorExit exit = code!.Invoke(new ActorKernel(frame), parameters);
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
        if (!exitCode.IsSuccess)
        {
            if (exit.Cause is not null)
                session.Backtrace.Begin(exit.Cause);
            session.Backtrace.Push(frame.Receiver, frame.Method, exitCode, message ?? "out of gas");
        }

        return exit.Kind == ActorExitKind.OutOfGas ? SyscallStatus.OutOfGas : CallOutcome.Exited(exitCode, value);
    }

    /// <summary>The chain pays for the return value of the outermost call, inside the call, so that its gas limit holds.</summary>
    private CallOutcome ChargeReturn(CallOutcome outcome) =>
        outcome.Value is not null && session.Depth == 1
            && !session.TryCharge(machine.Prices.OnChainReturnValue((ulong)outcome.Value.Data.Length))
            ? SyscallStatus.OutOfGas
            : outcome;
}
