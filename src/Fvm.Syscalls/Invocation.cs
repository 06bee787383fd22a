using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Protocol;
using Fvm.Wasm;
using Fvm.Wasm.Runtime;

namespace Fvm.Syscalls;

/// <summary>
/// One invocation of wasm code: what the reference keeps beside the instance (ref-fvm <c>syscalls/mod.rs</c>, <c>InvocationData</c>). It is
/// the instance's host context and its growth limiter.
/// </summary>
/// <param name="kernel">The frame's kernel.</param>
/// <param name="rules">How the major version of the FVM binds.</param>
internal sealed class Invocation(IActorKernel kernel, BindingRules rules) : IGrowthLimiter
{
    /// <summary>Bytes that an element of a table counts in the memory budget (ref-fvm <c>machine/limiter.rs</c>).</summary>
    private const ulong TableElementSize = 8;

    private bool entered;
    private int profileNode;
    private Syscall? refusedBy;
    private SyscallStatus refusal;
    private ActorExit ending;

    /// <summary>The frame's kernel.</summary>
    public IActorKernel Kernel { get; } = kernel;

    /// <summary>The message's trace, or null.</summary>
    public ITracer? Tracer { get; } = kernel.Tracer;

    /// <summary>The settlement of execution gas.</summary>
    public ExecutionMeter Meter { get; } = new(kernel, rules.SettlesOnce);

    /// <summary>How the major version of the FVM binds.</summary>
    public BindingRules Rules { get; } = rules;

    /// <summary>Whether a syscall ended the invocation: the guest is being unwound.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Wasm calls the host: its gas so far goes to the function that calls.</summary>
    public void SuspendProfile(WasmInstance instance) => profileNode = instance.Profile?.Suspend(instance.Gas) ?? 0;

    /// <summary>Writes down that a syscall was called.</summary>
    public void TraceEntered(Syscall syscall) => Tracer?.Record(new SyscallEntered(syscall.Module, syscall.Name, profileNode));

    /// <summary>Writes down what a syscall answered.</summary>
    public void TraceLeft(SyscallStatus status) => Tracer?.Record(new SyscallLeft(status));

    /// <summary>Writes down where the execution gas went.</summary>
    public void TraceProfile(ExecutionProfile profile, IReadOnlyList<string> names)
    {
        if (Tracer is null) return;
        var nodes = new CodeProfileNode[profile.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            (int parent, int function, ulong calls, long self) = profile[i];
            nodes[i] = new CodeProfileNode(parent, function < 0 ? "(host)" : names[function], calls, new GasAmount((ulong)Math.Max(0, self)));
        }

        Tracer.Record(new CodeProfiled(nodes));
    }

    /// <summary>Marks that instantiation is over and the entry point runs.</summary>
    public void Enter() => entered = true;

    /// <summary>
    /// A start function may not call syscalls: the reference has no memory to give them yet and panics. That is its loss of the whole
    /// machine; here it is fatal to the message.
    /// </summary>
    public void RequireEntered(Syscall syscall)
    {
        if (!entered) FatalException.Throw($"syscall {syscall.Module}::{syscall.Name} called by a start function");
    }

    /// <summary>Ends the invocation as <c>vm.exit</c> does.</summary>
    public void Exit(ExitCode code, uint block, string message) => End(new ActorExit(ActorExitKind.Exited, code, block, message, null));

    /// <summary>Ends the invocation for want of gas.</summary>
    public void RunOutOfGas() => End(new ActorExit(ActorExitKind.OutOfGas, ExitCode.SysOutOfGas, 0, "out of gas", null));

    /// <summary>Remembers the refusal that may be the cause of the actor's end.</summary>
    public void NoteRefusal(Syscall syscall, SyscallStatus status)
    {
        refusedBy = syscall;
        refusal = status;
    }

    /// <summary>A syscall worked: an earlier refusal is not the cause of anything any more.</summary>
    public void ForgetRefusal() => refusedBy = null;

    /// <summary>How a syscall ended the invocation.</summary>
    public ActorExit Ending => WithCause(ending);

    /// <summary>An end with the last refusal as its cause.</summary>
    public ActorExit WithCause(ActorExit exit) =>
        refusedBy is null ? exit : exit with { Cause = new SyscallFailure(refusedBy.Module, refusedBy.Name, refusal) };

    /// <inheritdoc/>
    public bool AllowMemory(ulong currentBytes, ulong desiredBytes) =>
        Kernel.Memory.TryGrow(desiredBytes > currentBytes ? desiredBytes - currentBytes : 0);

    /// <inheritdoc/>
    public bool AllowTable(ulong currentElements, ulong desiredElements)
    {
        ulong more = desiredElements > currentElements ? desiredElements - currentElements : 0;
        return Kernel.Memory.TryGrow(more > ulong.MaxValue / TableElementSize ? ulong.MaxValue : more * TableElementSize);
    }

    private void End(ActorExit exit)
    {
        ending = exit;
        HasEnded = true;
    }
}
