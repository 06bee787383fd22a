using Fvm.Abi.Node;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>What is malformed is so without keys; what is not gets no verdict. (The recorded vectors run in Fvm.Conformance.Tests.)</summary>
public sealed class ProofVerifierTests
{
    private static readonly ProofVerifier Verifier = new(NetworkVersion.V21);

    [Fact]
    public void A_window_PoSt_is_malformed_where_the_reference_fails_before_it_verifies()
    {
        ProofVerifier verifier = new(NetworkVersion.V18);
        WindowPoStVerifyInfo good = new(new byte[32], [new PoStProof(RegisteredPoStProof.StackedDRGWindow2KiBV1P1, Proofs(1))], [Sector(1)], new ActorId(1000));
        PoStProof other = new(RegisteredPoStProof.StackedDRGWindow2KiBV1, Proofs(1));
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
            ("winning PoSt", good with { Proofs = [new PoStProof(RegisteredPoStProof.StackedDRGWinning2KiBV1, Proofs(1))] }),
            ("unknown type", good with { Proofs = [new PoStProof((RegisteredPoStProof)15, Proofs(1))] }),
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
        WindowPoStVerifyInfo info = new(new byte[32], [new PoStProof(RegisteredPoStProof.StackedDRGWindow2KiBV1, Proofs(1))], [Sector(1)], new ActorId(1000));
        Assert.Equal(ProofVerdict.CannotVerify, new ProofVerifier(NetworkVersion.V20).VerifyWindowPoSt(info));
        Assert.Equal(ProofVerdict.Malformed, new ProofVerifier(NetworkVersion.V21).VerifyWindowPoSt(info));
    }

    [Fact]
    public void An_aggregate_is_malformed_where_the_reference_fails_before_it_verifies()
    {
        byte[] proof = SampleAggregate.Bytes(4);
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

    /// <summary>Points that a proof could have.</summary>
    private static byte[] Proofs(int count) => [.. Enumerable.Repeat(SimulatedKey.Generators, count).SelectMany(proof => proof)];

    private static byte[] One => [1, .. new byte[31]];

    private static SectorInfo Sector(ulong number) => new(RegisteredSealProof.StackedDRG2KiBV1P1, number, CommCid.FromReplicaCommitment(One));
}
