using System.Diagnostics;
using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Conformance.Vectors;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Aggregates;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary>How long one verification took.</summary>
/// <param name="What">What was verified.</param>
/// <param name="Milliseconds">The fastest pass.</param>
public sealed record ProofTiming(string What, double Milliseconds);

/// <summary>Times verifications of recorded proofs on one thread.</summary>
public static class ProofBench
{
    private const int LeastWarmups = 3;

    /// <summary>Code that was compiled quickly is compiled again in the background once it is hot; it needs time, not passes.</summary>
    private static readonly TimeSpan WarmupTime = TimeSpan.FromSeconds(1);

    private const int BatchSize = 10;

    /// <summary>Times them.</summary>
    /// <param name="path">The vectors, as for <see cref="ProofVectorSuite.Run"/>.</param>
    /// <param name="passes">How often each, when it is warm; the fastest counts.</param>
    public static IReadOnlyList<ProofTiming> Run(string path, int passes)
    {
        List<ProofTiming> timings = [];
        Dictionary<string, byte[]> files = ProofVectorSuite.ReadFiles(path);
        foreach ((string file, Func<JsonElement, IEnumerable<(string What, Func<ProofVerdict> Verify)>> find) in
            new (string, Func<JsonElement, IEnumerable<(string, Func<ProofVerdict>)>>)[] { ("porep", Seals), ("aggregate", Aggregates), ("post", PoSts), ("update", Updates) })
        {
            if (!files.TryGetValue(file, out byte[]? content)) continue;
            using JsonDocument document = JsonDocument.Parse(content);
            foreach ((string what, Func<ProofVerdict> verify) in find(document.RootElement)) timings.Add(new ProofTiming(what, Time(what, verify, passes)));
        }

        return timings.Count > 0 ? timings : throw new VectorFormatException($"{path}: there is no proof to time");
    }

    private static double Time(string what, Func<ProofVerdict> verify, int passes)
    {
        if (verify() is var verdict and not ProofVerdict.Valid) throw new VectorFormatException($"{what}: the proof is {verdict}, and must be valid to be timed");
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < LeastWarmups || Stopwatch.GetElapsedTime(begin) < WarmupTime; i++) verify();

        double fastest = double.MaxValue;
        for (int i = 0; i < passes; i++)
        {
            long start = Stopwatch.GetTimestamp();
            verify();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return fastest;
    }

    private static IEnumerable<(string What, Func<ProofVerdict> Verify)> Seals(JsonElement root)
    {
        RecordedKeys keys = new(root);
        foreach ((string name, string what) in new[]
        {
            ("v1_1-a", "seal, 2 KiB, 1 partition"),
            ("32GiB StackedDrg32GiBV1_1", "seal, 32 GiB, 10 partitions"),
            ("32GiB StackedDrg32GiBV1_1_Feat_SyntheticPoRep", "seal, 32 GiB, synthetic, 10 partitions"),
            ("32GiB StackedDrg32GiBV1_2_Feat_NonInteractivePoRep", "seal, 32 GiB, non-interactive: an aggregate of 126 partitions"),
        })
        {
            VectorRow row = VectorRow.Of("porep", root, "cases").First(row => row.Name == name);
            SealVerifyInfo info = SealVectors.Info(row);
            _ = info.RegisteredProof.TryGetSectorSize(out SectorSize size);
            ProofVerifier verifier = new(NetworkVersion.V21, keys.For(row.Text("key"), ProofCircuit.Seal, size));
            yield return (what, () => verifier.VerifySeal(info));
            if (name != "32GiB StackedDrg32GiBV1_1") continue;
            SealVerifyInfo[] batch = [.. Enumerable.Repeat(info, BatchSize)];
            var verdicts = new ProofVerdict[BatchSize];
            yield return ($"batch of {BatchSize} seals, 32 GiB, 100 partitions", () =>
            {
                verifier.VerifySeals(batch, verdicts);
                return verdicts.All(verdict => verdict == ProofVerdict.Valid) ? ProofVerdict.Valid : ProofVerdict.Invalid;
            }
            );
        }
    }

    private static IEnumerable<(string What, Func<ProofVerdict> Verify)> Aggregates(JsonElement root)
    {
        RecordedKeys keys = new(root);
        foreach (VectorRow row in VectorRow.Of("aggregate", root, "cases").Where(row => row.Has("verifier_challenges")))
        {
            Fr[][] inputs = InputRows.Read(row.Json.GetProperty("inputs"));
            byte[] include = row.Hex("transcript_include");
            byte[] proof = row.Hex("proof");
            AggregateStatement statement = new(inputs.Length, inputs, include, row.Json.GetProperty("aggregation").GetInt32() == 1);
            string key = row.Text("key");
            yield return ($"aggregate, inputs given, {row.Name}", () => AggregateVerifier.Verify(keys.Points, keys[key], statement, proof, keys.Weights).Verdict);
        }
    }

    private static IEnumerable<(string What, Func<ProofVerdict> Verify)> PoSts(JsonElement root)
    {
        RecordedKeys keys = new(root);
        foreach (string name in new[] { "window-v1_2-3-sectors-2-partitions", "32GiB winning, simulated" })
        {
            VectorRow row = VectorRow.Of("post", root, "cases").First(row => row.Name == name);
            yield return ($"PoSt, {name}", () => PoStVectors.Verify(row, keys).Verdict);
        }
    }

    private static IEnumerable<(string What, Func<ProofVerdict> Verify)> Updates(JsonElement root)
    {
        RecordedKeys keys = new(root);
        VectorRow row = VectorRow.Of("update", root, "cases").First(row => row.Text("verdict") == "true");
        yield return ("replica update, 2 KiB, 1 partition", () => UpdateVectors.Verify(row, keys).Verdict);
    }
}
