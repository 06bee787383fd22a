using System.Numerics;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Aggregates;

/// <summary>
/// Verifies SnarkPack proofs (bellperson <c>groth16/aggregate/verify.rs</c>). Ten equations, nine of them between products of pairings; those are
/// raised to random weights (<see cref="BatchWeights"/>) and become one product of eleven pairings and one product of powers.
/// </summary>
internal static class AggregateVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="points">The aggregation's points.</param>
    /// <param name="key">The key of the proofs that were aggregated.</param>
    /// <param name="statement">What was proven.</param>
    /// <param name="bytes">The aggregate.</param>
    /// <param name="weights">Where weights come from.</param>
    public static Verification Verify(
        AggregationPoints? points, VerifyingKey? key, AggregateStatement statement, ReadOnlyMemory<byte> bytes, BatchWeights weights)
    {
        if (!AggregateProof.TryRead(bytes, out AggregateProof? proof, out ProofFault fault)) return Verification.Malformed(fault);
        fault = CheckCount(statement.Count, proof!.Count);
        if (fault != ProofFault.None) return Verification.Malformed(fault);
        if (key is null || points is null) return Verification.CannotVerify;

        AggregateChallenges challenges = new(proof, statement.Include.Span, statement.IsSecondVersion);
        if (!TryWeigh(statement, proof.Count, key, challenges.Weight, out WeightedInputs inputs)) return Verification.Malformed(ProofFault.InputCount);
        if (!FinalSumHolds(proof, challenges)) return Verification.Of(false);
        Fr[] factors = weights.Draw(key.Digest.Span, [.. statement.Include.Span, .. bytes.Span], [inputs.Sums.ToArray()], AggregateEquations.Count);
        return Verification.Of(new AggregateEquations(points, key, proof, challenges, inputs, factors).Hold());
    }

    /// <summary>
    /// The aggregate must be of as many proofs as there are statements, filled up to a power of two, at least two (filecoin-proofs
    /// <c>api/util.rs</c>, <c>get_aggregate_target_len</c> and <c>pad_inputs_to_target</c>).
    /// </summary>
    internal static ProofFault CheckCount(int statements, int proofs)
    {
        if (statements == 0) return ProofFault.Empty;
        uint target = statements == 1 ? 2 : BitOperations.RoundUpToPowerOf2((uint)statements);
        if (proofs > target) return ProofFault.TooFewStatements;
        return proofs < target ? ProofFault.TooManyStatements : ProofFault.None;
    }

    /// <summary>Adds up the statements' inputs, proof i with weight r^i; the last statement again until there are enough.</summary>
    private static bool TryWeigh(AggregateStatement statement, int proofs, VerifyingKey key, in Fr weight, out WeightedInputs inputs)
    {
        inputs = new WeightedInputs(key.InputCount);
        Fr power = Fr.One;
        int count = 0;
        Fr[] last = [];
        foreach (Fr[] row in statement.Inputs)
        {
            if (row.Length != key.InputCount) return false;
            inputs.Add(row, power);
            power *= weight;
            last = row;
            count++;
        }

        Fr rest = Fr.Zero;
        for (; count < proofs; count++)
        {
            rest += power;
            power *= weight;
        }

        if (!rest.IsZero) inputs.Add(last, rest);
        return true;
    }

    /// <summary>The sum of all C, halved in every round, is the last C times what became of the weights.</summary>
    private static bool FinalSumHolds(AggregateProof proof, AggregateChallenges challenges)
    {
        int rounds = proof.Rounds.Length;
        var points = new G1Point[2 * rounds];
        var factors = new Fr[2 * rounds];
        for (int i = 0; i < rounds; i++)
        {
            (points[2 * i], factors[2 * i]) = (proof.Rounds[i].LeftSum.Value, challenges.Rounds[i]);
            (points[(2 * i) + 1], factors[(2 * i) + 1]) = (proof.Rounds[i].RightSum.Value, challenges.Inverses[i]);
        }

        Fr weight = AggregateChallenges.Polynomial(challenges.Inverses, challenges.Weight);
        return proof.Sum.Value + G1Point.MultiplySum(points, factors) == proof.FinalC.Value * weight;
    }
}
