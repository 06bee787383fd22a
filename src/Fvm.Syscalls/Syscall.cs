using System.Collections.Immutable;
using Fvm.Abi;
using Fvm.Protocol;
using Fvm.Wasm;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls;

/// <summary>
/// One syscall: its name, its shape, and what it does between the settlement of gas before and after (ref-fvm <c>syscalls/bind.rs</c>). The
/// wasm function takes a pointer to the answer first, if there is an answer, then the parameters; it returns 0 or an error number.
/// </summary>
internal sealed class Syscall
{
    private readonly int answerSize;
    private readonly SyscallHandler handler;

    /// <summary>A row of the syscall table.</summary>
    /// <param name="module">The import's module.</param>
    /// <param name="name">The import's name.</param>
    /// <param name="parameters">The parameters, without the out pointer.</param>
    /// <param name="answerSize">Bytes of the answer; 0 for none, and then there is no out pointer.</param>
    /// <param name="handler">What it does.</param>
    public Syscall(string module, string name, ImmutableArray<ValueType> parameters, int answerSize, SyscallHandler handler)
    {
        Module = module;
        Name = name;
        this.answerSize = answerSize;
        this.handler = handler;
        Type = new FunctionType(answerSize == 0 ? parameters : [ValueType.I32, .. parameters], [ValueType.I32]);
        HostFunction = Run;
    }

    /// <summary>The import's module.</summary>
    public string Module { get; }

    /// <summary>The import's name.</summary>
    public string Name { get; }

    /// <summary>The type that an import must have.</summary>
    public FunctionType Type { get; }

    /// <summary>The function to link; one for all instances, which tell themselves apart by their host context.</summary>
    public HostFunction HostFunction { get; }

    private ulong Run(WasmInstance instance, ReadOnlySpan<ulong> arguments)
    {
        Invocation invocation = (Invocation)instance.HostContext!;
        return invocation.Tracer is null ? RunSettled(instance, arguments, invocation) : RunTraced(instance, arguments, invocation);
    }

    private ulong RunTraced(WasmInstance instance, ReadOnlySpan<ulong> arguments, Invocation invocation)
    {
        invocation.SuspendProfile(instance);
        ulong result = RunSettled(instance, arguments, invocation);
        instance.Profile?.Resume(instance.Gas);
        return result;
    }

    private ulong RunSettled(WasmInstance instance, ReadOnlySpan<ulong> arguments, Invocation invocation)
    {
        SyscallStatus status = invocation.Meter.ChargeExecution(instance.Gas);
        if (status.IsOk) invocation.TraceEntered(this);
        if (status.IsOk) status = invocation.Meter.ChargeHostCall();
        if (!status.IsOk) return Unwind(instance, invocation);
        invocation.RequireEntered(this);

        Span<byte> memory = instance.Memory;
        Span<byte> answer = default;
        if (answerSize != 0)
        {
            ulong at = (uint)arguments[0];
            if (at + (ulong)answerSize > (ulong)memory.Length)
            {
                // The reference returns here without setting the gas counter again, nor what it remembers of it: the wasm gas since the last
                // refresh is charged a second time at the next settlement (vm-facts section 8, 8).
                invocation.NoteRefusal(this, NoSpace);
                invocation.TraceLeft(NoSpace);
                return (ulong)ErrorNumber.IllegalArgument;
            }

            answer = memory.Slice((int)at, answerSize);
            arguments = arguments[1..];
        }

        SyscallCall call = new(invocation, memory, arguments, answer);
        status = handler(in call);
        instance.Gas = invocation.Meter.Refresh();
        invocation.TraceLeft(status);
        return Return(instance, invocation, status);
    }

    private ulong Return(WasmInstance instance, Invocation invocation, SyscallStatus status)
    {
        if (invocation.HasEnded)
        {
            instance.Abort();
            return 0;
        }

        switch (status.Outcome)
        {
            case SyscallOutcome.Ok:
                invocation.ForgetRefusal();
                return 0;
            case SyscallOutcome.Refused:
                invocation.NoteRefusal(this, status);
                return (ulong)status.Error;
            default:
                return Unwind(instance, invocation);
        }
    }

    private static ulong Unwind(WasmInstance instance, Invocation invocation)
    {
        invocation.RunOutOfGas();
        instance.Abort();
        return 0;
    }

    private static SyscallStatus NoSpace => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "no space for return value");
}
