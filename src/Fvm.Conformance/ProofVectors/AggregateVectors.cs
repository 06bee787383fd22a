using System.Text.Json;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Aggregates;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>aggregate.json</c>: SnarkPack aggregates of both versions and what the verifier draws for them.</summary>
internal static class AggregateVectors
{
    private const string File = "aggregate";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        RecordedKeys keys = new(root);
        Dictionary<string, JsonElement> cases = new(StringComparer.Ordinal);
        foreach (JsonElement row in root.GetProperty("cases").EnumerateArray()) cases.TryAdd(row.GetProperty("name").GetString()!, row);
        foreach (VectorRow row in VectorRow.Of(File, root, "cases"))
        {
            Fr[][] inputs = InputRows.Read((row.Has("inputs_as") ? cases[row.Text("inputs_as")] : row.Json).GetProperty("inputs"));
            row.Verdict(Verify(row, keys, inputs));
            yield return row.Done();
        }
    }

    private static Verification Verify(VectorRow row, RecordedKeys keys, Fr[][] inputs)
    {
        bool isNonInteractive = ((RegisteredSealProof)row.Type()).IsNonInteractive();
        ReadOnlyMemory<byte>[] seeds = [.. row.HexList("seeds").Select(bytes => (ReadOnlyMemory<byte>)bytes)];
        ReadOnlyMemory<byte>[] replicas = [.. row.HexList("comm_rs").Select(bytes => (ReadOnlyMemory<byte>)bytes)];
        if (!AggregateStatement.TryHashSeals(seeds, replicas, isNonInteractive, out byte[] include)) return Verification.Malformed(ProofFault.SeedCount);
        if (row.Has("transcript_include")) row.Equal("transcript include", row.Text("transcript_include"), include);

        bool isSecondVersion = row.Json.GetProperty("aggregation").GetInt32() == 1;
        if (row.Has("verifier_challenges")) CompareChallenges(row, include, isSecondVersion);
        AggregateStatement statement = new(inputs.Length, inputs, include, isSecondVersion);
        return AggregateVerifier.Verify(keys.Points, keys[row.Text("key")], statement, row.Hex("proof"), keys.Weights);
    }

    private static void CompareChallenges(VectorRow row, byte[] include, bool isSecondVersion)
    {
        if (!AggregateProof.TryRead(row.Hex("proof"), out AggregateProof? proof, out _)) return;
        AggregateChallenges ours = new(proof!, include, isSecondVersion);
        JsonElement recorded = row.Json.GetProperty("verifier_challenges");
        string Text(string name) => recorded.GetProperty(name).GetString()!;
        row.Equal("number of proofs", row.Json.GetProperty("nproofs").GetInt32(), proof!.Count);
        row.Equal("hcom", Text("hcom"), ours.CommitmentHash);
        row.Equal("r", Text("r"), ours.Weight);
        row.Equal("gipa-0 of version 1", Text("gipa_0_v1_value"), ours.BeforeRounds);
        row.Equal("extra", Text("extra"), ours.ExtraLink);
        row.Equal("z", Text("z"), ours.Opening);
        row.Equal("f(1/x; z)", Text("v_polynomial_at_z"), AggregateChallenges.Polynomial(ours.Inverses, ours.Opening));
        row.Equal("f(1/x; r)", Text("final_r"), AggregateChallenges.Polynomial(ours.Inverses, ours.Weight));
        CompareList(row, "x", recorded.GetProperty("x"), ours.Rounds);
        CompareList(row, "1/x", recorded.GetProperty("x_inverse"), ours.Inverses);
    }

    private static void CompareList(VectorRow row, string what, JsonElement recorded, Fr[] ours)
    {
        row.Equal($"count of {what}", recorded.GetArrayLength(), ours.Length);
        int i = 0;
        foreach (JsonElement value in recorded.EnumerateArray())
        {
            if (i < ours.Length) row.Equal($"{what} of round {i}", value.GetString()!, ours[i]);
            i++;
        }
    }
}
