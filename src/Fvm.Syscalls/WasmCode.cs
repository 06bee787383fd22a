using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Wasm;

namespace Fvm.Syscalls;

/// <summary>
/// Actor code in wasm, linked to its syscalls (ref-fvm <c>engine/mod.rs</c>, <c>instantiate</c>; <c>call_manager/default.rs</c>, <c>send_resolved</c>).
/// </summary>
/// <param name="module">The compiled module.</param>
/// <param name="shape">What of its exports matters.</param>
/// <param name="links">Its syscalls.</param>
/// <param name="rules">How the major version of the FVM binds.</param>
/// <param name="names">What the functions are called, for profiles; null where the module is not compiled to be profiled.</param>
internal sealed class WasmCode(CompiledModule module, ModuleShape shape, ModuleLinks links, BindingRules rules, IReadOnlyList<string>? names) : IActorCode
{
    /// <inheritdoc/>
    public ActorExit Invoke(IActorKernel kernel, uint parameters) => Enter(kernel, shape.Invoke, rules.MissingInvokeExits, [parameters]);

    /// <inheritdoc/>
    public ActorExit Upgrade(IActorKernel kernel, uint parameters, uint upgrade) =>
        Enter(kernel, shape.Upgrade, exitsWhenMissing: true, [parameters, upgrade]);

    private ActorExit Enter(IActorKernel kernel, EntryPoint entry, bool exitsWhenMissing, ReadOnlySpan<ulong> arguments)
    {
        if (shape.MemoryBytes is not { } memoryBytes)
        {
            FatalException.Throw("actor has no memory export");
            return default;
        }

        Invocation invocation = new(kernel, rules);
        if (!rules.InstantiatesWithoutGas && !invocation.Meter.ChargeInitialisation(memoryBytes, shape.TableElements).IsOk) return OutOfGas(invocation);
        if (links.Failure is { } failure) FatalException.Throw(failure);

        WasmInstance? instance = null;
        try
        {
            WasmTrap trap = Instantiate(invocation, out instance, out long counter);
            if (rules.InstantiatesWithoutGas)
            {
                if (trap != WasmTrap.None) FatalException.Throw($"failed to instantiate module: {trap}");
                return Run(invocation, instance!, entry, exitsWhenMissing, arguments);
            }

            if (!invocation.Meter.ChargeExecution(counter).IsOk) return OutOfGas(invocation);
            if (trap != WasmTrap.None) return IllegalInstruction(invocation, $"failed to instantiate module: {trap}");
            return Run(invocation, instance!, entry, exitsWhenMissing, arguments);
        }
        finally
        {
            // A fatal error passes through here from any depth; the instance's memory goes either way.
            if (instance?.Profile is { } profile) invocation.TraceProfile(profile, names!);
            instance?.Dispose();
        }
    }

    /// <summary>
    /// Makes the instance and runs its start function, if it has one. Whatever goes wrong in either ends the same, even an exit or a refused
    /// memory; only gas is looked at first, by the caller.
    /// </summary>
    private WasmTrap Instantiate(Invocation invocation, out WasmInstance? instance, out long counter)
    {
        counter = rules.InstantiatesWithoutGas ? 0 : invocation.Meter.Refresh();
        WasmTrap trap = module.TryInstantiate(links.Functions, invocation, invocation, counter, rules.Limits, out instance);
        if (instance is null) return trap;
        instance.Profile?.Resume(counter);
        if (trap == WasmTrap.None) trap = instance.RunStart();
        counter = instance.Gas;
        return trap;
    }

    private ActorExit Run(Invocation invocation, WasmInstance instance, EntryPoint entry, bool exitsWhenMissing, ReadOnlySpan<ulong> arguments)
    {
        if (exitsWhenMissing && !entry.Exists)
            return invocation.WithCause(new ActorExit(ActorExitKind.Exited, ExitCode.SysInvalidReceiver, 0, "actor has no such function", null));
        if (entry.Index is not { } function)
        {
            // FVM v4 notices the wrong type only when it calls, and settles after the call.
            if (exitsWhenMissing) SettleFatal(invocation);
            FatalException.Throw("actor has no function invoke (or upgrade) of the right type");
            return default;
        }

        instance.Gas = invocation.Meter.Refresh();
        instance.Profile?.Resume(instance.Gas);
        invocation.Enter();
        Span<ulong> results = stackalloc ulong[1];
        WasmTrap trap;
        try
        {
            trap = instance.Invoke(function, arguments, results);
        }
        catch (Exception fatal) when (fatal is FatalException or IpldException)
        {
            SettleFatal(invocation);
            throw;
        }

        instance.Profile?.Suspend(instance.Gas);

        // Out of gas shows here: the counter is below zero, and the charge for it cannot be met.
        if (!invocation.Meter.ChargeExecution(instance.Gas).IsOk) return OutOfGas(invocation);
        return trap switch
        {
            WasmTrap.None => new ActorExit(ActorExitKind.Returned, ExitCode.Ok, (uint)results[0], null, null),
            WasmTrap.HostAbort when invocation.HasEnded => invocation.Ending,
            WasmTrap.OutOfGas => OutOfGas(invocation),
            _ => IllegalInstruction(invocation, $"wasm trap: {trap}"),
        };
    }

    /// <summary>
    /// The reference settles execution gas on its way out of wasm even when a syscall was fatal: nothing is left to charge, but traces show it.
    /// </summary>
    private static void SettleFatal(Invocation invocation) => invocation.Meter.ChargeExecution(invocation.Meter.Refresh());

    private static ActorExit OutOfGas(Invocation invocation) =>
        invocation.WithCause(new ActorExit(ActorExitKind.OutOfGas, ExitCode.SysOutOfGas, 0, "out of gas", null));

    private static ActorExit IllegalInstruction(Invocation invocation, string message) =>
        invocation.WithCause(new ActorExit(ActorExitKind.Exited, ExitCode.SysIllegalInstruction, 0, message, null));
}
