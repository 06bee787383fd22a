using Fvm.Abi;
using Fvm.Abi.Kernel;

namespace Fvm.Syscalls;

/// <summary>
/// Settles the gas that wasm code takes from the counter of its instance with the gas that the machine knows of (ref-fvm
/// <c>syscalls/mod.rs</c>: <c>charge_for_init</c>, <c>charge_for_exec</c>, <c>update_gas_available</c>). The counter is set to what is left
/// before wasm runs and after each syscall; when wasm leaves, what is missing from it is charged.
/// </summary>
/// <param name="kernel">The frame's kernel.</param>
/// <param name="settlesOnce">Whether a settlement is remembered before the next refresh (FVM v2).</param>
internal sealed class ExecutionMeter(IActorKernel kernel, bool settlesOnce = false)
{
    private readonly IGasOps gas = kernel.Gas;
    private readonly ExecutionPrices prices = kernel.Gas.Prices;
    private readonly IMemoryBudget memory = kernel.Memory;

    private GasAmount lastAvailable;
    private ulong lastMemory;

    /// <summary>Charges for the memory and the table that an instance begins with. The table comes first, and only if it is exported as "table".</summary>
    /// <param name="memoryBytes">The least size of the memory.</param>
    /// <param name="tableElements">The least size of the table, or null.</param>
    public SyscallStatus ChargeInitialisation(ulong memoryBytes, ulong? tableElements)
    {
        if (tableElements is { } elements)
        {
            SyscallStatus status = Charge("wasm_table_init", prices.TablePerElement * elements);
            if (!status.IsOk) return status;
        }

        return Charge("wasm_memory_init", prices.MemoryPerByte * memoryBytes);
    }

    /// <summary>Charges for a host call.</summary>
    public SyscallStatus ChargeHostCall() => Charge("OnSyscall", prices.HostCall);

    /// <summary>Remembers what is left and what memory is in use.</summary>
    /// <returns>What to set the instance's counter to, in milligas.</returns>
    public long Refresh()
    {
        GasAmount available = gas.Available;
        if (available.Milligas > long.MaxValue) FatalException.Throw("available milligas exceeded i64::MAX");
        lastAvailable = available;
        lastMemory = memory.Used;
        return (long)available.Milligas;
    }

    /// <summary>
    /// Charges what wasm took since the last refresh (FVM v2: or settlement); it does not refresh. The charge for grown memory is shown apart, as far as the whole
    /// covers it; the whole is what counts. A charge of nothing is charged all the same: it stands in the trace.
    /// </summary>
    /// <param name="counter">The instance's counter in milligas; below 0 when wasm ran out, and then the charge cannot be met.</param>
    public SyscallStatus ChargeExecution(long counter)
    {
        GasAmount execution = counter < 0
            ? lastAvailable + new GasAmount((ulong)-(counter + 1) + 1)
            : lastAvailable - new GasAmount((ulong)counter);
        if (settlesOnce) lastAvailable = new GasAmount((ulong)Math.Max(counter, 0));
        ulong used = memory.Used;
        GasAmount growth = GasAmount.Min(prices.MemoryPerByte * (used > lastMemory ? used - lastMemory : 0), execution);

        SyscallStatus status = Charge("wasm_exec", execution - growth);
        return status.IsOk && !growth.IsZero ? Charge("wasm_memory_grow", growth) : status;
    }

    private SyscallStatus Charge(string name, GasAmount amount)
    {
        SyscallStatus status = gas.Charge(name, amount);
        if (status.Outcome == SyscallOutcome.Refused) FatalException.Throw($"unexpected syscall error: {status}");
        return status;
    }
}
