using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>
/// Runs vectors on the actors in C#, behind the code CIDs that the vector's state refers to, with no bundle at all. Their gas is a model: each message runs under
/// its limit in modelled gas and settles with the gas that was recorded, so that fees, balances and state roots must be as recorded, and exit codes, returns and
/// events too. Traces and gas used are not compared. A file is compared up to the first message that calls an actor which is not written yet; if nothing differs
/// until there, it counts as skipped.
/// </summary>
/// <param name="engine">The code of actors that the vectors bring along as wasm.</param>
/// <param name="keepTraces">Whether outcomes carry traces.</param>
/// <param name="proofs">Who verifies storage proofs; null to accept them where the recording's machine did.</param>
public sealed class NativeVectorRunner(ActorEngine engine, bool keepTraces = false, Func<NetworkVersion, IProofVerifier>? proofs = null) : IVectorRunner
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

    private VectorOutcome Run(string name, MessageVector vector, VectorVariant variant)
    {
        if (VectorRunner.Obstacle(vector, variant) is { } obstacle)
            return new(name, VectorVerdict.Skipped, [obstacle]);
        try
        {
            return Execute(name, vector, variant);
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

    private VectorOutcome Execute(string name, MessageVector vector, VectorVariant variant)
    {
        VectorState state = VectorState.OpenAlone(vector);
        NativeCode code = NativeCode.Behind(state.ManifestOf(vector));
        var playback = new VectorPlayback(engine, vector, variant, state.Store, TraceDetail.Events, code: code, proofs: proofs);
        var differences = new List<string>();
        var traces = new List<IReadOnlyList<string>>();
        var gas = new List<ModelledGas>();
        string? owed = null;
        for (int i = 0; i < vector.Messages.Count && owed is null; i++)
        {
            ApplyResult result = playback.ApplySettling(i);
            if (keepTraces)
                traces.Add(TraceText.Lines(result.Trace));
            owed = OwedBy(result.Trace) is { } actor ? string.Create(CultureInfo.InvariantCulture, $"owed at message {i} ({actor})") : null;
            if (owed is not null)
                break;
            Compare(name, vector, i, result, differences);
            if (!result.Refused)
                gas.Add(new ModelledGas(result.OwnGasUsed ?? result.Receipt.GasUsed, vector.Receipts[i].GasUsed));
        }

        if (owed is null)
            CompareRoot(vector, playback, state.Store, differences);
        VectorVerdict verdict = differences.Count != 0 ? VectorVerdict.Failed : owed is null ? VectorVerdict.Passed : VectorVerdict.Skipped;
        IReadOnlyList<string> details = verdict == VectorVerdict.Skipped ? [owed!] : differences;
        return new(name, verdict, details, gas.Count, gas.Aggregate(0UL, (sum, one) => sum + one.Own)) { Traces = traces, Gas = gas };
    }

    private static void Compare(string name, MessageVector vector, int index, ApplyResult result, List<string> differences)
    {
        var own = new List<string>();
        VectorComparison.Compare(vector, index, result, own, comparesGas: false);
        if (NativeGasLedger.ReasonFor(name, index) is not { } reason)
            differences.AddRange(own);
        else if (own.Count == 0)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"message {index}: came out as recorded, but the ledger says that it {reason}"));
    }

    private static void CompareRoot(MessageVector vector, VectorPlayback playback, IBlockstore store, List<string> differences)
    {
        Cid root = playback.Machine.Flush();
        if (root == vector.PostRoot)
            return;
        differences.Add($"state root: expected {vector.PostRoot}, came {root}");
        differences.AddRange(StateDifference.Describe(store, vector.PostRoot, root));
    }

    /// <summary>The first actor that a message called and that is owed.</summary>
    private static string? OwedBy(IReadOnlyList<ExecutionEvent> trace)
    {
        string id = "f0?";
        foreach (ExecutionEvent happened in trace)
        {
            if (happened is ActorInvoked invoked)
                id = invoked.Id.ToString();
            else if (happened is ActorOwed)
                return id;
        }

        return null;
    }
}
