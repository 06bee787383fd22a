using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>What a tipset's messages came to.</summary>
/// <param name="Messages">The messages, in order.</param>
/// <param name="StateRoot">The state after them.</param>
internal sealed record Execution(IReadOnlyList<AppliedMessage> Messages, Cid StateRoot);

/// <summary>
/// Runs a tipset as the network does (lotus <c>chain/consensus/compute_state.go</c>): cron of the null rounds before it, the messages in canonical order, after each block
/// its reward, and cron. Rewards and cron run where cron has something to call: not on actors in C# as long as those of storage are owed, and on a fork only if that was wanted.
/// </summary>
internal sealed class TipsetExecutor(DevnetOptions options, MachineFactory machines, IBlockstore blocks, StateCache states)
{
    private static readonly ImplicitMessages Untold = new(null);

    private bool? hasCron = options.Fork is { RunsCron: false } ? false : null;

    /// <summary>Runs a tipset.</summary>
    /// <param name="place">The state before it, its epoch, time and base fee.</param>
    /// <param name="parentHeight">The epoch of its parent.</param>
    /// <param name="tipset">Its blocks' messages.</param>
    public Execution Run(MachinePlace place, long parentHeight, IReadOnlyList<BlockMessages> tipset)
    {
        if (!HasCron(place.StateRoot) && tipset.All(static block => block.Bls.Count == 0 && block.Secp.Count == 0))
            return new Execution([], place.StateRoot);
        MachinePlace after = NullRounds(place, parentHeight, Untold, TraceDetail.None);
        var run = new TipsetRun(options, machines.Build(after), after, Lenient(blocks));
        Apply(run, tipset, int.MaxValue);
        if (HasCron(after.StateRoot))
            Untold.Cron(run.Machine, after.Height);
        return run.Finish(blocks);
    }

    /// <summary>Runs a whole tipset again, with traces: cron of the null rounds before it, its messages, the rewards of its blocks, cron (lotus <c>chain/stmgr/execute.go</c>, ExecutionTrace).</summary>
    /// <param name="tipset">The tipset.</param>
    public IReadOnlyList<RanMessage> Trace(ExecutedTipset tipset)
    {
        var ran = new List<RanMessage>();
        int index = 0;
        var implicits = new ImplicitMessages(ran.Add);
        TipsetRun run = Again(tipset, TraceDetail.Events, null, null, implicits, TraceDetail.Events);
        Apply(run, tipset.Blocks, int.MaxValue, Ran, null, implicits);
        if (HasCron(run.Place.StateRoot))
            implicits.Cron(run.Machine, tipset.Height);
        return ran;

        void Ran(ApplyResult result)
        {
            AppliedMessage applied = tipset.Messages[index++];
            ran.Add(new RanMessage(applied.Message, applied.Cid, result, IsImplicit: false));
        }
    }

    /// <summary>Runs the messages of a tipset again, up to one of them.</summary>
    /// <param name="tipset">The tipset.</param>
    /// <param name="last">The place of the last message to run.</param>
    /// <param name="detail">What the results tell.</param>
    /// <param name="tracer">Watches EVM contracts.</param>
    /// <param name="atMessage">Called before each message; whether it is the last.</param>
    public IReadOnlyList<ApplyResult> Replay(ExecutedTipset tipset, int last, TraceDetail detail, IEvmTracer? tracer, Action<bool> atMessage)
    {
        TipsetRun run = Again(tipset, detail, tracer, null);
        var results = new List<ApplyResult>();
        Apply(run, tipset.Blocks, last + 1L, result => results.Add(result), () => atMessage(results.Count == last));
        return results;
    }

    /// <summary>Runs the messages of a tipset again, up to one of them, and writes the states before and after that one.</summary>
    /// <param name="tipset">The tipset.</param>
    /// <param name="last">The place of the message.</param>
    /// <param name="tracer">Watches EVM contracts.</param>
    /// <param name="over">Where the states are written; it reads the chain's blocks.</param>
    /// <param name="atMessage">Called before each message; whether it is the last.</param>
    public (ApplyResult Result, Cid Before, Cid After) ReplayBetween(ExecutedTipset tipset, int last, IEvmTracer? tracer, IBlockstore over, Action<bool> atMessage)
    {
        TipsetRun run = Again(tipset, TraceDetail.Events, tracer, over);
        var results = new List<ApplyResult>();
        Cid before = tipset.ParentStateRoot;
        Apply(run, tipset.Blocks, last + 1L, result => results.Add(result), () =>
        {
            if (results.Count == last)
                before = run.Machine.Flush();
            atMessage(results.Count == last);
        });
        return (results[^1], before, run.Finish(over).StateRoot);
    }

