using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>Runs a vector's messages and compares what comes out with what was recorded. Thread safe.</summary>
/// <param name="engine">Actor code; shared by all runs.</param>
/// <param name="bundles">The imported bundles.</param>
/// <param name="keepTraces">Whether outcomes carry traces.</param>
/// <param name="proofs">Who verifies storage proofs; null to accept them where the recording's machine did.</param>
public sealed class VectorRunner(ActorEngine engine, BundleStore bundles, bool keepTraces = false, Func<NetworkVersion, IProofVerifier>? proofs = null) : IVectorRunner
{
    /// <inheritdoc/>
    public IReadOnlyList<VectorOutcome> Run(string name, MessageVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var outcomes = new List<VectorOutcome>(vector.Variants.Count);
        foreach (VectorVariant variant in vector.Variants)
        {
            string label = vector.Variants.Count == 1 ? name : $"{name}#{variant.Id}";
            outcomes.Add(DeepStack.Run(() => Run(label, vector, variant)));
        }

        return outcomes;
    }

    /// <summary>Why no runner runs a variant of a vector, or null.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="variant">The variant.</param>
    public static string? Obstacle(MessageVector vector, VectorVariant variant)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(variant);
        if (vector.Unsupported is not null)
            return vector.Unsupported;
        return variant.NetworkVersion is < NetworkVersion.V16 or > NetworkVersion.V29
            ? $"network version {(uint)variant.NetworkVersion} is owed (16 to 29 are here)"
            : null;
    }

    private VectorOutcome Run(string name, MessageVector vector, VectorVariant variant)
    {
        if (Obstacle(vector, variant) is { } obstacle)
            return new(name, VectorVerdict.Skipped, [obstacle]);
        try
        {
            return VectorState.TryOpen(vector, bundles, out VectorState? state, out string? absent)
                ? Execute(name, vector, variant, state.Store)
                : new(name, VectorVerdict.BundleAbsent, [absent]);
        }
        catch (VectorFormatException malformed)
        {
            return new(name, VectorVerdict.Malformed, [malformed.Message]);
        }
        catch (Exception broken) when (broken is FatalException or IpldException)
        {
            return new(name, VectorVerdict.Failed, [broken.Message]);
        }
    }

    private VectorOutcome Execute(string name, MessageVector vector, VectorVariant variant, IBlockstore store)
    {
        var differences = new List<string>();
        var traces = new List<IReadOnlyList<string>>();
        var playback = new VectorPlayback(engine, vector, variant, store, keepTraces ? TraceDetail.Events : null, proofs: proofs);
        ulong gas = 0;
        for (int i = 0; i < vector.Messages.Count; i++)
        {
            ApplyResult result = playback.Apply(i);
            gas += result.Receipt.GasUsed;
            VectorComparison.Compare(vector, i, result, differences);
            if (keepTraces)
                traces.Add(TraceText.Lines(result.Trace));
        }

        Cid root = playback.Machine.Flush();
        if (root != vector.PostRoot)
        {
            differences.Add($"state root: expected {vector.PostRoot}, came {root}");
            differences.AddRange(StateDifference.Describe(store, vector.PostRoot, root));
        }

        VectorVerdict verdict = differences.Count == 0 ? VectorVerdict.Passed : VectorVerdict.Failed;
        return new(name, verdict, differences, vector.Messages.Count, gas) { Traces = traces };
    }
}
