using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Groth16;

/// <summary>
/// Verifies Groth16 proofs (eprint 2016/260, section 3.2; bellperson <c>groth16/verifier.rs</c>): with S = ic_0 + sum x_i ic_i,
/// e(A, B) = e(alpha, beta) e(S, gamma) e(C, delta). Several proofs under one key are one product of pairings: each proof's equation is
/// raised to a random weight (<see cref="BatchWeights"/>), so that errors of two proofs do not cancel.
/// </summary>
internal static class Groth16Verifier
{
    /// <summary>Verifies the proofs of all partitions of one or more statements. The proofs' form is judged first, and without a key.</summary>
    /// <param name="key">The key, if there is one.</param>
    /// <param name="bytes">The proofs, one after another.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="derive">Derives the public inputs of each.</param>
    /// <param name="weights">Where weights come from.</param>
    public static Verification Verify(VerifyingKey? key, ReadOnlySpan<byte> bytes, int count, Func<Fr[][]> derive, BatchWeights weights)
    {
        if (!Groth16Proof.TryReadAll(bytes, count, out Groth16Proof[] proofs, out ProofFault fault)) return Verification.Malformed(fault);
        if (key is null) return Verification.CannotVerify;
        Fr[][] inputs = derive();
        foreach (Fr[] row in inputs)
        {
            if (row.Length != key.InputCount) return Verification.Malformed(ProofFault.InputCount);
        }

        return Verification.Of(Holds(key, bytes, proofs, inputs, weights));
    }

    /// <summary>Whether the weighted product of all equations is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="bytes">The proofs as they came; weights depend on them.</param>
    /// <param name="proofs">The proofs.</param>
    /// <param name="inputs">The public inputs of each, as many as the key has.</param>
    /// <param name="source">Where weights come from.</param>
    public static bool Holds(VerifyingKey key, ReadOnlySpan<byte> bytes, Groth16Proof[] proofs, Fr[][] inputs, BatchWeights source)
    {
        // One proof needs no weight.
        Fr[] weights = proofs.Length == 1 ? [Fr.One] : source.Draw(key.Digest.Span, bytes, inputs, proofs.Length);
        WeightedInputs sums = new(key.InputCount);
        for (int i = 0; i < proofs.Length; i++) sums.Add(inputs[i], weights[i]);
        int count = proofs.Length;
        var left = new G1Point[count + 3];
        var right = new G2Point[count + 3];
        var last = new G1Point[count];
        for (int i = 0; i < count; i++)
        {
            left[i] = count == 1 ? proofs[i].A : proofs[i].A * weights[i];
            right[i] = proofs[i].B;
            last[i] = proofs[i].C;
        }

        (left[count], right[count]) = (-(key.Alpha * sums.Total), key.Beta);
        (left[count + 1], right[count + 1]) = (-G1Point.MultiplySum(key.Inputs, sums.Sums), key.Gamma);
        (left[count + 2], right[count + 2]) = (-G1Point.MultiplySum(last, weights), key.Delta);
        return Gt.IsPairingProductOne(left, right);
    }
}
