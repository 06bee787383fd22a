using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// The way from native code to the kernel: settles execution gas, charges the host call, traces, and unwinds when the gas is gone, in the order in which the
/// wasm binding does it (ref-fvm <c>syscalls/bind.rs</c>), so that gas runs out at the same calls.
/// </summary>
internal sealed class SyscallGate(IActorKernel kernel, ExecutionSchedule schedule)
{
    /// <summary>The name of execution gas in traces; the counterpart of <c>wasm_exec</c>.</summary>
    internal const string ExecutionCharge = "native_exec";

    /// <summary>The name of the charge for what a wasm instance would take; the counterpart of <c>wasm_memory_init</c>.</summary>
    internal const string InstanceCharge = "native_init";

    private const string HostCallCharge = "OnSyscall";

    private readonly ITracer? tracer = kernel.Tracer;
    private readonly IGasOps gas = kernel.Gas;
    private readonly GasAmount hostCall = kernel.Gas.Prices.HostCall;
    private GasAmount pending;
    private SyscallFailure? refusal;
    private int syscalls;
    private long bytesRead;
    private long bytesWritten;
    private int blocksRead;
    private int blocksWritten;
    private bool exited;
    private GasAmount counted;
    private List<WorkUnits>? units;

    public IActorKernel Kernel { get; } = kernel;

    public ExecutionSchedule Schedule { get; } = schedule;

    /// <summary>The name of the method that runs; null when there is none.</summary>
    public string? Method { get; private set; }

    /// <summary>The last refused syscall, if no other syscall followed it.</summary>
    public SyscallFailure? Refusal => refusal;

    /// <summary>The gas that is left, less what is pending; no syscall.</summary>
    public GasAmount Remaining => gas.Available - pending;

    /// <summary>Adds to the execution gas that is settled at the next syscall or at the end.</summary>
    public void Work(GasAmount amount) => pending += amount;

    /// <summary>The same for what an actor prices by a table of its own.</summary>
    public void WorkCounted(GasAmount amount)
    {
        counted += amount;
        Work(amount);
    }

    public void WorkBlockRead()
    {
        blocksRead++;
        Work(Schedule.BlockRead);
    }

    public void WorkBlockWritten()
    {
        blocksWritten++;
        Work(Schedule.BlockWrite);
    }

    /// <summary>Runs out of gas: the work that was not done would have cost more than is left.</summary>
    [DoesNotReturn]
    public void SpendAll()
    {
        pending = GasAmount.Max;
        Settle();
        throw new OutOfGasException();
    }

    public void WorkRead(int bytes)
    {
        bytesRead += bytes;
        Work(Schedule.ByteRead * (ulong)bytes);
    }

    public void WorkWritten(int bytes)
    {
        bytesWritten += bytes;
        Work(Schedule.ByteWritten * (ulong)bytes);
    }

    /// <summary>The method, as soon as it is known: what it costs beyond the rest.</summary>
    public void WorkMethod(string name)
    {
        Method = name;
        if (Schedule.Methods.TryGetValue(name, out GasAmount work))
            Work(work);
    }

    public void WorkUnits(string unit, long count)
    {
        if (Schedule.Units.TryGetValue(unit, out GasAmount price))
            Work(price * (ulong)Math.Max(0, count));
        if (tracer is not null)
            (units ??= []).Add(new WorkUnits(unit, count));
    }

    public void WorkExit()
    {
        exited = true;
        Work(Schedule.Exit);
    }

    /// <summary>Says in the trace what was done, for whoever fits the schedule.</summary>
    public void TellWork(string actor) => tracer?.Record(new ActorWorked(actor, Method, syscalls, bytesRead, bytesWritten, exited)
    {
        Units = units ?? [],
        BlocksRead = blocksRead,
        BlocksWritten = blocksWritten,
        Counted = counted,
    });

    /// <summary>Charges the execution gas so far.</summary>
    public void Settle()
    {
        GasAmount amount = pending;
        pending = GasAmount.Zero;
        Charge(ExecutionCharge, amount);
    }

    public void ChargeInstance() => Charge(InstanceCharge, Schedule.Instance);

    /// <summary>A syscall begins.</summary>
    public void Enter(string module, string name)
    {
        syscalls++;
        Work(Schedule.Syscall);
        if (tracer is null)
        {
            // One charge for both: nobody sees two, and where the gas ends, all of it is used either way.
            pending += hostCall;
            Settle();
        }
        else
        {
            Settle();
            tracer.Record(new SyscallEntered(module, name, 0));
            Charge(HostCallCharge, hostCall);
        }

        refusal = null;
    }

    /// <summary>A syscall ends; returns what it answered, unless the gas is gone.</summary>
    public SyscallStatus Leave(string module, string name, SyscallStatus status)
    {
        tracer?.Record(new SyscallLeft(status));
        if (status.Outcome == SyscallOutcome.OutOfGas)
            throw new OutOfGasException();
        if (!status.IsOk)
            refusal = new SyscallFailure(module, name, status);
        return status;
    }

    /// <summary>A syscall ends that cannot be refused unless the actor's code is wrong: the wasm actors panic then (exit 24).</summary>
    public void LeaveOk(string module, string name, SyscallStatus status)
    {
        if (!Leave(module, name, status).IsOk)
            Abort.AssertionFailed($"unexpected error from {module}::{name}: {status}");
    }

    /// <summary>A syscall ends that may find nothing; any other refusal is exit 24.</summary>
    public bool LeaveFound(string module, string name, SyscallStatus status)
    {
        if (Leave(module, name, status).IsOk)
            return true;
        if (status.Error != ErrorNumber.NotFound)
            Abort.AssertionFailed($"unexpected error from {module}::{name}: {status}");
        return false;
    }

    private void Charge(string name, GasAmount amount)
    {
        SyscallStatus status = gas.Charge(name, amount);
        if (status.Outcome == SyscallOutcome.OutOfGas)
            throw new OutOfGasException();
        if (!status.IsOk)
            FatalException.Throw($"unexpected syscall error: {status}");
    }
}
