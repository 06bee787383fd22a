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
    /// <remarks>
    /// What a thread must have for it (.NET 10, x64): RyuJIT's frames measured 0.5 times the weight on average and 2.6 times at most over the
    /// 12,987 functions of actors v10; over bodies made to swell them, 6 times the weight and up to 8 KiB more in a body that is large and
    /// still optimised (floats kept over calls). Allow 6 times this value, 8 KiB for each frame, and 1 MiB for compiling at the deepest point.
    /// </remarks>
    public int MaxRealStackBytes { get; init; } = 4 << 20;
}