    /// <summary>Runs all messages of a tipset again, once, and tells of each as soon as it ran.</summary>
    /// <param name="tipset">The tipset.</param>
    /// <param name="tracer">Watches EVM contracts.</param>
    /// <param name="over">Where the states between messages are written; it reads the chain's blocks.</param>
    /// <param name="before">Called before each message, with its place.</param>
    /// <param name="after">Called after each message, with its place, its result, and the states before and after it.</param>
    public void ReplayEach(ExecutedTipset tipset, IEvmTracer tracer, IBlockstore over, Action<int> before, Action<int, ApplyResult, Cid, Cid> after)
    {
        TipsetRun run = Again(tipset, TraceDetail.Events, tracer, over);
        int index = 0;
        Cid root = tipset.ParentStateRoot;
        Apply(run, tipset.Blocks, int.MaxValue, Ran, () =>
        {
            root = run.Machine.Flush();
            before(index);
        });

        void Ran(ApplyResult result) => after(index++, result, root, run.Machine.Flush());
    }

    private TipsetRun Again(ExecutedTipset tipset, TraceDetail detail, IEvmTracer? tracer, IBlockstore? over, ImplicitMessages? implicits = null, TraceDetail before = TraceDetail.None)
    {
        var place = new MachinePlace(tipset.ParentStateRoot, tipset.NetworkVersion, tipset.Height, tipset.Timestamp, tipset.BaseFee) { Running = tipset.Tipset };
        MachinePlace after = NullRounds(place, tipset.ParentHeight, implicits ?? Untold, before);
        return new TipsetRun(options, machines.Build(after, detail, over, tracer), after, Lenient(over ?? blocks));
    }

    private LenientGas? Lenient(IBlockstore store) => options.Gas == DevnetGas.Lenient ? new LenientGas(machines, store) : null;

    private void Apply(TipsetRun run, IReadOnlyList<BlockMessages> tipset, long count, Action<ApplyResult>? after = null, Action? before = null, ImplicitMessages? implicits = null)
    {
        bool cron = HasCron(run.Place.StateRoot);
        ChainState senders = states.Open(run.Place.StateRoot);
        foreach (BlockMessages block in CanonicalOrder.Select(tipset, address => senders.Resolve(address)?.ToAddress()))
        {
            TokenAmount penalty = TokenAmount.Zero;
            TokenAmount tips = TokenAmount.Zero;
            foreach ((Message message, SignedMessage? signed) in block.InOrder())
            {
                if (count-- == 0)
                    return;
                before?.Invoke();
                ApplyResult result = run.Apply(message, signed, senders);
                after?.Invoke(result);
                penalty += result.Penalty;
                tips += result.MinerTip;
            }

            if (cron)
                (implicits ?? Untold).Reward(run.Machine, block, penalty, tips, run.Place.Height);
        }
    }

    /// <summary>Whether cron has anything to call, by its state; it never changes.</summary>
    private bool HasCron(Cid root)
    {
        if (hasCron is { } known)
            return known;
        ChainState state = states.Open(root);
        bool has = ChainEncoding.TryFromCbor<CronState>(blocks.Get(state.Actor(SingletonActors.Cron)!.Head).Span, out CronState? cron) && cron.Entries.Count != 0;
        hasCron = has;
        return has;
    }

    /// <summary>Cron of the epochs without a tipset, each on a machine of its own; they pay the base fee of the tipset that comes.</summary>
    private MachinePlace NullRounds(MachinePlace place, long parentHeight, ImplicitMessages implicits, TraceDetail detail)
    {
        for (long epoch = parentHeight + 1; epoch < place.Height && HasCron(place.StateRoot); epoch++)
        {
            ulong back = unchecked((ulong)(place.Height - epoch) * NetworkConstants.EpochDurationSeconds);
            VirtualMachine machine = machines.Build(place with { Height = epoch, Timestamp = place.Timestamp > back ? place.Timestamp - back : 0 }, detail);
            implicits.Cron(machine, epoch);
            place = place with { StateRoot = machine.Flush() };
        }

        return place;
    }
}
