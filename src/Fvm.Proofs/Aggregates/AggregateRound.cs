using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>A pair of commitments, under the keys made of alpha and of beta.</summary>
internal readonly record struct Commitment(Gt First, Gt Second);

/// <summary>One halving of the aggregate: commitments and products of the left and the right half, crosswise.</summary>
internal sealed class AggregateRound
{
    public Commitment LeftAB { get; set; }

    public Commitment RightAB { get; set; }

    public Commitment LeftC { get; set; }

    public Commitment RightC { get; set; }

    public Gt LeftProduct { get; set; }

    public Gt RightProduct { get; set; }

    public Encoded<G1Point> LeftSum { get; set; }

    public Encoded<G1Point> RightSum { get; set; }

    /// <summary>Appends all, in the transcript's order: products, sums, commitments to A and B, commitments to C; left before right.</summary>
    public void AppendTo(Transcript transcript)
    {
        transcript.Append(LeftProduct);
        transcript.Append(RightProduct);
        transcript.Append(LeftSum.Bytes.Span);
        transcript.Append(RightSum.Bytes.Span);
        Append(transcript, LeftAB);
        Append(transcript, RightAB);
        Append(transcript, LeftC);
        Append(transcript, RightC);
    }

    private static void Append(Transcript transcript, in Commitment commitment)
    {
        transcript.Append(commitment.First);
        transcript.Append(commitment.Second);
    }
}
