using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Hashes, signatures and proofs as actors ask for them (ref-fvm release/v3 kernel/default.rs CryptoOps). Costs in milligas.</summary>
public class CryptoOpsTests
{
    private static readonly byte[] Abc = Encoding.ASCII.GetBytes("abc");

    [Theory]
    [InlineData(Multicodec.Sha2_256, 7ul, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(Multicodec.Blake2b256, 10ul, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")]
    [InlineData(
        Multicodec.Blake2b512,
        10ul,
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")]
    [InlineData(Multicodec.Keccak256, 33ul, "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData(Multicodec.Ripemd160, 35ul, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]
    public void Hash_is_paid_by_the_byte(ulong code, ulong gasPerByte, string digest) => new World().Inside(kernel =>
    {
        byte[] output = new byte[64];
        int length = 0;
        Assert.Equal(3_000 * gasPerByte, kernel.Cost(() => Says.Ok(kernel.Crypto.Hash(code, Abc, output, out length))));
        Assert.Equal(digest, Convert.ToHexStringLower(output.AsSpan(0, length)));
        Assert.All(output.Skip(length), static rest => Assert.Equal(0, rest));
    });

    [Theory]
    [InlineData(Multicodec.Identity)]
    [InlineData(0x13ul)] // sha2-512
    [InlineData(0xb21ful)] // blake2b-248
    [InlineData(ulong.MaxValue)]
    public void Unsupported_hash_is_refused_with_1_and_uncharged(ulong code) => new World().Inside(kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Crypto.Hash(code, Abc, new byte[64], out _)))));

    [Fact]
    public void Secp256k1_signature_is_verified_and_its_key_recovered()
    {
        byte[] secret = [.. new byte[31], 7];
        byte[] publicKey = new byte[65];
        Assert.True(Secp256k1.TryGetPublicKey(secret, publicKey));
        Address signer = Address.FromSecp256k1PublicKey(publicKey);
        byte[] signature = new byte[65];
        Secp256k1.Sign(secret, Blake2b.Hash256(Abc), signature);
        new World().Inside(kernel =>
        {
            Assert.Equal(1_637_322_000ul, kernel.Cost(() => Assert.True(Verify(kernel, SignatureType.Secp256k1, signature, signer, Abc))));
            Assert.False(Verify(kernel, SignatureType.Secp256k1, signature, World.Key(1), Abc));
            Assert.False(Verify(kernel, SignatureType.Secp256k1, signature, signer, []));
            Assert.False(Verify(kernel, SignatureType.Secp256k1, [], signer, Abc));
            Assert.False(Verify(kernel, SignatureType.Bls, signature, signer, Abc));

            byte[] recovered = new byte[65];
            Assert.Equal(1_637_292_000ul, kernel.Cost(() =>
                Says.Ok(kernel.Crypto.RecoverSecpPublicKey(Blake2b.Hash256(Abc), signature, recovered))));
            Assert.Equal(publicKey, recovered);
            Assert.Equal(1_637_292_000ul, kernel.Cost(() =>
                Says.Refuses(ErrorNumber.IllegalArgument, kernel.Crypto.RecoverSecpPublicKey(Blake2b.Hash256(Abc), new byte[65], recovered))));
        });
    }

    [Fact]
    public void Bls_signature_is_verified()
    {
        byte[] secret = [.. new byte[31], 7];
        byte[] publicKey = new byte[48];
        Assert.True(Bls.TryGetPublicKey(secret, publicKey));
        Address signer = Address.FromBls(publicKey);
        byte[] signature = new byte[96];
        Bls.Sign(secret, Abc, signature);
        new World().Inside(kernel =>
        {
            Assert.Equal(16_598_683_000ul, kernel.Cost(() => Assert.True(Verify(kernel, SignatureType.Bls, signature, signer, Abc))));
            Assert.False(Verify(kernel, SignatureType.Bls, new byte[96], signer, Abc));
            Assert.False(Verify(kernel, SignatureType.Secp256k1, signature, signer, Abc));
        }, gasLimit: 200_000_000_000);
    }

    [Fact]
    public void Signer_must_be_a_key_address_or_is_refused_with_1_after_the_charge() => new World().Inside(kernel =>
    {
        foreach (Address signer in new[] { World.Alice, Address.FromActorBytes([1]), World.Ethereum(1) })
        {
            Assert.Equal(1_637_292_000ul, kernel.Cost(() => Says.Refuses(
                ErrorNumber.IllegalArgument, kernel.Crypto.VerifySignature(SignatureType.Secp256k1, new byte[65], signer, [], out _))));
        }
    });

    [Theory]
    [InlineData(ProofVerdict.Valid)]
    [InlineData(ProofVerdict.Invalid)]
    [InlineData(ProofVerdict.Malformed)]
    public void Verdicts_on_storage_proofs_reach_the_actor(ProofVerdict verdict)
    {
        var world = new World();
        world.Proofs.Verdict = verdict;
        world.Inside(kernel =>
        {
            Judged(117_768_481_000, kernel.Cost(() => Check(kernel.Crypto.VerifyPost(Post(RegisteredPoStProof.StackedDRGWindow512MiBV1), out bool valid), valid)));
            Judged(36_316_136_000, kernel.Cost(() => Check(kernel.Crypto.VerifyReplicaUpdate(Update, out bool valid), valid)));
            Judged(899_800_000, kernel.Cost(() => Check(kernel.Crypto.VerifyAggregateSeals(Aggregate, out bool valid), valid)));
            bool[] results = [true, true, true];
            Judged(6_000_000, kernel.Cost(() => Says.Ok(kernel.Crypto.BatchVerifySeals([Seal, Seal, Seal], results))));
            Assert.All(results, result => Assert.Equal(verdict == ProofVerdict.Valid, result));
        }, gasLimit: 200_000_000_000);

        void Check(SyscallStatus status, bool valid)
        {
            if (verdict == ProofVerdict.Malformed)
                Says.Refuses(ErrorNumber.IllegalArgument, status);
            else
                Says.Ok(status);
            Assert.Equal(verdict == ProofVerdict.Valid, valid);
        }

        static void Judged(ulong expected, ulong actual) => Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("post")]
    [InlineData("update")]
    [InlineData("aggregate")]
    [InlineData("batch")]
    public void Proof_that_cannot_be_verified_is_fatal(string kind)
    {
        var world = new World();
        world.Proofs.Verdict = ProofVerdict.CannotVerify;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            SyscallStatus unused = kind switch
            {
                "post" => kernel.Crypto.VerifyPost(Post(RegisteredPoStProof.StackedDRGWindow512MiBV1), out bool _),
                "update" => kernel.Crypto.VerifyReplicaUpdate(Update, out bool _),
                "aggregate" => kernel.Crypto.VerifyAggregateSeals(Aggregate, out bool _),
                _ => kernel.Crypto.BatchVerifySeals([Seal], new bool[1]),
            };
            return Exit.With(unused.IsOk ? 0u : 99);
        });
        Says.Ends(world.Call(actor, gasLimit: 200_000_000_000), 10, 200_000_000_000);
    }

    [Fact]
    public void Batch_of_seals_is_charged_before_any_is_verified_unless_the_machine_is_told_not_to()
    {
        foreach (bool charges in new[] { true, false })
        {
            var world = new World { Context = new World().Context with { ChargesBatchSeals = charges } };
            world.Inside(kernel => Assert.Equal(charges ? 4_000_000ul : 0, kernel.Cost(() =>
                Says.Ok(kernel.Crypto.BatchVerifySeals([Seal, Seal], new bool[2])))));
        }

        var poor = new World();
        Address actor = poor.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(3_999_999)));
            bool[] results = [true, true];
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Crypto.BatchVerifySeals([Seal, Seal], results).Outcome);
            Assert.Equal([true, true], results);
            return Exit.OutOfGas;
        });
        Says.Ends(poor.Call(actor), 7);
    }

    [Theory]
    [InlineData(314_159ul, 498_691L, RegisteredPoStProof.StackedDRGWindow32GiBV1P1, RegisteredPoStProof.StackedDRGWindow32GiBV1)]
    [InlineData(314_159ul, 498_692L, RegisteredPoStProof.StackedDRGWindow32GiBV1P1, RegisteredPoStProof.StackedDRGWindow32GiBV1P1)]
    [InlineData(314ul, 498_691L, RegisteredPoStProof.StackedDRGWindow32GiBV1P1, RegisteredPoStProof.StackedDRGWindow32GiBV1P1)]
    [InlineData(314_159ul, 1L, RegisteredPoStProof.StackedDRGWindow64GiBV1P1, RegisteredPoStProof.StackedDRGWindow64GiBV1P1)]
    [InlineData(314_159ul, 1L, RegisteredPoStProof.StackedDRGWindow32GiBV1, RegisteredPoStProof.StackedDRGWindow32GiBV1)]
    public void Early_calibration_takes_the_first_32_GiB_V1P1_post_for_V1(
        ulong chain, long epoch, RegisteredPoStProof given, RegisteredPoStProof verified)
    {
        var world = new World { Context = new World().Context with { ChainId = chain, Epoch = epoch } };
        world.Inside(kernel => Says.Ok(kernel.Crypto.VerifyPost(Post(given, given), out _)), gasLimit: 200_000_000_000);
        Assert.Equal([verified, given], world.Proofs.LastPost!.Proofs.Select(static proof => proof.Type));
        world.Inside(kernel => Says.Ok(kernel.Crypto.VerifyPost(Post(), out _)), gasLimit: 200_000_000_000);
    }

    [Fact]
    public void Unsealed_cid_is_what_the_verifier_computes_or_refused_with_1()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            Cid? cid = null;
            Assert.Equal(98_647_000ul, kernel.Cost(() => Says.Refuses(
                ErrorNumber.IllegalArgument, kernel.Crypto.ComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG2KiBV1P1, [], out cid))));
            world.Proofs.UnsealedCid = Code.Account;
            Says.Ok(kernel.Crypto.ComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG2KiBV1P1, [], out cid));
            Assert.Equal(Code.Account, cid);
        });
    }

    [Fact]
    public void Consensus_fault_is_the_nodes_verdict()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            ConsensusFault? fault = null;
            Assert.Equal(516_422_000ul, kernel.Cost(() => Says.Ok(kernel.Crypto.VerifyConsensusFault([1], [2], [], out fault))));
            Assert.Null(fault);
            world.Node.Fault = new ConsensusFault(new ActorId(1000), 7, ConsensusFaultType.TimeOffsetMining);
            Says.Ok(kernel.Crypto.VerifyConsensusFault([1], [2], [], out fault));
            Assert.Equal(world.Node.Fault, fault);
            world.Node.CanVerifyFaults = false;
            Says.Refuses(ErrorNumber.IllegalArgument, kernel.Crypto.VerifyConsensusFault([1], [2], [], out fault));
        });
    }

    private static SealVerifyInfo Seal { get; } =
        new(RegisteredSealProof.StackedDRG2KiBV1P1, new SectorId(new ActorId(1000), 1), [], default, default, default, Code.Account, Code.Account);

    private static ReplicaUpdateInfo Update { get; } = new(RegisteredUpdateProof.StackedDRG2KiBV1, Code.Account, Code.Account, Code.Account, default);

    /// <summary>Two seals.</summary>
    private static AggregateSealVerifyProofAndInfos Aggregate { get; } = new(
        new ActorId(1000),
        RegisteredSealProof.StackedDRG32GiBV1P1,
        RegisteredAggregateProof.SnarkPackV2,
        default,
        [.. Enumerable.Repeat(new AggregateSealVerifyInfo(1, default, default, Code.Account, Code.Account), 2)]);

    /// <summary>Proofs of these types over two sectors.</summary>
    private static WindowPoStVerifyInfo Post(params RegisteredPoStProof[] types)
    {
        var sector = new SectorInfo(RegisteredSealProof.StackedDRG512MiBV1P1, 1, Code.Account);
        return new WindowPoStVerifyInfo(new byte[32], [.. types.Select(static type => new PoStProof(type, default))], [sector, sector], new ActorId(1000));
    }

    private static bool Verify(IActorKernel kernel, SignatureType type, byte[] signature, Address signer, byte[] text)
    {
        Says.Ok(kernel.Crypto.VerifySignature(type, signature, signer, text, out bool valid));
        return valid;
    }
}
