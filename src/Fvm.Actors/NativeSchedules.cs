using Fvm.Abi;
using Fvm.Actors.Runtime;

namespace Fvm.Actors;

/// <summary>
/// What running the built-in actors costs, by actor: a model of the released wasm. Placeholders until the calibration (docs/gas.md).
/// </summary>
internal static class NativeSchedules
{
    public static ExecutionSchedule Placeholder { get; } = new(
        GasAmount.Zero, GasAmount.FromGas(10), GasAmount.Zero, GasAmount.Zero, GasAmount.Zero, GasAmount.Zero);
}
