using System.Collections.Concurrent;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Conformance.Vectors;

/// <summary>How a suite went.</summary>
/// <param name="Outcomes">Every outcome, by name.</param>
public sealed record VectorReport(IReadOnlyList<VectorOutcome> Outcomes)
{
    /// <summary>How many outcomes have a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public int Count(VectorVerdict verdict) => Outcomes.Count(outcome => outcome.Verdict == verdict);

    /// <summary>How many were not run.</summary>
    public int Skipped => Count(VectorVerdict.Skipped) + Count(VectorVerdict.BundleAbsent);
}

/// <summary>Runs many vectors on several threads.</summary>
public static class VectorSuite
{
    /// <summary>Runs vectors.</summary>
    /// <param name="runner">Runs one.</param>
    /// <param name="sources">The vectors.</param>
    /// <param name="jobs">How many at once.</param>
    /// <param name="progress">Told each outcome, one at a time; may be null.</param>
    public static VectorReport Run(IVectorRunner runner, IReadOnlyList<VectorSource> sources, int jobs, Action<VectorOutcome>? progress)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(sources);
        var outcomes = new ConcurrentBag<VectorOutcome>();
        var gate = new Lock();
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, Math.Max(1, Math.Min(jobs, sources.Count))).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return new([.. outcomes.OrderBy(outcome => outcome.Name, StringComparer.Ordinal)]);

        void Work() => DeepStack.Run(() =>
        {
            int taken;
            while ((taken = Interlocked.Increment(ref next)) < sources.Count)
            {
                foreach (VectorOutcome outcome in RunOne(runner, sources[FromBothEnds(taken, sources.Count)]))
                {
                    outcomes.Add(outcome);
                    lock (gate)
                        progress?.Invoke(outcome);
                }
            }
        });
    }

    /// <summary>The first, the last, the second... Neighbours speak to the same actor: two threads that take them wait for the same module to be compiled.</summary>
    private static int FromBothEnds(int taken, int count) => taken % 2 == 0 ? taken / 2 : count - 1 - (taken / 2);

    private static IReadOnlyList<VectorOutcome> RunOne(IVectorRunner runner, VectorSource source)
    {
        try
        {
            if (!source.TryRead(out MessageVector? vector))
                return [new VectorOutcome(source.Name, VectorVerdict.SomethingElse, ["has none of a message vector's fields"])];
            IReadOnlyList<VectorOutcome> outcomes = runner.Run(source.Name, vector);
            return SkipLedger.ReasonFor(source.Name) is { } reason ? [.. outcomes.Select(outcome => Judge(outcome, reason))] : outcomes;
        }
        catch (Exception malformed) when (malformed is VectorFormatException or BundleException or IOException or UnauthorizedAccessException)
        {
            return [new VectorOutcome(source.Name, VectorVerdict.Malformed, [malformed.Message])];
        }
        catch (Exception bug)
        {
            // A bug of ours must not keep the other vectors from running.
            return [new VectorOutcome(source.Name, VectorVerdict.Failed, [$"unexpected {bug}"])];
        }
    }

    private static VectorOutcome Judge(VectorOutcome outcome, string reason) => outcome.Verdict switch
    {
        VectorVerdict.Failed => outcome with { Verdict = VectorVerdict.Skipped, Details = [reason] },
        VectorVerdict.Passed => outcome with { Verdict = VectorVerdict.Failed, Details = [$"passes, but the ledger skips it: {reason}"] },
        _ => outcome,
    };
}
