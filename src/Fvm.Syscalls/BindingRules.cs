using Fvm.Wasm;

namespace Fvm.Syscalls;

/// <summary>How the major versions of the FVM bind code otherwise, besides their syscalls: small named rules.</summary>
internal sealed record BindingRules
{
    /// <summary>FVM v2 (ref-fvm release/v2 <c>syscalls/mod.rs</c>, <c>machine/engine.rs</c>).</summary>
    public static BindingRules V2 { get; } = new()
    {
        SettlesOnce = true,
        InstantiatesWithoutGas = true,
        KnowsDelegatedAddresses = false,
        Limits = new InstanceLimits { MaxMemoryBytes = 4UL << 30, MaxTableElements = 10_000_000 },
    };

    /// <summary>FVM v3.</summary>
    public static BindingRules V3 { get; } = new();

    /// <summary>FVM v4.</summary>
    public static BindingRules V4 { get; } = V3 with { MissingInvokeExits = true };

    /// <summary>
    /// FVM v2 remembers a settlement of execution gas; later versions do not, so that a syscall that ends before the counter is set again is
    /// settled twice (vm-facts section 8, 8).
    /// </summary>
    public bool SettlesOnce { get; init; }

    /// <summary>
    /// FVM v2 makes instances before it gives them gas: a start function, which is metered, cannot run, and whatever fails there is fatal.
    /// Nor does memory cost anything.
    /// </summary>
    public bool InstantiatesWithoutGas { get; init; }

    /// <summary>Whether a module without <c>invoke</c> exits with 5 (invalid receiver); before FVM v4 it is fatal.</summary>
    public bool MissingInvokeExits { get; init; }

    /// <summary>Whether f4 addresses parse: from FVM v3 on (FIP-0048).</summary>
    public bool KnowsDelegatedAddresses { get; init; } = true;

    /// <summary>What an instance may take. FVM v2 bounds nothing; these are wasm's own bounds and those of its validator.</summary>
    public InstanceLimits Limits { get; init; } = InstanceLimits.Filecoin;
}
