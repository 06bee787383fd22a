using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Hosting.Tracing;

/// <summary>Something in the tree of what happened while a message ran.</summary>
public abstract class TraceNode
{
    private readonly List<TraceNode> children = [];

    /// <summary>What happened inside, in order of time.</summary>
    public IReadOnlyList<TraceNode> Children => children;

    /// <summary>The gas that was taken for it, without the calls inside.</summary>
    public GasAmount Self { get; internal set; }

    /// <summary>The gas that was taken for it and for everything inside.</summary>
    public GasAmount Total { get; internal set; }

    internal void Add(TraceNode child) => children.Add(child);
}

/// <summary>A message: the charge for its inclusion, and the call that it makes.</summary>
public sealed class TraceMessage : TraceNode
{
    /// <summary>The outermost call, or null if the message was refused before it.</summary>
    public TraceCall? Call => Children.OfType<TraceCall>().FirstOrDefault();
}

/// <summary>A call of an actor.</summary>
/// <param name="started">Who calls whom, and with what.</param>
public sealed class TraceCall(CallStarted started) : TraceNode
{
    /// <summary>Who calls whom, and with what.</summary>
    public CallStarted Started { get; } = started;

    /// <summary>The callee, or null if it was not found.</summary>
    public ActorInvoked? Invoked { get; internal set; }

    /// <summary>How it came back; null if it was refused.</summary>
    public CallReturned? Returned { get; internal set; }

    /// <summary>Why it was refused; null if it came back.</summary>
    public CallRefused? Refused { get; internal set; }

    /// <summary>The execution gas by function, from machines that profile; else null.</summary>
    public CodeProfiled? Profile { get; internal set; }
}

/// <summary>A syscall of an actor's wasm code.</summary>
/// <param name="entered">Which.</param>
public sealed class TraceSyscall(SyscallEntered entered) : TraceNode
{
    /// <summary>Which syscall.</summary>
    public SyscallEntered Entered { get; } = entered;

    /// <summary>What it answered; null after a fatal error.</summary>
    public SyscallStatus? Status { get; internal set; }
}

/// <summary>A charge of gas.</summary>
/// <param name="charged">The charge.</param>
public sealed class TraceCharge(GasCharged charged) : TraceNode
{
    /// <summary>The charge.</summary>
    public GasCharged Charged { get; } = charged;
}

/// <summary>An event, a line of a log, an artifact, or the implicit constructor of a new account.</summary>
/// <param name="happened">What happened.</param>
public sealed class TraceNote(ExecutionEvent happened) : TraceNode
{
    /// <summary>What happened.</summary>
    public ExecutionEvent Happened { get; } = happened;

    /// <summary>Who made it, where that is known.</summary>
    public ActorId? Actor => Happened switch
    {
        EventEmitted emitted => emitted.Event.Emitter,
        ActorLogged logged => logged.Actor,
        ArtifactStored stored => stored.Actor,
        ActorInvoked invoked => invoked.Id,
        _ => null,
    };
}
