using System.Numerics;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>
/// A SnarkPack proof (Gailly, Maller and Nitulescu, eprint 2021/529) about many Groth16 proofs, as bellperson writes it (<c>groth16/aggregate/proof.rs</c>).
/// </summary>
internal sealed class AggregateProof
{
    /// <summary>The number of proofs, as the proof says: a power of two.</summary>
    public required int Count { get; init; }

    /// <summary>Commitment to all A and B.</summary>
    public required Commitment CommitmentAB { get; init; }

    /// <summary>Commitment to all C.</summary>
    public required Commitment CommitmentC { get; init; }

    /// <summary>The product of all e(A, B), weighted.</summary>
    public required Gt Product { get; init; }

    /// <summary>The sum of all C, weighted.</summary>
    public required Encoded<G1Point> Sum { get; init; }

    /// <summary>The halvings.</summary>
    public required AggregateRound[] Rounds { get; init; }

    public required Encoded<G1Point> FinalA { get; init; }

    public required Encoded<G2Point> FinalB { get; init; }

    public required Encoded<G1Point> FinalC { get; init; }

    /// <summary>The commitment keys, halved to one point each, of alpha and of beta.</summary>
    public required (Encoded<G2Point> First, Encoded<G2Point> Second) KeyV { get; init; }

    public required (Encoded<G1Point> First, Encoded<G1Point> Second) KeyW { get; init; }

    /// <summary>Polynomial openings that show the keys to be what they should be.</summary>
    public required (Encoded<G2Point> First, Encoded<G2Point> Second) OpeningV { get; init; }

    public required (Encoded<G1Point> First, Encoded<G1Point> Second) OpeningW { get; init; }

    /// <summary>Reads a proof, in the reference's order. Bytes behind it are not looked at.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out AggregateProof? proof, out ProofFault fault)
    {
        AggregateReader reader = new(bytes);
        Commitment commitmentAB = reader.ReadCommitment();
        Commitment commitmentC = reader.ReadCommitment();
        Gt product = reader.ReadTarget();
        Encoded<G1Point> sum = reader.ReadG1();
        uint count = reader.ReadCount();
        if (count < 2) reader.Fail(ProofFault.ProofCount);
        AggregateRound[] rounds = reader.Fault == ProofFault.None ? ReadRounds(ref reader, count) : [];
        proof = new AggregateProof
        {
            Count = (int)count,
            CommitmentAB = commitmentAB,
            CommitmentC = commitmentC,
            Product = product,
            Sum = sum,
            Rounds = rounds,
            FinalA = reader.ReadG1(),
            FinalB = reader.ReadG2(),
            FinalC = reader.ReadG1(),
            KeyV = (reader.ReadG2(), reader.ReadG2()),
            KeyW = (reader.ReadG1(), reader.ReadG1()),
            OpeningV = (reader.ReadG2(), reader.ReadG2()),
            OpeningW = (reader.ReadG1(), reader.ReadG1()),
        };
        if (!BitOperations.IsPow2(count)) reader.Fail(ProofFault.NotPowerOfTwo);
        if (count > AggregationPoints.MaxProofs) reader.Fail(ProofFault.TooManyProofs);
        fault = reader.Fault;
        if (fault != ProofFault.None) proof = null;
        return proof is not null;
    }

    /// <summary>The lists of all rounds, one list after the other. The reference finds their length in floating point; where that differs all is refused anyway.</summary>
    private static AggregateRound[] ReadRounds(ref AggregateReader reader, uint count)
    {
        var rounds = new AggregateRound[BitOperations.Log2(count - 1) + 1];
        for (int i = 0; i < rounds.Length; i++)
            rounds[i] = new AggregateRound { LeftAB = reader.ReadCommitment(), RightAB = reader.ReadCommitment() };
        foreach (AggregateRound round in rounds) (round.LeftC, round.RightC) = (reader.ReadCommitment(), reader.ReadCommitment());
        foreach (AggregateRound round in rounds) (round.LeftProduct, round.RightProduct) = (reader.ReadTarget(), reader.ReadTarget());
        foreach (AggregateRound round in rounds) (round.LeftSum, round.RightSum) = (reader.ReadG1(), reader.ReadG1());
        return rounds;
    }
}
