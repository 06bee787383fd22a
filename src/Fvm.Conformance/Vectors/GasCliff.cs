using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>What came of rerunning one message at gas limits on the edge of its charges.</summary>
/// <param name="Name">The vector and the message.</param>
/// <param name="Limits">How many limits were tried.</param>
/// <param name="Strict">Whether the message can be held to the strict rules: nothing in it depends on the gas that is left.</param>
/// <param name="Violations">What was wrong, one a line.</param>
public sealed record GasCliffOutcome(string Name, int Limits, bool Strict, IReadOnlyList<string> Violations);

/// <summary>
/// The gas-cliff test: reruns a message with the gas limit set so that it runs out at a charge of its trace. A message that never looks at the gas
/// that is left must end with exit 7, use its limit, and show a prefix of its full trace; every other one must use at most its limit, the
/// same way twice. Whenever a message fails, only its sender's nonce, its fees and (for a placeholder) the sender's code may have changed.
/// </summary>
/// <param name="engine">Actor code.</param>
public sealed class GasCliff(ActorEngine engine)
{
    /// <summary>Reruns every explicit message of a vector.</summary>
    /// <param name="name">The vector's name.</param>
    /// <param name="vector">The vector; its first variant is run.</param>
    /// <param name="state">Its blocks.</param>
    /// <param name="maxLimits">How many limits to try a message, spread evenly over its charges.</param>
    /// <param name="maxMessages">How many messages to take at most.</param>
    public IReadOnlyList<GasCliffOutcome> Run(string name, MessageVector vector, VectorState state, int maxLimits, int maxMessages = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(state);
        return DeepStack.Run(() =>
        {
            var outcomes = new List<GasCliffOutcome>();
            var playback = new VectorPlayback(engine, vector, vector.Variants[0], state.Store, TraceDetail.Events);
            for (int i = 0; i < vector.Messages.Count && outcomes.Count < maxMessages; i++)
            {
                playback.Advance(i);
                Cid before = playback.Machine.Flush();
                ApplyResult full = playback.Apply(i);
                if (full.Refused || vector.Messages[i].Implicit || full.Receipt.ExitCode == ExitCode.SysAssertionFailed)
                    continue;
                var rerun = new GasCliffRerun(playback, state.Store, before, i, VectorPlayback.ChainLength(vector.Messages[i], playback.MessageAt(i)), full);
                outcomes.Add(rerun.Run(string.Create(CultureInfo.InvariantCulture, $"{name} message {i}"), maxLimits));
            }

            return outcomes;
        });
    }

    /// <summary>
    /// Limits in whole gas, each the greatest that a charge does not fit into, at most so many of them. None for charges of less than a unit that
    /// no whole number falls into.
    /// </summary>
    internal static IReadOnlyList<ulong> LimitsOf(IReadOnlyList<ExecutionEvent> trace, int count)
    {
        var limits = new List<ulong>();
        ulong used = 0;
        foreach (GasCharged charge in trace.OfType<GasCharged>())
        {
            ulong before = used;
            used += charge.Taken.Milligas;
            // The greatest whole gas below the sum; it must still hold what came before.
            ulong limit = used == 0 ? 0 : (used - 1) / GasAmount.Precision;
            if (limit != 0 && limit * GasAmount.Precision >= before && (limits.Count == 0 || limits[^1] != limit))
                limits.Add(limit);
        }

        return limits.Count <= count ? limits : [.. Enumerable.Range(0, count).Select(i => limits[(int)((long)i * limits.Count / count)])];
    }

    /// <summary>Whether nothing in a message depends on the gas that is left: no <c>gas.available</c>, and no send with a limit of its own.</summary>
    internal static bool IsStrict(Message message, IReadOnlyList<ExecutionEvent> trace)
    {
        GasAmount left = GasAmount.FromGas(message.GasLimit);
        foreach (ExecutionEvent happened in trace)
        {
            switch (happened)
            {
                case GasCharged charge:
                    left -= charge.Taken;
                    break;
                case SyscallEntered { Module: "gas", Name: "available" } or GasRefunded:
                    return false;
                case CallStarted call when call.GasLimit != left.RoundUp():
                    return false;
            }
        }

        return true;
    }
}
