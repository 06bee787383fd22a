using System.Collections.Immutable;

namespace Fvm.Wasm.Metering;

/// <summary>What metering demands of one defined function. See <see cref="MeteredModule"/> for the rules.</summary>
/// <param name="StackCost">The limiter's cost of a frame, at least 2 where metered.</param>
/// <param name="Charges">The static charges, by ascending position, at most one a position.</param>
/// <param name="LinearCharges">The dynamic charges, by ascending position, at most one a position.</param>
/// <param name="HasThunk">Whether exports, index-form element segments and the start section reach it through a thunk.</param>
/// <param name="ThunkCost">The thunk's only charge, due on its entry, before the height check; 0 without a thunk.</param>
/// <param name="MaxOperandHeight">The greatest operand height, see <see cref="ValidatedModule.MaxOperandHeights"/>.</param>
/// <param name="RealStackWeight">The bytes that a frame counts against the real stack, see <see cref="ValidatedModule.RealStackWeight"/>.</param>
public readonly record struct MeteredFunction(
    uint StackCost,
    ImmutableArray<GasCharge> Charges,
    ImmutableArray<LinearCharge> LinearCharges,
    bool HasThunk,
    long ThunkCost,
    int MaxOperandHeight,
    long RealStackWeight);
