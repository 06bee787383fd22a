using System.Collections.Immutable;
using Fvm.Wasm.Metering;

namespace Fvm.Wasm;

/// <summary>
/// A validated module with the annotations of gas and stack metering. The network rewrites modules (fvm-wasm-instrument: the stack limiter
/// first, gas metering over its output); we leave the code as it is and say where the rewritten code would have charged and checked.
/// </summary>
/// <remarks>
/// What the compiler owes, where <see cref="IsMetered"/>; gas is a signed 64-bit counter, height an unsigned 32-bit one that is 0 when the
/// instance is created.
/// <list type="number">
/// <item><b>Charge.</b> gas = gas - cost, wrapping; the difference is stored first; if it is then below 0: trap <c>OutOfGas</c>. Before an
/// operator: its <see cref="GasCharge"/>, then its <see cref="LinearCharge"/>, then the operator. Charges in unreachable code never fall due.</item>
/// <item><b>Direct call</b> (<c>call f</c>) of a defined function: height = height + StackCost(f), wrapping; if height is above
/// <see cref="StackLimit"/>, unsigned: trap <c>Unreachable</c>; the call; height = height - StackCost(f). The inserted operators' gas (52 gas
/// a call instead of 4) is already within the charges. Proof that no charge falls between the height check and the call: the check's
/// <c>if</c> ... <c>end</c> holds only free operators and no branch, so the metering algorithm closes an empty block there and leaves the
/// surrounding block open. Calls of imported functions are not counted.</item>
/// <item><b>Thunk.</b> A defined function with <see cref="MeteredFunction.HasThunk"/> is reached, when invoked by the host as an export or
/// as the start function, or through a table entry that an element segment of index form wrote, so: charge ThunkCost; then as in a
/// direct call. A <c>call f</c> in the code never goes through the thunk, nor does a reference that a global's <c>ref.func</c> made (the
/// reference leaves that one alone): calling it indirectly neither charges a thunk nor counts height.</item>
/// <item>Height is not unwound by a trap: the instance is done for. The counters keep their values, the host reads gas.</item>
/// <item>Memory and table operators never charge by themselves: all is in the annotations.</item>
/// </list>
/// Where not <see cref="IsMetered"/>: no charges, no thunks; heights are counted on every call of a defined function, direct, indirect or by
/// the host, if and only if <see cref="StackLimit"/> is below <see cref="uint.MaxValue"/>.
/// </remarks>
public sealed class MeteredModule
{
    internal MeteredModule(ValidatedModule validated, MeteringSettings? settings, uint stackLimit, ImmutableArray<MeteredFunction> functions)
    {
        Validated = validated;
        Settings = settings;
        StackLimit = stackLimit;
        Functions = functions;
    }

    /// <summary>The module under the annotations.</summary>
    public ValidatedModule Validated { get; }

    /// <summary>The decoded module.</summary>
    public WasmModule Module => Validated.Module;

    /// <summary>The prices applied, or null where the module is not metered.</summary>
    public MeteringSettings? Settings { get; }

    /// <summary>Whether gas is charged.</summary>
    public bool IsMetered => Settings is not null;

    /// <summary>The greatest height an instance may reach.</summary>
    public uint StackLimit { get; }

    /// <summary>The annotations per defined function.</summary>
    public ImmutableArray<MeteredFunction> Functions { get; }

    /// <summary>Meters a module as the network does.</summary>
    /// <param name="module">The validated module.</param>
    /// <param name="settings">Prices and limits.</param>
    /// <exception cref="WasmMeteringException">The instrumentation refuses the module.</exception>
    public static MeteredModule Meter(ValidatedModule module, MeteringSettings settings) => ModuleMeter.Meter(module, settings);

    /// <summary>The module without gas.</summary>
    /// <param name="module">The validated module.</param>
    /// <param name="stackLimit">
    /// The greatest sum over an instance's frames of 2 + groups of locals + greatest operand height; <see cref="uint.MaxValue"/> for no such limit.
    /// </param>
    public static MeteredModule Unmetered(ValidatedModule module, uint stackLimit = uint.MaxValue) => ModuleMeter.Unmetered(module, stackLimit);
}
