namespace Fvm.Wasm.Compilation;

/// <summary>
/// The sizes of an emitted body that RyuJIT compares with its limits before it optimises (dotnet/runtime
/// <c>src/coreclr/jit/compiler.h</c>, <c>DEFAULT_MIN_OPTS_*</c>): past any one of them the method is compiled without optimisation.
/// </summary>
/// <param name="Bytes">IL bytes; limit 60,000.</param>
/// <param name="Instructions">IL instructions; limit 20,000.</param>
/// <param name="LocalReferences">Loads and stores of locals and arguments; limit 8,000.</param>
/// <param name="Blocks">Branches and labels: an upper bound of the basic blocks; limit 2,000.</param>
internal readonly record struct IlStatistics(int Bytes, int Instructions, int LocalReferences, int Blocks)
{
    /// <summary>Whether RyuJIT may give up optimising (the count of blocks is an estimate from above).</summary>
    public bool ExceedsJitLimits => Bytes > 60_000 || Instructions > 20_000 || LocalReferences > 8_000 || Blocks > 2_000;
}
