namespace Fvm.Wasm;

/// <summary>What one instance may take. The metered stack height is the module's (<see cref="MeteredModule.StackLimit"/>).</summary>
public sealed record InstanceLimits
{
    /// <summary>The network's limits from version 18 on (ref-fvm <c>fvm/src/machine/mod.rs</c>, <c>fvm/src/engine/mod.rs</c>).</summary>
    public static InstanceLimits Filecoin { get; } = new();

    /// <summary>The greatest size of a memory in bytes: 512 MiB.</summary>
    public ulong MaxMemoryBytes { get; init; } = 512UL << 20;

    /// <summary>The greatest size of a table.</summary>
    public uint MaxTableElements { get; init; } = 20_000;

    /// <summary>
    /// The greatest sum over the instance's frames of <see cref="ValidatedModule.RealStackWeight"/>, in bytes: 4 MiB. At most 1 GiB.
    /// </summary>
    public int MaxRealStackBytes { get; init; } = 4 << 20;
}
