using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Vectors;

/// <summary>Reruns one message at many gas limits, and judges what comes out.</summary>
internal sealed class GasCliffRerun(VectorPlayback playback, IBlockstore store, Cid before, int index, ulong chainLength, ApplyResult full)
{
    private readonly Message message = playback.MessageAt(index);
    private readonly List<string> violations = [];
    private bool strict;

    public GasCliffOutcome Run(string name, int maxLimits)
    {
        strict = GasCliff.IsStrict(message, full.Trace);
        IReadOnlyList<ulong> limits = GasCliff.LimitsOf(full.Trace, maxLimits);
        foreach (ulong limit in limits.Where(limit => limit < message.GasLimit))
            Judge(limit);
        return new GasCliffOutcome(name, limits.Count, strict, violations);
    }

    private void Judge(ulong limit)
    {
        ApplyResult result;
        Cid root;
        try
        {
            (result, root) = Apply(limit);
            (ApplyResult again, Cid rootAgain) = Apply(limit);
            if (root != rootAgain || Summary(result) != Summary(again))
                Report(limit, $"two runs differ: {Summary(result)} {root}; {Summary(again)} {rootAgain}");
        }
        catch (Exception crash)
        {
            // Whatever it is, it is the finding.
            Report(limit, $"crashed: {crash}");
            return;
        }

        if (result.Refused)
        {
            if (root != before)
                Report(limit, "refused, yet the state has changed");
            return;
        }

        if (result.Receipt.GasUsed > limit)
            Report(limit, $"used {result.Receipt.GasUsed}");
        if (!result.Receipt.ExitCode.IsSuccess)
            JudgeChanges(limit, root);
        if (strict)
            JudgeStrictly(limit, result);
    }

    private void JudgeStrictly(ulong limit, ApplyResult result)
    {
        bool burning = result.Receipt.ExitCode == ExitCode.SysAssertionFailed && WasBurning(result.Trace);
        if (result.Receipt.ExitCode != ExitCode.SysOutOfGas && !burning)
            Report(limit, $"exit {result.Receipt.ExitCode}");
        if (result.Receipt.GasUsed != limit)
            Report(limit, $"used {result.Receipt.GasUsed}");
        if (TraceBreak(result.Trace) is { } at)
            Report(limit, string.Create(CultureInfo.InvariantCulture, $"the trace is no prefix: event {at} is {result.Trace[at]}"));
    }

    /// <summary>
    /// Whether the message ended inside of <c>self_destruct</c>, from which a fatal error does not come back: running out of gas while what a destroyed actor
    /// has is burnt is fatal from FVM v4 on (vm-facts 8 #24), so it ends with exit 10. All else is as ever.
    /// </summary>
    private bool WasBurning(IReadOnlyList<ExecutionEvent> trace) =>
        playback.Machine.Context.NetworkVersion >= NetworkVersion.V21
        && trace.LastOrDefault(happened => happened is SyscallEntered or SyscallLeft) is SyscallEntered { Module: "self", Name: "self_destruct" };

    /// <summary>
    /// Where the trace leaves the full one, other than by running out: up to the charge that cannot be met it is equal (but for limits that show
    /// what is left, and the amount of an execution that ended early), and behind it nothing is taken and no new call, syscall or event begins.
    /// </summary>
    private int? TraceBreak(IReadOnlyList<ExecutionEvent> trace)
    {
        int at = 0;
        while (at < trace.Count && at < full.Trace.Count && Comparable(trace[at]).Equals(Comparable(full.Trace[at])))
            at++;
        if (at == trace.Count)
            return at - 1;
        if (at >= full.Trace.Count || trace[at] is not GasCharged last || full.Trace[at] is not GasCharged whole || last.Name != whole.Name
            || Settled(trace, at) > Settled(full.Trace, at))
            return at;
        for (at += IsGrowth(trace, at + 1) ? 2 : 1; at < trace.Count; at++)
        {
            if (trace[at] is not (CallReturned or CallRefused or SyscallLeft or GasCharged { Taken.IsZero: true }))
                return at;
        }

        return null;
    }

    /// <summary>What was taken at a charge. Execution and the memory that grew in it are settled together, and shown apart only as far as both are met.</summary>
    private static GasAmount Settled(IReadOnlyList<ExecutionEvent> trace, int at) =>
        ((GasCharged)trace[at]).Taken + (IsGrowth(trace, at + 1) ? ((GasCharged)trace[at + 1]).Taken : GasAmount.Zero);

    private static bool IsGrowth(IReadOnlyList<ExecutionEvent> trace, int at) =>
        at < trace.Count && trace[at] is GasCharged { Name: "wasm_memory_grow" } && trace[at - 1] is GasCharged { Name: "wasm_exec" };

    private static ExecutionEvent Comparable(ExecutionEvent happened) => happened switch
    {
        // Blocks are compared by what they hold.
        CallStarted call => call with { GasLimit = 0, Parameters = null },
        CallReturned returned => returned with { Data = null },
        EventEmitted => new ActorLogged(default, "event"),
        _ => happened,
    };

    private void JudgeChanges(ulong limit, Cid root)
    {
        foreach (MapChange<byte[], ActorState> change in Hamt<ActorState>.Diff(Actors(before), Actors(root)))
        {
            if (!IsFee(change))
                Report(limit, $"{Convert.ToHexStringLower(change.Key)} has changed from {change.Before} to {change.After}");
        }
    }

    private bool IsFee(MapChange<byte[], ActorState> change)
    {
        if (change.Before is not { } old || change.After is not { } now || !Address.TryFromBytes(change.Key, out Address? address))
            return false;
        bool takesFees = address.TryGetId(out ulong id) && (id == SingletonActors.BurntFunds.Value || id == SingletonActors.Reward.Value);
        bool isSender = playback.Machine.TryResolve(message.From, out ActorId sender) && sender.Value == id;
        if (!isSender)
            return takesFees && old with { Balance = now.Balance } == now;
        // The sender's nonce counts; an unused placeholder becomes an account.
        bool wasPlaceholder = old.Nonce == 0 && old.DelegatedAddress is not null;
        return old with { Balance = now.Balance, Nonce = old.Nonce + 1, Code = wasPlaceholder ? now.Code : old.Code } == now;
    }

    private Hamt<ActorState> Actors(Cid root) => ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state)
        ? Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version))
        : throw new IpldException($"the state root {root} is malformed");

    private (ApplyResult Result, Cid Root) Apply(ulong limit)
    {
        VirtualMachine machine = playback.MachineOn(before);
        ApplyResult result = machine.Apply(message with { GasLimit = limit }, chainLength);
        return (result, machine.Flush());
    }

    private static string Summary(ApplyResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Receipt.ExitCode} {result.Receipt.GasUsed} {Convert.ToHexStringLower(result.Receipt.ReturnData.Span)} {result.Receipt.EventsRoot} {result.Trace.Count}");

    private void Report(ulong limit, string what) => violations.Add(string.Create(CultureInfo.InvariantCulture, $"gas limit {limit}: {what}"));
}
