using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Aggregates;

/// <summary>
/// The pairing equations of an aggregate, weighted and gathered by their point in G2. With T = com * product of L^x R^(1/x) over the rounds:
/// <list type="number">
/// <item>e(a, b) = Z, the product of all e(A, B)</item>
/// <item>e(a, v1) e(w1, b) = T of A and B under the key of alpha; likewise under the key of beta</item>
/// <item>e(c, v1) = T of C under the key of alpha; likewise of beta</item>
/// <item>e(-g, v1 - f h) e(g^alpha - z g, opening) = 1, f = f(1/x; z): v1 is what halving makes of its key; likewise v2</item>
/// <item>e(w1 - f' g, -h) e(opening, h^alpha - z h) = 1, f' = z^n f(x; z/r); likewise w2</item>
/// <item>e(alpha, beta)^(sum r^i) e(weighted inputs, gamma) e(sum of C, delta) = product of all e(A, B)</item>
/// </list>
/// </summary>
internal sealed class AggregateEquations(
    AggregationPoints points, VerifyingKey key, AggregateProof proof, AggregateChallenges challenges, WeightedInputs inputs, Fr[] weights)
{
    /// <summary>How many equations, and weights.</summary>
    public const int Count = 10;

    /// <summary>Whether all hold.</summary>
    public bool Hold()
    {
        (G1Point[] left, G2Point[] right) = Pairings();
        return Gt.Pair(left, right) == Targets();
    }

    private (G1Point[] Left, G2Point[] Right) Pairings()
    {
        G1Point a = proof.FinalA.Value, c = proof.FinalC.Value;
        G1Point w1 = proof.KeyW.First.Value, w2 = proof.KeyW.Second.Value;
        G1Point openW1 = proof.OpeningW.First.Value * weights[7], openW2 = proof.OpeningW.Second.Value * weights[8];
        Fr z = challenges.Opening;
        Fr valueV = AggregateChallenges.Polynomial(challenges.Inverses, z);
        Fr valueW = z.Power((ulong)proof.Count) * AggregateChallenges.Polynomial(challenges.Rounds, z * challenges.Weight.Invert());
        Fr keysV = weights[5] + weights[6], keysW = weights[7] + weights[8];
        (G1Point, G2Point)[] terms =
        [
            (G1Point.MultiplySum([a, w1, w2], [weights[0], weights[1], weights[2]]), proof.FinalB.Value),
            (G1Point.MultiplySum([a, c, points.G], [weights[1], weights[3], -weights[5]]), proof.KeyV.First.Value),
            (G1Point.MultiplySum([a, c, points.G], [weights[2], weights[4], -weights[6]]), proof.KeyV.Second.Value),
            (G1Point.MultiplySum([points.GAlpha, points.G], [weights[5], -(weights[5] * z)]), proof.OpeningV.First.Value),
            (G1Point.MultiplySum([points.GBeta, points.G], [weights[6], -(weights[6] * z)]), proof.OpeningV.Second.Value),
            (G1Point.MultiplySum([points.G, w1, w2, openW1 + openW2], [(keysV * valueV) + (keysW * valueW), -weights[7], -weights[8], -z]), points.H),
            (openW1, points.HAlpha),
            (openW2, points.HBeta),
            (key.Alpha * (inputs.Total * weights[9]), key.Beta),
            (G1Point.MultiplySum(key.Inputs, inputs.Sums) * weights[9], key.Gamma),
            (proof.Sum.Value * weights[9], key.Delta),
        ];
        return ([.. terms.Select(term => term.Item1)], [.. terms.Select(term => term.Item2)]);
    }

    private Gt Targets()
    {
        // Weights of Z and of the four T; the last equation's product is the first one's start.
        List<Gt> bases = [proof.Product, proof.CommitmentAB.First, proof.CommitmentAB.Second, proof.CommitmentC.First, proof.CommitmentC.Second];
        List<Fr> exponents = [weights[0] + weights[9], weights[1], weights[2], weights[3], weights[4]];
        for (int i = 0; i < proof.Rounds.Length; i++)
        {
            AggregateRound round = proof.Rounds[i];
            bases.AddRange([round.LeftProduct, round.LeftAB.First, round.LeftAB.Second, round.LeftC.First, round.LeftC.Second]);
            bases.AddRange([round.RightProduct, round.RightAB.First, round.RightAB.Second, round.RightC.First, round.RightC.Second]);
            for (int k = 0; k < 5; k++) exponents.Add(weights[k] * challenges.Rounds[i]);
            for (int k = 0; k < 5; k++) exponents.Add(weights[k] * challenges.Inverses[i]);
        }

        return Gt.ProductOfPowers(bases.ToArray(), exponents.ToArray());
    }
}
