using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.PoSts;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>post.json</c>: window and winning PoSts, their challenges, and the choice of a winning PoSt's sector.</summary>
internal static class PoStVectors
{
    private const string File = "post";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        RecordedKeys keys = new(root);
        Dictionary<string, JsonElement> cases = new(StringComparer.Ordinal);
        foreach (JsonElement row in root.GetProperty("cases").EnumerateArray()) cases.TryAdd(row.GetProperty("name").GetString()!, row);
        foreach (VectorRow row in VectorRow.Of(File, root, "cases"))
        {
            PoStParameters parameters = Parameters(row);
            Verification ours = Verify(row, keys);
            row.Verdict(ours);
            CompareInputs(row, cases, parameters, Sectors(row));
            CompareMachine(row, parameters, Keys(row, keys, parameters), ours);
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "leaf_challenges"))
        {
            CompareLeaves(row);
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "winning_sector_choice"))
        {
            ulong n = 0;
            foreach (JsonElement index in row.Json.GetProperty("indices").EnumerateArray())
            {
                ulong ours = LeafChallenges.WinningSector(row.Hex("prover_id"), row.Hex("randomness"), n, row.Number("sector_set_len"));
                row.Equal($"choice {n++}", VectorRow.NumberOf(index), ours);
            }

            yield return row.Done();
        }
    }

    /// <summary>Verifies a case as filecoin-proofs-api does.</summary>
    internal static Verification Verify(VectorRow row, RecordedKeys keys)
    {
        PoStParameters parameters = Parameters(row);
        PoStVerifier verifier = new(Keys(row, keys, parameters), keys.Weights);
        return verifier.Verify(parameters, row.Hex("randomness"), row.Hex("prover_id"), Sectors(row), row.Hex("proof"));
    }

    private static ProofKeys Keys(VectorRow row, RecordedKeys keys, in PoStParameters parameters) =>
        keys.For(row.Text("key"), parameters.Type.IsWinning() ? ProofCircuit.WinningPoSt : ProofCircuit.WindowPoSt, parameters.Size);

    private static PoStParameters Parameters(VectorRow row) => PoStParameters.TryGet((RegisteredPoStProof)row.Type(), out PoStParameters parameters)
        ? parameters
        : throw new FormatException($"{row.Name}: no such proof type");

    private static SortedDictionary<ulong, ReadOnlyMemory<byte>> Sectors(VectorRow row)
    {
        SortedDictionary<ulong, ReadOnlyMemory<byte>> sectors = [];
        foreach (JsonElement sector in row.Json.GetProperty("sectors").EnumerateArray())
            sectors[VectorRow.NumberOf(sector.GetProperty("sector"))] = Convert.FromHexString(sector.GetProperty("comm_r").GetString()!);
        return sectors;
    }

    private static void CompareInputs(
        VectorRow row, Dictionary<string, JsonElement> cases, PoStParameters parameters, SortedDictionary<ulong, ReadOnlyMemory<byte>> sectors)
    {
        JsonElement recorded = row.Has("inputs_as") ? cases[row.Text("inputs_as")] : row.Json;
        if (!recorded.TryGetProperty("inputs", out JsonElement inputs)) return;
        List<ProvenSector> proven = [];
        foreach ((ulong number, ReadOnlyMemory<byte> replica) in sectors)
        {
            if (!Fr.TryReadLittleEndian(replica.Span, out Fr commitment)) return;
            proven.Add(new ProvenSector(number, commitment));
        }

        Fr[][] ours = new PoStStatement(row.Hex("randomness"), proven).Inputs(parameters);
        InputRows.Compare(row, InputRows.Read(inputs), ours);
        if (!row.Has("challenges")) return;
        int k = 0;
        foreach (JsonElement partition in row.Json.GetProperty("challenges").EnumerateArray())
        {
            int i = 0;
            foreach (JsonElement sector in partition.EnumerateArray())
            {
                i++;
                foreach (JsonElement leaf in sector.EnumerateArray()) row.Equal($"challenge {i} of partition {k}", Fr.FromUInt64(VectorRow.NumberOf(leaf)), ours[k][i++]);
            }

            k++;
        }
    }

    private static void CompareLeaves(VectorRow row)
    {
        PoStParameters parameters = Parameters(row);
        List<ProvenSector> proven = [.. row.Json.GetProperty("sectors").EnumerateArray().Select(sector => new ProvenSector(VectorRow.NumberOf(sector.GetProperty("sector")), Fr.One))];
        Fr[] ours = [.. new PoStStatement(row.Hex("randomness"), proven).Inputs(parameters).SelectMany(partition => partition)];

        // A sector is a commitment and its challenges; a winning PoSt's one sector comes again and again, with one challenge each.
        int width = 1 + parameters.Challenges;
        int slot = 0;
        foreach (JsonElement sector in row.Json.GetProperty("sectors").EnumerateArray())
        {
            int n = 0;
            foreach (JsonElement leaf in sector.GetProperty("challenges").EnumerateArray())
            {
                int at = ((slot + (n / parameters.Challenges)) * width) + 1 + (n % parameters.Challenges);
                row.Equal($"challenge {n} of sector {slot}", Fr.FromUInt64(VectorRow.NumberOf(leaf)), ours[at]);
                n++;
            }

            slot++;
        }
    }

    /// <summary>The machine's interface must say the same, where randomness is a field element (it clears the bits above) and the prover an actor.</summary>
    private static void CompareMachine(VectorRow row, PoStParameters parameters, ProofKeys keys, Verification ours)
    {
        byte[] randomness = row.Hex("randomness");
        if (!Fr.TryReadLittleEndian(randomness, out _) || (randomness[^1] & 0xc0) != 0 || !ProverIds.TryRead(row.Hex("prover_id"), out ActorId miner)) return;
        ProofVerifier verifier = new(NetworkVersion.V18, keys);
        SectorInfo[] sectors =
        [
            .. row.Json.GetProperty("sectors").EnumerateArray().Select(sector => new SectorInfo(
                RegisteredProofs.SealProofFor(parameters.Size, NetworkVersion.V18),
                VectorRow.NumberOf(sector.GetProperty("sector")),
                CommCid.FromReplicaCommitment(Convert.FromHexString(sector.GetProperty("comm_r").GetString()!)))),
        ];
        PoStProof proof = new(parameters.Type, row.Hex("proof"));
        if (!parameters.Type.IsWinning())
            row.Equal("the machine's verdict", ours.Verdict, verifier.VerifyWindowPoSt(new WindowPoStVerifyInfo(randomness, [proof], sectors, miner)));
        else if (sectors.Length == 1)
            row.Equal("the node's verdict", ours.Verdict, verifier.VerifyWinningPoSt(randomness, proof, sectors[0], miner));
    }
}
