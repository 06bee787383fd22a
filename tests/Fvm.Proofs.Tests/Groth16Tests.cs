using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Tests;

/// <summary>Groth16 under keys whose trapdoor is known.</summary>
public sealed class Groth16Tests
{
    private static readonly BatchWeights Weights = new(new byte[32]);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(39, 3)]
    [InlineData(22, 16)]
    public void Simulated_proofs_are_valid_and_about_nothing_else(int inputCount, int proofs)
    {
        SimulatedKey key = new(inputCount);
        Fr[][] inputs = [.. Enumerable.Range(0, proofs).Select(_ => key.DrawInputs())];
        byte[] bytes = [.. inputs.SelectMany(key.Prove)];
        Assert.Equal(ProofVerdict.Valid, Verify(key, bytes, inputs).Verdict);
        for (int i = 0; i < proofs && inputCount > 0; i++)
        {
            Fr kept = inputs[i][inputCount - 1];
            inputs[i][inputCount - 1] += Fr.One;
            Assert.Equal(ProofVerdict.Invalid, Verify(key, bytes, inputs).Verdict);
            inputs[i][inputCount - 1] = kept;
        }

        Assert.Equal(ProofVerdict.Invalid, Verify(new SimulatedKey(inputCount, seed: 2), bytes, inputs).Verdict);
    }

    [Fact]
    public void Errors_of_two_proofs_do_not_cancel()
    {
        SimulatedKey key = new(1);
        Fr[][] inputs = [[Fr.One], [Fr.One]];
        Assert.True(Groth16Proof.TryReadAll([.. key.Prove(inputs[0]), .. key.Prove(inputs[1])], 2, out Groth16Proof[] proofs, out _));
        byte[] bytes =
        [
            .. SimulatedKey.Encode(proofs[0].A, proofs[0].B, proofs[0].C + G1Point.Generator),
            .. SimulatedKey.Encode(proofs[1].A, proofs[1].B, proofs[1].C - G1Point.Generator),
        ];
        Assert.Equal(ProofVerdict.Invalid, Verify(key, bytes, inputs).Verdict);
    }

    [Fact]
    public void A_proof_twice_is_valid_and_swapped_proofs_are_not()
    {
        SimulatedKey key = new(2);
        Fr[] first = key.DrawInputs(), second = key.DrawInputs();
        byte[] a = key.Prove(first), b = key.Prove(second);
        Assert.Equal(ProofVerdict.Valid, Verify(key, [.. a, .. a], [first, first]).Verdict);
        Assert.Equal(ProofVerdict.Invalid, Verify(key, [.. b, .. a], [first, second]).Verdict);
    }

    [Theory]
    [InlineData(0, 0xc0, (int)ProofFault.Infinity)]
    [InlineData(48, 0xc0, (int)ProofFault.Infinity)]
    [InlineData(144, 0xc0, (int)ProofFault.Infinity)]
    [InlineData(0, 0xe0, (int)ProofFault.NotOnCurve)]
    [InlineData(0, 0x40, (int)ProofFault.NotOnCurve)]
    [InlineData(48, 0x00, (int)ProofFault.NotOnCurve)]
    public void Points_at_infinity_and_flags_that_do_not_fit_are_refused(int offset, byte flags, int expected)
    {
        byte[] proof = [.. SimulatedKey.Generators];
        proof.AsSpan(offset, offset == 48 ? 96 : 48).Clear();
        proof[offset] = flags;
        Assert.False(Groth16Proof.TryReadAll(proof, 1, out _, out ProofFault found));
        Assert.Equal((ProofFault)expected, found);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(191, 1)]
    [InlineData(193, 1)]
    [InlineData(192, 2)]
    [InlineData(192, 0)]
    [InlineData(192, int.MaxValue)]
    public void The_length_is_exact(int length, int count)
    {
        Assert.False(Groth16Proof.TryReadAll(new byte[length], count, out _, out ProofFault fault));
        Assert.Equal(ProofFault.WrongLength, fault);
    }

    [Fact]
    public void A_coordinate_that_is_not_below_the_modulus_is_refused()
    {
        byte[] proof = [.. SimulatedKey.Generators];
        Convert.FromHexString("9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab").CopyTo(proof, 0);
        Assert.False(Groth16Proof.TryReadAll(proof, 1, out _, out ProofFault fault));
        Assert.Equal(ProofFault.NotOnCurve, fault);
    }

    [Fact]
    public void Without_a_key_a_well_formed_proof_cannot_be_verified_and_another_is_malformed()
    {
        Assert.Equal(ProofVerdict.CannotVerify, Groth16Verifier.Verify(null, SimulatedKey.Generators, 1, () => [[]], Weights).Verdict);
        Assert.Equal(ProofVerdict.Malformed, Groth16Verifier.Verify(null, new byte[192], 1, () => [[]], Weights).Verdict);
    }

    [Fact]
    public void More_or_fewer_inputs_than_the_key_has_are_malformed()
    {
        SimulatedKey key = new(2);
        Assert.Equal(ProofFault.InputCount, Verify(key, SimulatedKey.Generators, [[Fr.One]]).Fault);
        Assert.Equal(ProofFault.InputCount, Verify(key, SimulatedKey.Generators, [[Fr.One, Fr.One, Fr.One]]).Fault);
    }

    [Fact]
    public void A_key_ends_where_it_says_and_says_no_more_than_there_is()
    {
        byte[] key = new SimulatedKey(3).Bytes;
        for (int length = 0; length < key.Length; length += 95)
            Assert.False(VerifyingKey.TryRead(key.AsSpan(0, length), isTrusted: false, out _, out _));
        Assert.True(VerifyingKey.TryRead([.. key, 1, 2, 3], isTrusted: false, out VerifyingKey? read, out _));
        Assert.Equal(3, read!.InputCount);

        // A count of four billion is told from the length, before anything is allocated.
        key.AsSpan(864, 4).Fill(0xff);
        Assert.False(VerifyingKey.TryRead(key, isTrusted: false, out _, out ProofFault fault));
        Assert.Equal(ProofFault.Truncated, fault);
        key.AsSpan(864, 4).Clear();
        Assert.False(VerifyingKey.TryRead(key, isTrusted: false, out _, out _));
    }

    [Fact]
    public void Weights_depend_on_everything_and_are_the_same_for_the_same()
    {
        Fr[][] inputs = [[Fr.One], [Fr.Zero]];
        Fr[] weights = Weights.Draw([1], [2], inputs, 5);
        Assert.Equal(5, weights.Distinct().Count());
        Assert.Equal(weights, Weights.Draw([1], [2], inputs, 5));
        Assert.NotEqual(weights, Weights.Draw([2], [2], inputs, 5));
        Assert.NotEqual(weights, Weights.Draw([1], [3], inputs, 5));
        Assert.NotEqual(weights, Weights.Draw([1], [2], [[Fr.One], [Fr.One]], 5));
        Assert.NotEqual(weights, new BatchWeights().Draw([1], [2], inputs, 5));
        Assert.NotEqual(new BatchWeights().Draw([1], [2], inputs, 5), new BatchWeights().Draw([1], [2], inputs, 5));
    }

    private static Verification Verify(SimulatedKey key, byte[] bytes, Fr[][] inputs) => Groth16Verifier.Verify(key.Key, bytes, inputs.Length, () => inputs, Weights);
}
