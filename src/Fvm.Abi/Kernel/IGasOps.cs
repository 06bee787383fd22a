namespace Fvm.Abi.Kernel;

/// <summary>The prices that the binding of actor code settles itself; everything else is priced inside the kernel.</summary>
/// <param name="HostCall">A host call (OnSyscall).</param>
/// <param name="MemoryPerByte">A byte of initial or grown memory.</param>
/// <param name="TablePerElement">An element of an initial table.</param>
/// <param name="Metering">The prices of instructions.</param>
public sealed record ExecutionPrices(GasAmount HostCall, GasAmount MemoryPerByte, GasAmount TablePerElement, InstructionPrices Metering);

/// <summary>A release of fvm-wasm-instrument, which decides what a module may hold and where it is charged.</summary>
public enum InstrumentRelease : byte
{
    /// <summary>0.4.0, of FVM v3 and v4 (network versions 18 and later).</summary>
    V0_4,

    /// <summary>0.2.0, of FVM v2 (network versions 16 and 17).</summary>
    V0_2,
}

/// <summary>The prices of wasm instructions, all in milligas, as fvm-wasm-instrument is told them; a part of a compiled module's identity.</summary>
/// <param name="Instruction">One instruction (the free ones excepted).</param>
/// <param name="MemoryPage">A page of grown memory.</param>
/// <param name="MemoryByte">A byte copied, filled or initialised in memory.</param>
/// <param name="TableElement">An element copied, filled, initialised or grown in a table.</param>
/// <param name="StackLimit">The limit of the metered stack, in elements.</param>
/// <param name="Release">Whose rules place the charges.</param>
public sealed record InstructionPrices(
    ulong Instruction, ulong MemoryPage, ulong MemoryByte, ulong TableElement, uint StackLimit, InstrumentRelease Release = InstrumentRelease.V0_4);

/// <summary>The syscall family <c>gas</c>, and what the binding needs to settle execution gas.</summary>
public interface IGasOps
{
    /// <summary>What is left inside the current limit.</summary>
    GasAmount Available { get; }

    /// <summary>The prices of execution.</summary>
    ExecutionPrices Prices { get; }

    /// <summary>Charges gas under a name.</summary>
    /// <param name="name">The charge's name in traces.</param>
    /// <param name="amount">How much.</param>
    /// <returns>Ok or OutOfGas.</returns>
    SyscallStatus Charge(string name, GasAmount amount);

    /// <summary>Gives gas back under a name: FVM v2 counts with a sign, and lets actors charge less than nothing (to nv17).</summary>
    /// <param name="name">The charge's name in traces.</param>
    /// <param name="amount">How much; what is left may come to exceed the limit.</param>
    void Refund(string name, GasAmount amount);
}
