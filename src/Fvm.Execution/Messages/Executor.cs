using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution.Calls;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Messages;

/// <summary>
/// Applies messages to a machine: preflight, run, settle. Needs a thread with a deep stack, since calls between actors are calls in .NET.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class Executor(Machine machine)
{
    /// <summary>Applies a message from a block.</summary>
    /// <param name="message">The message; its signature is the node's business.</param>
    /// <param name="chainLength">Its length on chain in bytes: of the signed message for secp256k1 and delegated senders.</param>
    /// <returns>What became of it. Throws <see cref="FatalException"/> for a gas limit of 0 or above <see cref="long.MaxValue"/>, which has no receipt.</returns>
    public ApplyResult Apply(Message message, ulong chainLength) => Apply(message, chainLength, settledGas: null);

    /// <summary>
    /// Applies a message from a block and settles with a figure of gas that somebody else found: for actor code whose own gas is a model, run beside a record.
    /// The message runs under its limit in its own gas all the same.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="chainLength">Its length on chain in bytes.</param>
    /// <param name="settledGas">The gas to settle with, whole; null for the message's own.</param>
    public ApplyResult Apply(Message message, ulong chainLength, ulong? settledGas)
    {
        CheckGasLimit(message);
        if (Preflight.Admit(machine, message, chainLength, out Admission admission) is { } refused)
            return refused;
        ApplyResult result = Run(message, admission);
        if (settledGas is { } gas)
            result = result with { Receipt = result.Receipt with { GasUsed = gas }, OwnGasUsed = result.Receipt.GasUsed };
        return Settlement.Settle(machine, message, admission, result);
    }

    /// <summary>Applies a message of the system's own (rewards, cron): no fees, no nonce; metered all the same.</summary>
    /// <param name="message">The message.</param>
    public ApplyResult ApplyImplicit(Message message)
    {
        CheckGasLimit(message);
        return Preflight.AdmitImplicit(machine, message, out Admission admission) is { } refused ? refused : Run(message, admission);
    }

    /// <summary>Writes the state into the blockstore and tells its root.</summary>
    public Cid Flush() => machine.Flush();

    private static void CheckGasLimit(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!message.HasValidGasLimit)
            FatalException.Throw($"gas limit {message.GasLimit} is not between 1 and {long.MaxValue}");
    }

    private ApplyResult Run(Message message, Admission admission)
    {
        TokenAmount premium = TokenAmount.Max(
            TokenAmount.Min(message.GasPremium, message.GasFeeCap - machine.Context.BaseFee), TokenAmount.Zero);
        var origin = new MessageOrigin(admission.Sender, message.From, message.Sequence, premium);
        var session = new MessageSession(machine, origin, GasAmount.FromGas(message.GasLimit));

        // The sender is paid for by the inclusion, the receiver was loaded with it if it could be resolved.
        session.Access.RecordUpdate(admission.Sender);
        session.Access.RecordLookup(message.From);
        if (machine.Tree.TryLookupId(message.To, out ActorId receiver))
            session.Access.RecordRead(receiver);
        session.Access.RecordLookup(message.To);

        if (!session.TryCharge(admission.Inclusion))
            FatalException.Throw("out of gas for the inclusion that preflight has checked");
        try
        {
            CallOutcome outcome = new CallManager(session).Send(
                admission.Sender, message.To, message.MethodNum, Parameters(message), message.Value, gasLimit: null, readOnly: false);
            return Finish(session, outcome);
        }
        catch (Exception fatal) when (fatal is FatalException or IpldException)
        {
            // The network's answer to an error of its own: everything is paid, and all nodes agree.
            session.Backtrace.SetFatal(fatal.Message);
            return Result(session, ExitCode.SysAssertionFailed, ReadOnlyMemory<byte>.Empty, message.GasLimit);
        }
        finally
        {
            session.Close();
        }
    }

    private Block? Parameters(Message message) =>
        message.Params.IsEmpty ? null : new Block(machine.Rules.ParametersCodec(message.MethodNum), message.Params);

    private static ApplyResult Finish(MessageSession session, CallOutcome outcome)
    {
        ulong used = session.Gas.Used.RoundUp();
        switch (outcome.Status.Outcome)
        {
            case SyscallOutcome.Ok:
                if (outcome.ExitCode.IsSuccess)
                    session.Backtrace.Clear();
                return Result(session, outcome.ExitCode, outcome.Value?.Data ?? ReadOnlyMemory<byte>.Empty, used) with { ReturnCodec = outcome.Value?.Codec };
            case SyscallOutcome.OutOfGas:
                return Result(session, ExitCode.SysOutOfGas, ReadOnlyMemory<byte>.Empty, used);
            default:
                // The message could not be dispatched at all.
                session.Backtrace.Begin(new SyscallFailure("send", "send", outcome.Status));
                ExitCode code = outcome.Status.Error switch
                {
                    ErrorNumber.InsufficientFunds => ExitCode.SysInsufficientFunds,
                    ErrorNumber.NotFound => ExitCode.SysInvalidReceiver,
                    _ => ExitCode.SysAssertionFailed,
                };
                return Result(session, code, ReadOnlyMemory<byte>.Empty, used);
        }
    }

    private static ApplyResult Result(MessageSession session, ExitCode code, ReadOnlyMemory<byte> data, ulong gasUsed) => new()
    {
        Receipt = new Receipt(code, data, gasUsed, session.Events.Root()),
        Events = session.Events.Events,
        Trace = session.Trace,
        Failure = code.IsSuccess || session.Backtrace.IsEmpty ? null : $"message failed with backtrace:\n{session.Backtrace}",
    };
}
