using System.Text.Json;
using Fvm.Crypto.Bls12381;

namespace Fvm.Conformance.ProofVectors;

/// <summary>The recorded public inputs of seals: those of a case itself, or of the case that it names.</summary>
internal sealed class SealInputRecord
{
    private const string Derived = "derived: ";

    private readonly Dictionary<string, JsonElement> cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> derived = new(StringComparer.Ordinal);

    public SealInputRecord(JsonElement root)
    {
        foreach (JsonElement row in root.GetProperty("cases").EnumerateArray()) cases.TryAdd(row.GetProperty("name").GetString()!, row);
        foreach (JsonElement row in root.GetProperty("derived").EnumerateArray()) derived.TryAdd(row.GetProperty("name").GetString()!, row);
    }

    /// <summary>Compares, where anything is recorded.</summary>
    public void Compare(VectorRow row, Fr[][] ours)
    {
        string same = row.Text("inputs_as");
        if (same.StartsWith(Derived, StringComparison.Ordinal))
            CompareHashes(row, derived[same[Derived.Length..]].GetProperty("partitions"), ours);
        else if (same.Length > 0)
            InputRows.Compare(row, InputRows.Read(cases[same].GetProperty("inputs")), ours);
        else if (row.Has("inputs"))
            InputRows.Compare(row, InputRows.Read(row.Json.GetProperty("inputs")), ours);
    }

    /// <summary>Compares partitions that are recorded as a hash, some with their nodes.</summary>
    public static void CompareHashes(VectorRow row, JsonElement partitions, Fr[][] ours)
    {
        row.Equal("partitions", partitions.GetArrayLength(), ours.Length);
        foreach (JsonElement partition in partitions.EnumerateArray())
        {
            int k = partition.GetProperty("k").GetInt32();
            Fr[] inputs = ours[k];
            row.Equal($"inputs of partition {k}", partition.GetProperty("count").GetInt32(), inputs.Length);
            row.Equal($"hash of the inputs of partition {k}", partition.GetProperty("sha256_of_inputs").GetString()!, InputRows.Hash(inputs));
            if (!partition.TryGetProperty("nodes", out JsonElement nodes)) continue;
            int i = 3;
            foreach (JsonElement node in nodes.EnumerateArray()) row.Equal($"node {i - 3} of partition {k}", Fr.FromUInt64(VectorRow.NumberOf(node)), inputs[i++]);
        }
    }
}
