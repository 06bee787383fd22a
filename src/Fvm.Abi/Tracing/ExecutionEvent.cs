using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Abi.Tracing;

/// <summary>One thing that happened while a message ran. A trace is their list in order of time.</summary>
public abstract record ExecutionEvent;

/// <summary>Gas was charged (the charge that ran out of gas included).</summary>
/// <param name="Name">The charge's name, as in ref-fvm <c>gas/price_list.rs</c>.</param>
/// <param name="Amount">How much.</param>
public sealed record GasCharged(string Name, GasAmount Amount) : ExecutionEvent
{
    /// <summary>What was taken for it: all of it, or what was left when the gas ran out. Their sum, less refunds, is the gas used.</summary>
    public GasAmount Taken { get; init; } = Amount;
}

/// <summary>Gas was given back: a negative charge (FVM v2, to nv17).</summary>
/// <param name="Name">The charge's name, as in ref-fvm <c>gas/price_list.rs</c>, or an actor's own.</param>
/// <param name="Amount">How much.</param>
public sealed record GasRefunded(string Name, GasAmount Amount) : ExecutionEvent;

/// <summary>A block that went with a call or came back.</summary>
/// <param name="Codec">Its multicodec.</param>
/// <param name="Data">Its bytes.</param>
public sealed record TracedBlock(ulong Codec, ReadOnlyMemory<byte> Data);

/// <summary>An actor (or the chain) calls another.</summary>
/// <param name="From">Who calls.</param>
/// <param name="To">Whom, as addressed.</param>
/// <param name="Method">The method number.</param>
/// <param name="Parameters">The parameters, or null.</param>
/// <param name="Value">The value transferred.</param>
/// <param name="GasLimit">Whole gas: the limit asked for, or what is left, whichever is smaller.</param>
/// <param name="ReadOnly">Whether the callee may change nothing.</param>
public sealed record CallStarted(
    ActorId From, Address To, ulong Method, TracedBlock? Parameters, TokenAmount Value, ulong GasLimit, bool ReadOnly) : ExecutionEvent;

/// <summary>The callee was found; its code runs next, if the method is not 0.</summary>
/// <param name="Id">The callee.</param>
/// <param name="Code">Its code.</param>
public sealed record ActorInvoked(ActorId Id, Cid Code) : ExecutionEvent;

/// <summary>The call came back.</summary>
/// <param name="ExitCode">How.</param>
/// <param name="Data">What it returned, or null.</param>
public sealed record CallReturned(ExitCode ExitCode, TracedBlock? Data) : ExecutionEvent;

/// <summary>The call could not be made.</summary>
/// <param name="Error">The error number (Forbidden for a fatal error).</param>
/// <param name="Detail">What was wrong.</param>
public sealed record CallRefused(ErrorNumber Error, string Detail) : ExecutionEvent;

/// <summary>An actor logged a line (<c>debug.log</c>, when debugging is on).</summary>
/// <param name="Actor">Which actor.</param>
/// <param name="Message">The line.</param>
public sealed record ActorLogged(ActorId Actor, string Message) : ExecutionEvent;

/// <summary>An actor kept an artifact (<c>debug.store_artifact</c>, when debugging is on).</summary>
/// <param name="Actor">Which actor.</param>
/// <param name="Name">The artifact's name.</param>
/// <param name="Data">The artifact.</param>
public sealed record ArtifactStored(ActorId Actor, string Name, ReadOnlyMemory<byte> Data) : ExecutionEvent;

/// <summary>
/// An actor's code called a syscall. What the syscall does follows, to its <see cref="SyscallLeft"/>; a fatal syscall has none. The flat price
/// of the call is the first charge inside; the execution before it was settled already.
/// </summary>
/// <param name="Module">The syscall's module, such as <c>ipld</c>.</param>
/// <param name="Name">The syscall's name, such as <c>block_open</c>.</param>
/// <param name="Caller">Which node of the invocation's <see cref="CodeProfiled"/> called; 0 without a profile.</param>
public sealed record SyscallEntered(string Module, string Name, int Caller) : ExecutionEvent;

/// <summary>The syscall came back.</summary>
/// <param name="Status">What it answered.</param>
public sealed record SyscallLeft(SyscallStatus Status) : ExecutionEvent;

/// <summary>An actor emitted an event, which stands unless its call is undone.</summary>
/// <param name="Event">The event and who emitted it.</param>
public sealed record EventEmitted(StampedEvent Event) : ExecutionEvent;

/// <summary>
/// Where the execution gas of an invocation of wasm code went, at its end: the tree of the calls of its functions, a node a path, parents before
/// children. Only from machines that profile.
/// </summary>
/// <param name="Nodes">The nodes; the first is the host, which calls the entry point.</param>
public sealed record CodeProfiled(IReadOnlyList<CodeProfileNode> Nodes) : ExecutionEvent;

/// <summary>One path of calls inside wasm code, and the execution gas of the function at its end.</summary>
/// <param name="Parent">The index of the caller's node; -1 for the first.</param>
/// <param name="Function">The function's name, or its index as <c>func[7]</c>.</param>
/// <param name="Calls">How often it was called on this path.</param>
/// <param name="Self">The execution gas that its own instructions took.</param>
public readonly record struct CodeProfileNode(int Parent, string Function, ulong Calls, GasAmount Self);

/// <summary>A built-in actor was called whose native code is not written yet: the call ends with exit 22, whatever the network's actor would have done.</summary>
/// <param name="Name">The actor's name in the manifest.</param>
public sealed record ActorOwed(string Name) : ExecutionEvent;

/// <summary>What native code did in an invocation, at its end: the measures by which its execution gas is modelled.</summary>
/// <param name="Actor">The actor's name.</param>
/// <param name="Method">The method's name; null when it has none.</param>
/// <param name="Syscalls">How many syscalls it made.</param>
/// <param name="BytesRead">Bytes of parameters, state and returns that it decoded.</param>
/// <param name="BytesWritten">Bytes that it encoded.</param>
/// <param name="Exited">Whether it left with an exit code.</param>
public sealed record ActorWorked(string Actor, string? Method, int Syscalls, long BytesRead, long BytesWritten, bool Exited) : ExecutionEvent
{
    /// <summary>What it counted itself; a unit may stand more than once.</summary>
    public IReadOnlyList<WorkUnits> Units { get; init; } = [];

    /// <summary>How many blocks of state it read.</summary>
    public int BlocksRead { get; init; }

    /// <summary>How many blocks of state it wrote.</summary>
    public int BlocksWritten { get; init; }

    /// <summary>Execution gas that it took by a table of its own, such as that of EVM instructions.</summary>
    public GasAmount Counted { get; init; }
}

/// <summary>Work that an actor counted itself.</summary>
/// <param name="Unit">Of what.</param>
/// <param name="Count">How much.</param>
public readonly record struct WorkUnits(string Unit, long Count);
