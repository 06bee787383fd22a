using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Execution.Gas;
using Fvm.Execution.State;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>
/// Everything that one message changes while it runs, and the one place where a call's changes begin and end. Not reverted by a failed
/// call: gas, the counters, the blocks in the buffered store (a flush keeps only reachable ones).
/// </summary>
internal sealed class MessageSession : ITracer
{
    private readonly StateTree tree;
    private readonly List<ExecutionEvent>? trace;

    public MessageSession(Machine machine, MessageOrigin origin, GasAmount gasLimit)
    {
        Machine = machine;
        Origin = origin;
        tree = machine.Tree;
        trace = machine.Context.Tracing ? [] : null;
        Gas = new GasTracker(gasLimit, trace, machine.Rules.SignedGas);
        Scratch = machine.Scratches.Rent(machine.Rules);
        Scratch.Begin();
        Memory = new MemoryBudget(machine.Rules.BoundsMemory ? machine.Context.MaxMemoryBytes : ulong.MaxValue);
        Events = new EventLog(machine.Context.Events, trace);
    }

    public Machine Machine { get; }

    public MessageOrigin Origin { get; }

    public GasTracker Gas { get; }

    public MessageScratch Scratch { get; }

    public StateAccessTracker Access => Scratch.Access;

    public EventLog Events { get; }

    public MemoryBudget Memory { get; }

    public Backtrace Backtrace { get; } = new();

    /// <summary>Frames on the call stack.</summary>
    public int Depth { get; private set; }

    /// <summary>Actors created by actors so far (in FVM v2: addresses asked for). Goes into new addresses; a revert does not take it back.</summary>
    public ulong ActorsCreated { get; set; }

    public IReadOnlyList<ExecutionEvent> Trace => trace ?? [];

    /// <summary>Whether anybody reads the trace; events are made only then.</summary>
    public bool IsTracing => trace is not null;

    public void Record(ExecutionEvent happened) => trace?.Add(happened);

    /// <summary>Leaves the room that the message had to the next.</summary>
    public void Close() => Machine.Scratches.Return(Scratch);

    /// <summary>Charges gas.</summary>
    /// <returns>False when it ran out.</returns>
    public bool TryCharge(GasCharge charge) => Gas.TryCharge(charge);

    /// <summary>The actors on the call stack, outermost first, and whether they are there for an upgrade.</summary>
    public List<(ActorId Actor, bool IsUpgrade)> CallStack => Scratch.CallStack;

    /// <summary>Begins a frame; the returned mark goes back to <see cref="End"/>.</summary>
    public ulong Begin()
    {
        BeginTransaction();
        Depth++;
        return Memory.Used;
    }

    /// <summary>Ends the innermost frame.</summary>
    public void End(ulong memoryMark, bool revert)
    {
        Depth--;
        Memory.Restore(memoryMark);
        EndTransaction(revert);
    }

    /// <summary>Begins a transaction that is no frame.</summary>
    public void BeginTransaction()
    {
        tree.Begin();
        Events.Begin();
        Access.Begin();
    }

    /// <summary>Ends the innermost transaction.</summary>
    public void EndTransaction(bool revert)
    {
        Access.End(revert);
        Events.End(revert);
        tree.End(revert);
    }
}

/// <summary>Where a message on chain comes from.</summary>
/// <param name="Id">The sender.</param>
/// <param name="Address">The sender as written in the message: new addresses derive from it.</param>
/// <param name="Nonce">The message's nonce.</param>
/// <param name="GasPremium">The premium after the fee cap, as actors see it.</param>
internal sealed record MessageOrigin(ActorId Id, Address Address, ulong Nonce, TokenAmount GasPremium);
