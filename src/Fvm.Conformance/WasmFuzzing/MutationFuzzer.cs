using System.Diagnostics;
using Fvm.Wasm;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>
/// Damaged modules through decoder, validator and metering: each must be accepted or refused in order, soon, and at a cost in memory that its
/// size deserves.
/// </summary>
public static class MutationFuzzer
{
    /// <summary>No input may take longer.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>What reading an input may allocate: so many bytes and so many times its size.</summary>
    private const long AllocatedBytes = 1 << 20, AllocatedTimes = 200;

    private const int MutationsPerProgram = 200;

    /// <summary>Runs inputs; the first finding ends the run.</summary>
    /// <param name="seed">Which inputs.</param>
    /// <param name="count">How many.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="extra">Modules to damage beside the generated ones.</param>
    /// <param name="progress">Told now and then how many are done, or null.</param>
    public static FuzzReport Run(int seed, long count, int jobs, IReadOnlyList<byte[]> extra, Action<long>? progress)
    {
        var report = new FuzzReport();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FuzzWorkers.Run((count + MutationsPerProgram - 1) / MutationsPerProgram, jobs, batch =>
        {
            if (report.Findings.Count != 0)
                return;
            var tally = new Tally();
            RunBatch(seed, batch, (int)Math.Min(MutationsPerProgram, count - (batch * MutationsPerProgram)), extra, tally);
            lock (report)
            {
                tally.AddTo(report);
                if (report.Passed % 100_000 == 0)
                    progress?.Invoke(report.Passed);
            }
        });
        report.Figures["bytes of memory more at the end than at the beginning"] = GC.GetTotalMemory(forceFullCollection: true) - before;
        return report;
    }

    private static void RunBatch(int seed, long batch, int count, IReadOnlyList<byte[]> extra, Tally tally)
    {
        int number = unchecked((int)((seed * 1_000_003L) + batch));
        var random = new Random(number);
        byte[] original = extra.Count != 0 && random.Next(8) == 0 ? extra[random.Next(extra.Count)] : ProgramGenerator.Create(number).Encode();
        for (int i = 0; i < count && tally.Finding is null; i++)
        {
            byte[] input = InputMutator.Mutate(original, random);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            string verdict = Read(input, out string? crash);
            TimeSpan time = Stopwatch.GetElapsedTime(started);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            string? what = crash
                ?? (time > Slow ? $"took {time.TotalMilliseconds:F0} ms" : null)
                ?? (allocated > AllocatedBytes + (AllocatedTimes * input.Length) ? $"allocated {allocated} bytes for {input.Length}" : null);
            if (what is not null)
                tally.Finding = new FuzzFinding(number, what, Convert.ToHexStringLower(input));
            else
                tally.Count(verdict, time, allocated);
        }
    }

    private static string Read(byte[] input, out string? crash)
    {
        crash = null;
        try
        {
            ValidatedModule module = ValidatedModule.Validate(WasmModule.Decode(input), WasmProfile.Core);
            MeteredModule.Unmetered(module);
            MeteredModule.Meter(ValidatedModule.Validate(module.Module, WasmProfile.Filecoin), Wasm.Metering.MeteringSettings.Filecoin);
            return "accepted";
        }
        catch (WasmFormatException)
        {
            return "malformed";
        }
        catch (WasmValidationException)
        {
            return "invalid, for the one profile or the other";
        }
        catch (WasmMeteringException)
        {
            return "refused by the metering";
        }
        catch (Exception error)
        {
            crash = error.ToString();
            return "";
        }
    }

    /// <summary>What one batch came to.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<string, long> verdicts = new(StringComparer.Ordinal);
        private TimeSpan longest;
        private long most;

        public FuzzFinding? Finding { get; set; }

        public void Count(string verdict, TimeSpan time, long allocated)
        {
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            longest = time > longest ? time : longest;
            most = Math.Max(most, allocated);
        }

        public void AddTo(FuzzReport report)
        {
            foreach ((string verdict, long count) in verdicts)
            {
                report.Passed += count;
                report.Count(verdict, count);
            }

            if (Finding is not null && report.Findings.Count == 0)
                report.Findings.Add(Finding);
            Raise("greatest time for one input, microseconds", (long)longest.TotalMicroseconds);
            Raise("greatest allocation for one input, bytes", most);

            void Raise(string figure, long value) => report.Figures[figure] = Math.Max(report.Figures.GetValueOrDefault(figure), value);
        }
    }
}
