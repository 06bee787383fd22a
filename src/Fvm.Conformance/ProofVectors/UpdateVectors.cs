using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Updates;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>update.json</c>: replica updates.</summary>
internal static class UpdateVectors
{
    private const string File = "update";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        RecordedKeys keys = new(root);
        foreach (VectorRow row in VectorRow.Of(File, root, "cases"))
        {
            UpdateParameters parameters = Parameters(row);
            ProofKeys machine = keys.For(row.Text("key"), ProofCircuit.ReplicaUpdate, parameters.Size);
            Verification ours = Verify(row, keys);
            row.Verdict(ours);
            if (row.Has("inputs")) CompareInputs(row, parameters);
            ReplicaUpdateInfo info = new(
                (RegisteredUpdateProof)row.Type(),
                CommCid.FromReplicaCommitment(row.Hex("comm_r_old")),
                CommCid.FromReplicaCommitment(row.Hex("comm_r_new")),
                CommCid.FromDataCommitment(row.Hex("comm_d_new")),
                row.Hex("proof"));
            row.Equal("the machine's verdict", ours.Verdict, new ProofVerifier(NetworkVersion.V21, machine).VerifyReplicaUpdate(info));
            ProofVerdict without = new ProofVerifier(NetworkVersion.V21).VerifyReplicaUpdate(info);
            row.Equal("the verdict without keys", ours.Verdict == ProofVerdict.Malformed ? ProofVerdict.Malformed : ProofVerdict.CannotVerify, without);
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "derived"))
        {
            CompareInputs(row, Parameters(row));
            yield return row.Done();
        }
    }

    /// <summary>Verifies a case as filecoin-proofs-api does.</summary>
    internal static Verification Verify(VectorRow row, RecordedKeys keys)
    {
        UpdateParameters parameters = Parameters(row);
        UpdateVerifier verifier = new(keys.For(row.Text("key"), ProofCircuit.ReplicaUpdate, parameters.Size), keys.Weights);
        return verifier.Verify(parameters, row.Hex("comm_r_old"), row.Hex("comm_r_new"), row.Hex("comm_d_new"), row.Hex("proof"));
    }

    private static UpdateParameters Parameters(VectorRow row) => UpdateParameters.TryGet((RegisteredUpdateProof)row.Type(), out UpdateParameters parameters)
        ? parameters
        : throw new FormatException($"{row.Name}: no such proof type");

    private static void CompareInputs(VectorRow row, UpdateParameters parameters)
    {
        Fr[][] ours = parameters.InputsOf(Read(row, "comm_r_old"), Read(row, "comm_d_new"), Read(row, "comm_r_new"));
        InputRows.Compare(row, InputRows.Read(row.Json.GetProperty("inputs")), ours);
    }

    private static Fr Read(VectorRow row, string name) =>
        Fr.TryReadLittleEndian(row.Hex(name), out Fr value) ? value : throw new FormatException($"{row.Name}: {name} is not below the modulus");
}
