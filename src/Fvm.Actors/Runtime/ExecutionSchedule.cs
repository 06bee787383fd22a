using Fvm.Abi;

namespace Fvm.Actors.Runtime;

/// <summary>
/// What running native code costs: stands for the wasm instructions that the network's actors would execute. All in milligas. The figures are a model,
/// fitted to the wasm actors (docs/gas.md); whoever needs the exact ones runs the bundle.
/// </summary>
/// <param name="Instance">What the instance of the actor's module would cost before it runs: its initial memory and table.</param>
/// <param name="Start">Entering and leaving the actor: set-up, dispatch, return.</param>
/// <param name="Syscall">Work around each syscall.</param>
/// <param name="ByteRead">A byte of parameters, state or return data that is decoded.</param>
/// <param name="ByteWritten">A byte of state or return data that is encoded.</param>
/// <param name="Exit">Leaving with an exit code: making and carrying the message.</param>
public sealed record ExecutionSchedule(
    GasAmount Instance, GasAmount Start, GasAmount Syscall, GasAmount ByteRead, GasAmount ByteWritten, GasAmount Exit)
{
    /// <summary>Reading a block, whatever its length: its CID, finding it, and the map node or state that is made of it.</summary>
    public GasAmount BlockRead { get; init; }

    /// <summary>Writing a block, whatever its length.</summary>
    public GasAmount BlockWrite { get; init; }

    /// <summary>What methods cost beyond the rest, by name.</summary>
    public IReadOnlyDictionary<string, GasAmount> Methods { get; init; } = new Dictionary<string, GasAmount>(StringComparer.Ordinal);

    /// <summary>What a unit of an actor's own work costs, by the unit's name; see <see cref="ActorRuntime.Work(string, long)"/>.</summary>
    public IReadOnlyDictionary<string, GasAmount> Units { get; init; } = new Dictionary<string, GasAmount>(StringComparer.Ordinal);

    /// <summary>Figures for actors that nobody measured.</summary>
    public static ExecutionSchedule Unmeasured { get; } = new(
        GasAmount.FromGas(500_000),
        GasAmount.FromGas(60_000),
        GasAmount.FromGas(2_000),
        GasAmount.FromGas(50),
        GasAmount.FromGas(50),
        GasAmount.FromGas(20_000));
}
