using System.Buffers.Binary;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Aggregates;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Tests;

/// <summary>Aggregates that are cut, that lie about their size, or that are noise. (Real ones are in the recorded vectors.)</summary>
public sealed class AggregateTests
{
    [Theory]
    [InlineData(2u)]
    [InlineData(8u)]
    [InlineData(8192u)]
    [InlineData(16384u)]
    public void Well_formed_aggregates_are_read_and_bytes_behind_them_are_not(uint count)
    {
        byte[] bytes = SampleAggregate.Bytes(count);
        Assert.True(AggregateProof.TryRead(bytes, out AggregateProof? proof, out _));
        Assert.Equal((int)count, proof!.Count);
        Assert.True(AggregateProof.TryRead(new byte[][] { bytes, [1, 2, 3] }.SelectMany(part => part).ToArray(), out _, out _));
    }

    [Fact]
    public void A_cut_aggregate_is_refused_wherever_it_is_cut()
    {
        byte[] bytes = SampleAggregate.Bytes(2);
        for (int length = 0; length < bytes.Length; length += 47)
        {
            Assert.False(AggregateProof.TryRead(bytes.AsMemory(0, length), out _, out ProofFault fault));
            Assert.Equal(ProofFault.Truncated, fault);
        }
    }

    [Theory]
    [InlineData(0u, (int)ProofFault.ProofCount)]
    [InlineData(1u, (int)ProofFault.ProofCount)]
    [InlineData(3u, (int)ProofFault.NotPowerOfTwo)]
    [InlineData(5u, (int)ProofFault.NotPowerOfTwo)]
    [InlineData(32768u, (int)ProofFault.TooManyProofs)]
    [InlineData(2147483648u, (int)ProofFault.TooManyProofs)]
    [InlineData(4294967295u, (int)ProofFault.NotPowerOfTwo)]
    public void Counts_that_no_aggregate_has_are_refused_even_with_all_their_rounds(uint count, int fault)
    {
        Assert.False(AggregateProof.TryRead(SampleAggregate.Bytes(count), out _, out ProofFault found));
        Assert.Equal((ProofFault)fault, found);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(1u << 31)]
    public void A_count_that_its_bytes_cannot_bear_out_is_refused_without_allocating_for_it(uint count)
    {
        byte[] bytes = SampleAggregate.Bytes(4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SampleAggregate.CountOffset), count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(AggregateProof.TryRead(bytes, out _, out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData(0, 0, (int)ProofFault.Empty)]
    [InlineData(1, 2, (int)ProofFault.None)]
    [InlineData(2, 2, (int)ProofFault.None)]
    [InlineData(3, 4, (int)ProofFault.None)]
    [InlineData(4, 4, (int)ProofFault.None)]
    [InlineData(5, 4, (int)ProofFault.TooManyStatements)]
    [InlineData(8, 4, (int)ProofFault.TooManyStatements)]
    [InlineData(2, 4, (int)ProofFault.TooFewStatements)]
    [InlineData(1, 4, (int)ProofFault.TooFewStatements)]
    public void An_aggregate_is_of_the_next_power_of_two_and_of_at_least_two(int statements, int proofs, int fault) =>
        Assert.Equal((ProofFault)fault, AggregateVerifier.CheckCount(statements, proofs));

    [Fact]
    public void Elements_with_coordinates_above_the_modulus_or_outside_the_group_are_told_apart()
    {
        byte[] bytes = SampleAggregate.Bytes(2);
        bytes.AsSpan(0, 48).Fill(0xff);
        Assert.False(AggregateProof.TryRead(bytes, out _, out ProofFault fault));
        Assert.Equal(ProofFault.TargetCoordinate, fault);
        bytes.AsSpan(0, Gt.CompressedLength).Clear();
        Assert.False(AggregateProof.TryRead(bytes, out _, out fault));
        Assert.Equal(ProofFault.TargetElement, fault);
    }

    [Fact]
    public void Noise_is_refused_and_nothing_throws()
    {
        Random random = new(3);
        byte[] good = SampleAggregate.Bytes(4);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. good];
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 8), 8));
            AggregateProof.TryRead(bytes, out AggregateProof? proof, out ProofFault fault);
            Assert.Equal(fault == ProofFault.None, proof is not null);
        }
    }

    [Fact]
    public void A_well_formed_aggregate_that_proves_nothing_is_invalid_with_keys_and_cannot_be_verified_without()
    {
        SimulatedKey key = new(1);
        AggregationPoints points = new(
            G1Point.Generator, G2Point.Generator, G1Point.Generator * Fr.FromUInt64(5), G1Point.Generator * Fr.FromUInt64(7), G2Point.Generator * Fr.FromUInt64(5), G2Point.Generator * Fr.FromUInt64(7));
        foreach (bool isSecondVersion in new[] { false, true })
        {
            AggregateStatement statement = new(2, [[Fr.One], [Fr.One]], new byte[32], isSecondVersion);
            BatchWeights weights = new();
            Assert.Equal(Abi.Node.ProofVerdict.Invalid, AggregateVerifier.Verify(points, key.Key, statement, SampleAggregate.Bytes(2), weights).Verdict);
            Assert.Equal(Abi.Node.ProofVerdict.CannotVerify, AggregateVerifier.Verify(null, key.Key, statement, SampleAggregate.Bytes(2), weights).Verdict);
            Assert.Equal(Abi.Node.ProofVerdict.CannotVerify, AggregateVerifier.Verify(points, null, statement, SampleAggregate.Bytes(2), weights).Verdict);
        }
    }
}
