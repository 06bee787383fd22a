using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>
/// The structural verdicts against what filecoin-proofs did (<c>../shared/vectors/proofs</c>). An error of the reference that does not come
/// from a point or from the pairing must be Malformed; a proof that it judged, true or false, must be CannotVerify.
/// </summary>
public sealed class ProofVerifierTests
{
    private static readonly ProofVerifier Verifier = new(NetworkVersion.V21);

    // What the reference reads from curve points: later work.
    private static readonly string[] FromPoints =
    [
        "not on curve", "point at infinity", "invalid point", "invalid compression point", "invalid fp", "num_inputs extended beyond target",
    ];

    [Fact]
    public void Seals()
    {
        int judged = 0;
        foreach (JsonElement row in SharedVectors.Read("proofs/porep.json").GetProperty("cases").EnumerateArray())
        {
            SealVerifyInfo info = new(
                (RegisteredSealProof)row.GetProperty("proof_type").GetInt64(),
                new SectorId(new ActorId(1000), row.Number("sector")),
                [],
                row.Hex("ticket"),
                row.Hex("seed"),
                row.Hex("proof"),
                CommCid.FromReplicaCommitment(row.Hex("comm_r")),
                CommCid.FromDataCommitment(row.Hex("comm_d")));
            judged += Check(row, Verifier.VerifySeal(info));
        }

        Assert.Equal(95, judged);
    }

    [Fact]
    public void Window_PoSts()
    {
        ProofVerifier verifier = new(NetworkVersion.V18);
        int judged = 0;
        foreach (JsonElement row in SharedVectors.Read("proofs/post.json").GetProperty("cases").EnumerateArray())
        {
            // Winning PoSts are no syscall; randomness and prover id reach the proofs masked and made from an id.
            if (row.Text("kind") != "window" || row.Text("message").Contains("randomness") || row.Text("message").Contains("prover_id")) continue;
            long type = row.GetProperty("proof_type").GetInt64();
            if (((RegisteredPoStProof)type).IsWinning()) continue;
            SectorInfo[] sectors =
            [
                .. row.GetProperty("sectors").EnumerateArray().Select(sector =>
                    new SectorInfo((RegisteredSealProof)(type % 5), sector.Number("sector"), CommCid.FromReplicaCommitment(sector.Hex("comm_r")))),
            ];
            WindowPoStVerifyInfo info = new(row.Hex("randomness"), [new PoStProof((RegisteredPoStProof)type, row.Hex("proof"))], sectors, new ActorId(1000));
            judged += Check(row, verifier.VerifyWindowPoSt(info));
        }

        Assert.Equal(71, judged);
    }

    [Fact]
    public void Replica_updates()
    {
        int judged = 0;
        foreach (JsonElement row in SharedVectors.Read("proofs/update.json").GetProperty("cases").EnumerateArray())
        {
            ReplicaUpdateInfo info = new(
                (RegisteredUpdateProof)row.GetProperty("proof_type").GetInt64(),
                CommCid.FromReplicaCommitment(row.Hex("comm_r_old")),
                CommCid.FromReplicaCommitment(row.Hex("comm_r_new")),
                CommCid.FromDataCommitment(row.Hex("comm_d_new")),
                row.Hex("proof"));
            judged += Check(row, Verifier.VerifyReplicaUpdate(info));
        }

        Assert.Equal(24, judged);
    }

    [Fact]
    public void Aggregates_are_as_long_as_they_say()
    {
        int judged = 0;
        foreach (JsonElement row in SharedVectors.Read("proofs/aggregate.json").GetProperty("cases").EnumerateArray())
        {
            string message = row.Text("message");

            // Inputs come from the seals here, and the other counts are not those of the proof's layout.
            if (message.Contains("inputs") || message.Contains("seeds") || message == "malformed verifying key") continue;
            ProofVerdict verdict = AggregateLayout.Fits(row.Hex("proof")) ? ProofVerdict.CannotVerify : ProofVerdict.Malformed;
            judged += Check(row, verdict);
        }

        Assert.Equal(68, judged);
    }

