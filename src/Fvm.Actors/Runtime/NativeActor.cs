using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// An actor in C#: a name and a dispatch table. This is the boundary between exceptions inside and values outside (builtin-actors
/// <c>runtime/fvm.rs</c>, trampoline): aborts become exits, arithmetic that overflows is what a wasm actor's panic is (24), malformed data that nobody
/// translated is 20, and running out of gas ends the invocation. Anything else is a bug of the actor and fatal to the message.
/// </summary>
public abstract class NativeActor : IActorCode
{
    /// <summary>The actor's name, for logs, traces and the schedule of execution gas.</summary>
    public abstract string Name { get; }

    /// <summary>What it answers.</summary>
    public abstract MethodTable Methods { get; }

    /// <summary>What running it costs: by its name, or <see cref="ExecutionSchedule.Unmeasured"/> when nobody measured it.</summary>
    public virtual ExecutionSchedule Schedule => NativeSchedules.Of(Name);

    /// <inheritdoc/>
    public ActorExit Invoke(IActorKernel kernel, uint parameters)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var gate = new SyscallGate(kernel, Schedule);
        try
        {
            return Guarded(gate, parameters);
        }
        catch (OutOfGasException)
        {
            return new ActorExit(ActorExitKind.OutOfGas, ExitCode.SysOutOfGas, 0, "out of gas", gate.Refusal);
        }
        catch (Exception bug) when (bug is not (FatalException or BlockUnavailableException))
        {
            throw new FatalException($"native actor '{Name}' failed: {bug.Message}", bug);
        }
        finally
        {
            gate.TellWork(Name);
        }
    }

    private ActorExit Guarded(SyscallGate gate, uint parameters)
    {
        try
        {
            return Run(gate, parameters);
        }
        catch (ActorAbortException abort)
        {
            return Exit(gate, abort.Code, abort.Message, abort.Block);
        }
        catch (ActorTrapException trap)
        {
            return new ActorExit(ActorExitKind.Exited, ExitCode.SysIllegalInstruction, 0, trap.Message, gate.Refusal);
        }
        catch (ArithmeticException panic)
        {
            return Exit(gate, ExitCode.UsrAssertionFailed, panic.Message, null);
        }
        catch (IpldException malformed)
        {
            return Exit(gate, ExitCode.UsrIllegalState, malformed.Message, null);
        }
    }

    private ActorExit Run(SyscallGate gate, uint parameters)
    {
        gate.ChargeInstance();
        gate.Work(Schedule.Start);
        var runtime = new ActorRuntime(gate, Name);
        IpldBlock? block = ReadParameters(gate, parameters);
        if (Methods.Find(runtime.Message.Method) is { } method)
            gate.WorkMethod(method.Id.Name);
        if (Methods.Refuse(runtime, block) is { } refusal)
            return Exit(gate, refusal.Code, refusal.Message, null);
        IpldBlock? returned = Methods.Dispatch(runtime, block);
        if (!runtime.Caller.IsValidated)
            Abort.AssertionFailed("failed to validate caller");
        uint handle = returned is null ? 0 : PutBlock(gate, returned);
        gate.Settle();
        return new ActorExit(ActorExitKind.Returned, ExitCode.Ok, handle, null, null);
    }

    private static IpldBlock? ReadParameters(SyscallGate gate, uint handle)
    {
        if (handle == 0)
            return null;
        gate.Enter("ipld", "block_stat");
        gate.LeaveOk("ipld", "block_stat", gate.Kernel.Ipld.BlockStat(handle, out BlockStat stat));
        gate.Enter("ipld", "block_read");
        gate.LeaveOk("ipld", "block_read", gate.Kernel.Ipld.BlockLend(handle, stat.Size, out ReadOnlyMemory<byte> data));
        gate.WorkRead(data.Length);
        return new IpldBlock(stat.Codec, data);
    }

    private static uint PutBlock(SyscallGate gate, IpldBlock block)
    {
        gate.WorkWritten(block.Data.Length);
        gate.Enter("ipld", "block_create");
        gate.LeaveOk("ipld", "block_create", gate.Kernel.Ipld.BlockKeep(block.Codec, block.Data, out uint handle));
        return handle;
    }

    /// <summary>Leaves as <c>vm.exit</c> does; a code of the VM's own (1 to 15) comes out as 9, and 0 does not get here.</summary>
    private static ActorExit Exit(SyscallGate gate, ExitCode code, string message, IpldBlock? data)
    {
        SyscallFailure? cause = gate.Refusal;
        gate.WorkExit();
        uint handle = data is null ? 0 : PutBlock(gate, data);
        gate.Enter("vm", "exit");
        gate.Leave("vm", "exit", SyscallStatus.Ok);
        return code.IsSystemError && !code.IsSuccess
            ? new ActorExit(
                ActorExitKind.Exited,
                ExitCode.SysIllegalExitCode,
                handle,
                string.Create(CultureInfo.InvariantCulture, $"actor aborted with code {code.Value}"),
                cause)
            : new ActorExit(ActorExitKind.Exited, code, handle, message, cause);
    }
}
