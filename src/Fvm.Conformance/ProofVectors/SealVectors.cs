using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Aggregates;
using Fvm.Proofs.Groth16;
using Fvm.Proofs.Seals;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>porep.json</c>: seals with all that follows from them.</summary>
internal static class SealVectors
{
    private const string File = "porep";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        RecordedKeys keys = new(root);
        SealInputRecord record = new(root);
        foreach (VectorRow row in VectorRow.Of(File, root, "cases"))
        {
            SealParameters parameters = Parameters(row);
            SealStatement seal = Statement(row.Json);
            SealVerifier verifier = new(keys.For(row.Text("key"), ProofCircuit.Seal, parameters.Size), keys.Weights);
            Verification ours = verifier.Verify(parameters, seal, row.Hex("proof"));
            row.Verdict(ours);
            if (seal.Check() == ProofFault.None) CompareDerived(row, record, parameters, seal, keys);
            CompareMachine(row, parameters, seal, keys, ours);
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "batches"))
        {
            SealParameters parameters = Parameters(row);
            JsonElement[] seals = [.. row.Json.GetProperty("seals").EnumerateArray()];
            SealVerifier verifier = new(keys.For("2KiB", ProofCircuit.Seal, parameters.Size), keys.Weights);
            ReadOnlyMemory<byte>[] proofs = [.. seals.Select(seal => (ReadOnlyMemory<byte>)Convert.FromHexString(seal.GetProperty("proof").GetString()!))];
            row.Verdict(verifier.VerifyAll(parameters, [.. seals.Select(Statement)], proofs));
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "derived"))
        {
            SealParameters parameters = Parameters(row);
            SealStatement seal = Statement(row.Json);
            row.Equal("replica id", row.Text("replica_id"), ReplicaId.Of(seal, parameters.PorepId()));
            SealInputRecord.CompareHashes(row, row.Json.GetProperty("partitions"), seal.Inputs(parameters));
            yield return row.Done();
        }
    }

    /// <summary>A case as the machine is asked.</summary>
    internal static SealVerifyInfo Info(VectorRow row)
    {
        SealStatement seal = Statement(row.Json);
        _ = ProverIds.TryRead(seal.ProverId.Span, out ActorId miner);
        return new SealVerifyInfo(
            (RegisteredSealProof)row.Type(),
            new SectorId(miner, seal.Sector),
            [],
            seal.Ticket,
            seal.Seed,
            row.Hex("proof"),
            CommCid.FromReplicaCommitment(seal.ReplicaCommitment.Span),
            CommCid.FromDataCommitment(seal.DataCommitment.Span));
    }

    private static SealParameters Parameters(VectorRow row) => SealParameters.TryGet((RegisteredSealProof)row.Type(), out SealParameters parameters)
        ? parameters
        : throw new FormatException($"{row.Name}: no such proof type");

    private static SealStatement Statement(JsonElement seal)
    {
        byte[] Hex(string name) => Convert.FromHexString(seal.GetProperty(name).GetString()!);
        return new SealStatement(Hex("prover_id"), VectorRow.NumberOf(seal.GetProperty("sector")), Hex("ticket"), Hex("seed"), Hex("comm_r"), Hex("comm_d"));
    }

    /// <summary>Replica id, challenges, public inputs, what the transcript includes, and proofs before they were aggregated.</summary>
    private static void CompareDerived(VectorRow row, SealInputRecord record, SealParameters parameters, SealStatement seal, RecordedKeys keys)
    {
        byte[] replicaId = ReplicaId.Of(seal, parameters.PorepId());
        if (row.Has("replica_id")) row.Equal("replica id", row.Text("replica_id"), replicaId);
        Fr[][] inputs = seal.Inputs(parameters);
        record.Compare(row, inputs);
        if (row.Has("challenges"))
        {
            var ours = new ulong[parameters.Challenges];
            int k = 0;
            foreach (JsonElement partition in row.Json.GetProperty("challenges").EnumerateArray())
            {
                SealChallenges.Write(parameters, seal, replicaId, k, ours);
                row.Equal($"challenges of partition {k++}", string.Join(' ', partition.EnumerateArray().Select(VectorRow.NumberOf)), string.Join(' ', ours));
            }
        }

        if (row.Has("transcript_include"))
        {
            _ = AggregateStatement.TryHashSeals([seal.Seed], [seal.ReplicaCommitment], parameters.Type.IsNonInteractive(), out byte[] include);
            row.Equal("transcript include", row.Text("transcript_include"), include);
        }

        if (!row.Has("circuit_proofs")) return;
        byte[] proofs = [.. row.HexList("circuit_proofs").SelectMany(proof => proof)];
        Verification alone = Groth16Verifier.Verify(keys[row.Text("key")], proofs, inputs.Length, () => inputs, keys.Weights);
        row.Equal("the proofs before they were aggregated", ProofVerdict.Valid, alone.Verdict);
    }

    /// <summary>The machine's interface must say the same, where the prover id is one of an actor.</summary>
    private static void CompareMachine(VectorRow row, SealParameters parameters, SealStatement seal, RecordedKeys keys, Verification ours)
    {
        if (!ProverIds.TryRead(seal.ProverId.Span, out _)) return;
        ProofVerifier verifier = new(NetworkVersion.V21, keys.For(row.Text("key"), ProofCircuit.Seal, parameters.Size));
        SealVerifyInfo info = Info(row);
        row.Equal("the machine's verdict", ours.Verdict, verifier.VerifySeal(info));
        ProofVerdict without = new ProofVerifier(NetworkVersion.V21).VerifySeal(info);
        row.Equal("the verdict without keys", ours.Verdict == ProofVerdict.Malformed ? ProofVerdict.Malformed : ProofVerdict.CannotVerify, without);
    }
}
