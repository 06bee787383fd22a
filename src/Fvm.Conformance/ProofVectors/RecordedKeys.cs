using System.Text.Json;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Aggregates;
using Fvm.Proofs.Groth16;
using Fvm.Proofs.Keys;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary>The verifying keys and the aggregation's points of a file of vectors.</summary>
internal sealed class RecordedKeys
{
    private readonly Dictionary<string, VerifyingKey> keys = new(StringComparer.Ordinal);
    private readonly AggregationPoints? points;

    public RecordedKeys(JsonElement root)
    {
        foreach (JsonProperty entry in root.GetProperty("verifying_keys").EnumerateObject())
        {
            byte[] bytes = Convert.FromHexString(entry.Value.GetString()!);
            if (!VerifyingKey.TryRead(bytes, isTrusted: false, out VerifyingKey? key, out ProofFault fault))
                throw new FormatException($"The verifying key {entry.Name} cannot be read: {fault}.");
            keys[entry.Name] = key!;
        }

        if (root.TryGetProperty("srs", out JsonElement list)) points = ReadPoints(list);
    }

    public BatchWeights Weights { get; } = new();

    public VerifyingKey this[string name] => keys[name];

    /// <summary>The keys of a machine that has only the named one, for a circuit and size.</summary>
    public ProofKeys For(string name, ProofCircuit circuit, SectorSize size) =>
        new(new Dictionary<KeyFile, VerifyingKey> { [new KeyFile(circuit, size)] = keys[name] }, points);

    public AggregationPoints Points => points!;

    /// <summary>The points are recorded for each size of aggregate; as they serve all, they must be the same.</summary>
    private static AggregationPoints ReadPoints(JsonElement list)
    {
        AggregationPoints[] all = [.. list.EnumerateArray().Select(Read)];
        return all.Distinct().Count() == 1 ? all[0] : throw new FormatException("The aggregation's points differ between sizes.");
    }

    private static AggregationPoints Read(JsonElement row) =>
        new(G1(row, "g"), G2(row, "h"), G1(row, "g_alpha"), G1(row, "g_beta"), G2(row, "h_alpha"), G2(row, "h_beta"));

    private static G1Point G1(JsonElement row, string name) =>
        G1Point.TryReadCompressed(Convert.FromHexString(row.GetProperty(name).GetString()!), out G1Point point)
            ? point
            : throw new FormatException($"The point {name} cannot be read.");

    private static G2Point G2(JsonElement row, string name) =>
        G2Point.TryReadCompressed(Convert.FromHexString(row.GetProperty(name).GetString()!), out G2Point point)
            ? point
            : throw new FormatException($"The point {name} cannot be read.");
}