    [Fact]
    public void A_window_PoSt_is_malformed_where_the_reference_fails_before_it_verifies()
    {
        ProofVerifier verifier = new(NetworkVersion.V18);
        WindowPoStVerifyInfo good = new(new byte[32], [new PoStProof(RegisteredPoStProof.StackedDRGWindow2KiBV1P1, new byte[192])], [Sector(1)], new ActorId(1000));
        PoStProof other = new(RegisteredPoStProof.StackedDRGWindow2KiBV1, new byte[192]);
        Assert.Equal(ProofVerdict.CannotVerify, verifier.VerifyWindowPoSt(good));
        Assert.Equal(ProofVerdict.CannotVerify, verifier.VerifyWindowPoSt(good with { Proofs = [other] }));
        Assert.Equal(ProofVerdict.CannotVerify, verifier.VerifyWindowPoSt(good with { ChallengedSectors = [Sector(1), Sector(2), Sector(1)] }));

        (string Why, WindowPoStVerifyInfo Info)[] refused =
        [
            ("no proof: a panic", good with { Proofs = [] }),
            ("proofs of two types", good with { Proofs = [.. good.Proofs, other] }),
            ("two proofs of one type", good with { Proofs = [.. good.Proofs, .. good.Proofs] }),
            ("no sector", good with { ChallengedSectors = [] }),
            ("randomness too short: a panic", good with { Randomness = new byte[31] }),
            ("randomness too long: a panic", good with { Randomness = new byte[33] }),
            ("winning PoSt", good with { Proofs = [new PoStProof(RegisteredPoStProof.StackedDRGWinning2KiBV1, new byte[192])] }),
            ("unknown type", good with { Proofs = [new PoStProof((RegisteredPoStProof)15, new byte[192])] }),
            ("a sector of another size", good with { ChallengedSectors = [Sector(1) with { Proof = RegisteredSealProof.StackedDRG32GiBV1P1 }] }),
            ("a sector of unknown seal", good with { ChallengedSectors = [Sector(1) with { Proof = (RegisteredSealProof)15 }] }),
            ("a data commitment", good with { ChallengedSectors = [Sector(1) with { SealedCid = CommCid.FromDataCommitment(One) }] }),
            ("a partition short", good with { ChallengedSectors = [Sector(1), Sector(2), Sector(3)] }),
        ];
        foreach ((string why, WindowPoStVerifyInfo info) in refused) Assert.Equal((why, ProofVerdict.Malformed), (why, verifier.VerifyWindowPoSt(info)));
    }

    [Fact]
    public void The_first_window_PoSt_ended_with_network_version_21()
    {
        WindowPoStVerifyInfo info = new(new byte[32], [new PoStProof(RegisteredPoStProof.StackedDRGWindow2KiBV1, new byte[192])], [Sector(1)], new ActorId(1000));
        Assert.Equal(ProofVerdict.CannotVerify, new ProofVerifier(NetworkVersion.V20).VerifyWindowPoSt(info));
        Assert.Equal(ProofVerdict.Malformed, new ProofVerifier(NetworkVersion.V21).VerifyWindowPoSt(info));
    }

    [Fact]
    public void An_aggregate_is_malformed_where_the_reference_fails_before_it_verifies()
    {
        byte[] proof = new byte[8212];
        proof[1488] = 4;
        AggregateSealVerifyInfo seal = new(1, new byte[32], new byte[32], CommCid.FromReplicaCommitment(One), CommCid.FromDataCommitment(One));
        AggregateSealVerifyProofAndInfos good = new(
            new ActorId(1000), RegisteredSealProof.StackedDRG2KiBV1P1, RegisteredAggregateProof.SnarkPackV2, proof, [seal, seal, seal, seal]);
        Assert.Equal(ProofVerdict.CannotVerify, Verifier.VerifyAggregateSeals(good));

        (string Why, AggregateSealVerifyProofAndInfos Aggregate)[] refused =
        [
            ("no seal", good with { Infos = [] }),
            ("unknown seal", good with { SealProof = (RegisteredSealProof)20 }),
            ("unknown aggregate", good with { AggregateProof = (RegisteredAggregateProof)2 }),
            ("a short seed: a panic", good with { Infos = [seal with { InteractiveRandomness = new byte[31] }] }),
            ("commitments swapped", good with { Infos = [seal with { SealedCid = seal.UnsealedCid, UnsealedCid = seal.SealedCid }] }),
            ("a zero commitment", good with { Infos = [seal with { SealedCid = CommCid.FromReplicaCommitment(new byte[32]) }] }),
            ("no proof", good with { Proof = ReadOnlyMemory<byte>.Empty }),
        ];
        foreach ((string why, AggregateSealVerifyProofAndInfos aggregate) in refused)
            Assert.Equal((why, ProofVerdict.Malformed), (why, Verifier.VerifyAggregateSeals(aggregate)));
    }

    private static byte[] One => [1, .. new byte[31]];

    private static SectorInfo Sector(ulong number) => new(RegisteredSealProof.StackedDRG2KiBV1P1, number, CommCid.FromReplicaCommitment(One));

    private static int Check(JsonElement row, ProofVerdict verdict)
    {
        string name = row.Text("name");
        bool judgedByReference = row.Text("verdict") is "true" or "false";
        if (!judgedByReference && FromPoints.Any(row.Text("message").Contains)) return 0;
        ProofVerdict expected = judgedByReference ? ProofVerdict.CannotVerify : ProofVerdict.Malformed;
        Assert.Equal((name, row.Text("message"), expected), (name, row.Text("message"), verdict));
        return 1;
    }
}
