using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Seals;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>Rules of the derivations of seals, each by itself. (Values are compared in the recorded vectors.)</summary>
public sealed class SealDerivationTests
{
    public static TheoryData<long> Types => [.. Enumerable.Range(0, 20).Select(type => (long)type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Inputs_have_the_shape_of_the_circuit_and_no_challenge_is_node_0(long number)
    {
        Assert.True(SealParameters.TryGet((RegisteredSealProof)number, out SealParameters parameters));
        Fr[][] inputs = Seal(1).Inputs(parameters);
        bool isLarge = number % 5 >= 3;
        bool isNonInteractive = number >= 15;
        Assert.Equal((isNonInteractive, isLarge) switch { (false, false) => 1, (false, true) => 10, (true, false) => 13, _ => 126 }, inputs.Length);
        Assert.All(inputs, row => Assert.Equal(isLarge ? 327 : 39, row.Length));
        foreach (Fr[] row in inputs)
        {
            for (int at = 3; at < row.Length; at += SealParameters.InputsPerChallenge)
            {
                Assert.False(row[at].IsZero);
                Assert.All(row[(at + 15)..(at + 18)], again => Assert.Equal(row[at], again));
            }
        }
    }

    [Fact]
    public void Unknown_types_have_no_parameters()
    {
        Assert.False(SealParameters.TryGet((RegisteredSealProof)20, out _));
        Assert.False(SealParameters.TryGet((RegisteredSealProof)(-1), out _));
    }

    [Fact]
    public void Every_node_is_an_expander_parent_eight_times()
    {
        Assert.True(SealParameters.TryGet(RegisteredSealProof.StackedDRG2KiBV1P1, out SealParameters parameters));
        ExpanderPermutation expander = new(parameters, parameters.PorepId());
        int[] uses = new int[parameters.Nodes];
        Span<ulong> parents = stackalloc ulong[ExpanderPermutation.Degree];
        for (ulong node = 0; node < parameters.Nodes; node++)
        {
            expander.WriteParents(node, parents);
            foreach (ulong parent in parents) uses[parent]++;
        }

        Assert.All(uses, count => Assert.Equal(8, count));
    }

    [Theory]
    [InlineData(RegisteredSealProof.StackedDRG2KiBV1, 5)]
    [InlineData(RegisteredSealProof.StackedDRG2KiBV1P1, 0)]
    public void Base_parents_lie_before_the_node_and_the_node_before_is_last_in_V1_and_first_since(RegisteredSealProof type, int predecessor)
    {
        Assert.True(SealParameters.TryGet(type, out SealParameters parameters));
        SealGraph graph = new(parameters);
        Span<ulong> parents = stackalloc ulong[SealGraph.ParentCount];
        for (ulong node = 2; node < parameters.Nodes; node++)
        {
            graph.WriteParents(node, parents);
            for (int i = 0; i < 6; i++) Assert.True(parents[i] < node);
            Assert.Equal(node - 1, parents[predecessor]);
        }

        graph.WriteParents(1, parents);
        Assert.False(parents[..6].ContainsAnyExcept(0UL));
    }

    [Fact]
    public void V1_loses_the_high_bits_of_expander_parents_from_32_GiB_on()
    {
        Assert.True(SealParameters.TryGet(RegisteredSealProof.StackedDRG32GiBV1, out SealParameters parameters));
        ExpanderPermutation expander = new(parameters, parameters.PorepId());
        Span<ulong> parents = stackalloc ulong[ExpanderPermutation.Degree];
        for (ulong node = 0; node < 64; node++)
        {
            expander.WriteParents(node * 1_000_003, parents);
            foreach (ulong parent in parents) Assert.True(parent < 1UL << 29);
        }
    }

    [Fact]
    public void Interactive_challenges_depend_on_the_seed_non_interactive_ones_on_the_replica()
    {
        SealStatement seal = Seal(1), reseeded = seal with { Seed = Bytes(9) }, other = seal with { ReplicaCommitment = Bytes(8) };
        foreach ((RegisteredSealProof type, bool seed, bool replica) in new[]
        {
            (RegisteredSealProof.StackedDRG8MiBV1P1, true, false),
            (RegisteredSealProof.StackedDRG8MiBV1P1_Feat_SyntheticPoRep, true, true),
            (RegisteredSealProof.StackedDRG8MiBV1P2_Feat_NiPoRep, false, true),
        })
        {
            Assert.True(SealParameters.TryGet(type, out SealParameters parameters));
            Assert.Equal((type, seed), (type, seal.Inputs(parameters)[0][3] != reseeded.Inputs(parameters)[0][3]));
            Assert.Equal((type, replica), (type, seal.Inputs(parameters)[0][3] != other.Inputs(parameters)[0][3]));
        }
    }

    [Fact]
    public void ChaCha20_gives_the_block_of_RFC_8439_section_2_3_2()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] block = new byte[ChaCha.BlockLength];
        ChaCha.WriteBlock(20, key, Convert.FromHexString("000000090000004a00000000"), 1, block);
        Assert.Equal(
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e",
            Convert.ToHexStringLower(block));
    }

    [Theory]
    [InlineData(63)]
    [InlineData((1L << 30) - 1)]
    [InlineData((1L << 31) - 1)]
    public void Numbers_are_reduced_as_big_integers_are(long modulus)
    {
        Random random = new(5);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            Assert.Equal((ulong)(new System.Numerics.BigInteger(bytes, isUnsigned: true) % modulus), FieldElement.Modulo(bytes, (ulong)modulus));
        }
    }

    [Fact]
    public void Commitments_of_zeros_and_those_that_are_no_field_elements_are_told_apart()
    {
        SealStatement seal = Seal(1);
        byte[] modulus = Convert.FromHexString("01000000fffffffffe5bfeff02a4bd5305d8a10908d83933487d9d2953a7ed73");
        Assert.Equal(ProofFault.None, seal.Check());
        Assert.Equal(ProofFault.ZeroCommitment, (seal with { DataCommitment = new byte[32] }).Check());
        Assert.Equal(ProofFault.ZeroCommitment, (seal with { ReplicaCommitment = new byte[32] }).Check());
        Assert.Equal(ProofFault.NotInField, (seal with { DataCommitment = modulus }).Check());
        Assert.Equal(ProofFault.NotInField, (seal with { ReplicaCommitment = modulus }).Check());
    }

    internal static SealStatement Seal(ulong number) => new(Bytes(1), number, Bytes(2), Bytes(3), Bytes(4), Bytes(5));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];
}
