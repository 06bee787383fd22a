using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>All challenges of a SnarkPack proof, in the order in which they are drawn (bellperson <c>groth16/aggregate/verify.rs</c>).</summary>
internal sealed class AggregateChallenges
{
    /// <summary>Draws them.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="include">What else the first challenge depends on: a hash of seeds and commitments.</param>
    /// <param name="isSecondVersion">Whether the first round and the last challenge depend on all that the prover sent before.</param>
    public AggregateChallenges(AggregateProof proof, ReadOnlySpan<byte> include, bool isSecondVersion)
    {
        CommitmentHash = DrawCommitmentHash(proof);
        Weight = DrawWeight(CommitmentHash, include);
        DrawRounds(proof, isSecondVersion);
        ExtraLink = DrawExtraLink(proof, Rounds[^1]);
        Opening = DrawOpening(proof, isSecondVersion);
    }

    /// <summary>A hash of the commitments.</summary>
    public Fr CommitmentHash { get; }

    /// <summary>r: proof i has the weight r^i.</summary>
    public Fr Weight { get; }

    /// <summary>What is drawn before the first round; version 1 uses it for the round.</summary>
    public Fr BeforeRounds { get; private set; }

    /// <summary>The challenge of each round.</summary>
    public Fr[] Rounds { get; private set; } = [];

    /// <summary>The inverses of the challenges: what is drawn.</summary>
    public Fr[] Inverses { get; private set; } = [];

    /// <summary>A challenge that ties the last elements to version 2's opening.</summary>
    public Fr ExtraLink { get; }

    /// <summary>z: where the commitment keys' polynomials are opened.</summary>
    public Fr Opening { get; }

    /// <summary>
    /// f(y; t) = product over j of 1 + y[l-1-j] t^(2^j): the polynomial that halving with the challenges y makes of 1, t, t^2, ...
    /// </summary>
    public static Fr Polynomial(ReadOnlySpan<Fr> challenges, Fr point)
    {
        Fr value = Fr.One;
        for (int i = challenges.Length - 1; i >= 0; i--)
        {
            value *= Fr.One + (challenges[i] * point);
            point = point.Square();
        }

        return value;
    }

    private static Fr DrawCommitmentHash(AggregateProof proof)
    {
        using Transcript transcript = new("hcom"u8);
        transcript.Append(proof.CommitmentAB);
        transcript.Append(proof.CommitmentC);
        return transcript.Draw();
    }

    private static Fr DrawWeight(in Fr commitmentHash, ReadOnlySpan<byte> include)
    {
        using Transcript transcript = new("random-r"u8);
        transcript.Append(commitmentHash);
        transcript.AppendWithLength(include);
        return transcript.Draw();
    }

    private void DrawRounds(AggregateProof proof, bool isSecondVersion)
    {
        using Transcript start = new("gipa-0"u8);
        start.Append(CommitmentHash);
        start.Append(proof.Product);
        start.Append(proof.Sum.Bytes.Span);
        start.Append(Weight);
        BeforeRounds = start.Draw();

        Rounds = new Fr[proof.Rounds.Length];
        Inverses = new Fr[proof.Rounds.Length];
        Fr inverse = BeforeRounds;
        for (int i = 0; i < Rounds.Length; i++)
        {
            if (i > 0 || isSecondVersion)
            {
                using Transcript transcript = new([.. "gipa-"u8, .. System.Text.Encoding.ASCII.GetBytes(i.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
                transcript.Append(inverse);
                proof.Rounds[i].AppendTo(transcript);
                inverse = transcript.Draw();
            }

            Inverses[i] = inverse;
            Rounds[i] = inverse.Invert();
        }
    }

    private static Fr DrawExtraLink(AggregateProof proof, in Fr last)
    {
        using Transcript transcript = new("gipa-extra-link"u8);
        transcript.Append(last);
        AppendFinal(transcript, proof);
        proof.Rounds[^1].AppendTo(transcript);
        return transcript.Draw();
    }

    private Fr DrawOpening(AggregateProof proof, bool isSecondVersion)
    {
        using Transcript transcript = new("random-z"u8);
        transcript.Append(isSecondVersion ? ExtraLink : Rounds[^1]);
        transcript.Append(proof.KeyV.First.Bytes.Span);
        transcript.Append(proof.KeyV.Second.Bytes.Span);
        transcript.Append(proof.KeyW.First.Bytes.Span);
        transcript.Append(proof.KeyW.Second.Bytes.Span);
        if (isSecondVersion) AppendFinal(transcript, proof);
        return transcript.Draw();
    }

    private static void AppendFinal(Transcript transcript, AggregateProof proof)
    {
        transcript.Append(proof.FinalA.Bytes.Span);
        transcript.Append(proof.FinalB.Bytes.Span);
        transcript.Append(proof.FinalC.Bytes.Span);
    }
}
