using System.Text.Json;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;
using Fvm.Proofs.Groth16;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>groth16.json</c>: proofs and public inputs as they are.</summary>
internal static class Groth16Vectors
{
    private const string File = "groth16";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        RecordedKeys keys = new(root);
        foreach (VectorRow row in VectorRow.Of(File, root, "cases"))
        {
            Fr[][] inputs = [InputRows.ReadOne(row.Json.GetProperty("inputs"))];
            row.Verdict(Groth16Verifier.Verify(keys[row.Text("key")], row.Hex("proof"), 1, () => inputs, keys.Weights));
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "batches"))
        {
            Fr[][] inputs = InputRows.Read(row.Json.GetProperty("inputs"));
            byte[] proofs = [.. row.HexList("proofs").SelectMany(proof => proof)];
            row.Verdict(Groth16Verifier.Verify(keys[row.Text("key")], proofs, inputs.Length, () => inputs, keys.Weights));
            yield return row.Done();
        }

        foreach (VectorRow row in VectorRow.Of(File, root, "key_reading"))
        {
            bool isRead = VerifyingKey.TryRead(row.Hex("key"), isTrusted: false, out _, out ProofFault fault);
            row.Equal("read", row.Text("read"), isRead ? "ok" : "error");
            row.Equal("reason", true, isRead || RecordedReasons.Match(row.Text("message"), fault));
            yield return row.Done();
        }
    }
}
