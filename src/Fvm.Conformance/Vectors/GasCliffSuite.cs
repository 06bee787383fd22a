using System.Collections.Concurrent;
using Fvm.Abi;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;

namespace Fvm.Conformance.Vectors;

/// <summary>How a gas-cliff suite went.</summary>
/// <param name="Outcomes">One a message, by name.</param>
/// <param name="Skipped">Why vectors were skipped, one a vector.</param>
public sealed record GasCliffReport(IReadOnlyList<GasCliffOutcome> Outcomes, IReadOnlyList<string> Skipped)
{
    /// <summary>Messages without a violation.</summary>
    public int Passed => Outcomes.Count - Failed;

    /// <summary>Messages with one.</summary>
    public int Failed => Outcomes.Count(outcome => outcome.Violations.Count != 0);
}

/// <summary>Runs <see cref="GasCliff"/> over many vectors on several threads.</summary>
public static class GasCliffSuite
{
    /// <summary>Runs vectors.</summary>
    /// <param name="engine">Actor code.</param>
    /// <param name="bundles">The imported bundles.</param>
    /// <param name="sources">The vectors.</param>
    /// <param name="limits">Gas limits a message.</param>
    /// <param name="jobs">Vectors at once.</param>
    public static GasCliffReport Run(ActorEngine engine, BundleStore bundles, IReadOnlyList<VectorSource> sources, int limits, int jobs)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(jobs);
        var cliff = new GasCliff(engine);
        var outcomes = new ConcurrentBag<GasCliffOutcome>();
        var skipped = new ConcurrentBag<string>();
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, jobs).Select(_ => new Thread(() => DeepStack.Run(Work)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return new(
            [.. outcomes.OrderBy(outcome => outcome.Name, StringComparer.Ordinal)], [.. skipped.Order(StringComparer.Ordinal)]);

        void Work()
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < sources.Count)
            {
                IReadOnlyList<GasCliffOutcome> ran = RunOne(sources[index], out string? reason);
                foreach (GasCliffOutcome outcome in ran)
                    outcomes.Add(outcome);
                if (reason is not null)
                    skipped.Add(reason);
            }
        }

        IReadOnlyList<GasCliffOutcome> RunOne(VectorSource source, out string? reason)
        {
            try
            {
                reason = null;
                if (!source.TryRead(out MessageVector? vector))
                    return [];
                reason = VectorRunner.Obstacle(vector, vector.Variants[0]);
                return reason is null && VectorState.TryOpen(vector, bundles, out VectorState? state, out reason)
                    ? cliff.Run(source.Name, vector, state, limits)
                    : [];
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                reason = null;
                return [new GasCliffOutcome(source.Name, 0, Strict: false, [bug is VectorFormatException or FatalException or IpldException ? bug.Message : bug.ToString()])];
            }
        }
    }
}
