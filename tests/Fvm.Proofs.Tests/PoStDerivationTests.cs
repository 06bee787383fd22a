using Fvm.Crypto.Bls12381;
using Fvm.Proofs.PoSts;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>Rules of the public inputs of PoSts, and of padded data, each by itself.</summary>
public sealed class PoStDerivationTests
{
    [Theory]
    [InlineData(RegisteredPoStProof.StackedDRGWindow2KiBV1, 3, 2, 22)]
    [InlineData(RegisteredPoStProof.StackedDRGWindow2KiBV1P1, 1, 1, 22)]
    [InlineData(RegisteredPoStProof.StackedDRGWindow32GiBV1P1, 2349, 1, 25_839)]
    [InlineData(RegisteredPoStProof.StackedDRGWindow32GiBV1P1, 2350, 2, 25_839)]
    [InlineData(RegisteredPoStProof.StackedDRGWindow64GiBV1P1, 2301, 2, 25_300)]
    [InlineData(RegisteredPoStProof.StackedDRGWinning32GiBV1, 1, 1, 132)]
    public void Partitions_are_full_and_the_last_sector_fills_the_last_one(RegisteredPoStProof type, int sectors, int partitions, int inputs)
    {
        Assert.True(PoStParameters.TryGet(type, out PoStParameters parameters));
        PoStStatement statement = new(new byte[32], [.. Enumerable.Range(1, sectors).Select(i => new ProvenSector((ulong)i, Fr.FromUInt64((ulong)i)))]);
        Fr[][] rows = statement.Inputs(parameters);
        Assert.Equal(partitions, rows.Length);
        Assert.All(rows, row => Assert.Equal(inputs, row.Length));
        Assert.Equal(Fr.FromUInt64((ulong)sectors), rows[^1][^(1 + parameters.Challenges)]);
    }

    [Fact]
    public void From_version_1_1_on_a_sectors_challenges_do_not_depend_on_its_place()
    {
        foreach ((RegisteredPoStProof type, bool moves) in new[] { (RegisteredPoStProof.StackedDRGWindow8MiBV1, true), (RegisteredPoStProof.StackedDRGWindow8MiBV1P1, false) })
        {
            Assert.True(PoStParameters.TryGet(type, out PoStParameters parameters));
            ProvenSector sector = new(7, Fr.One);
            Fr[] alone = new PoStStatement(new byte[32], [sector]).Inputs(parameters)[0];
            Fr[] second = new PoStStatement(new byte[32], [new ProvenSector(3, Fr.One), sector]).Inputs(parameters)[0];
            Assert.Equal(moves, !alone.AsSpan(0, 11).SequenceEqual(second.AsSpan(11, 11)));
        }
    }

    [Fact]
    public void Padding_inserts_two_zero_bits_after_254()
    {
        Random random = new(2);
        byte[] data = new byte[3 * Fr32.UnpaddedUnit];
        random.NextBytes(data);
        byte[] padded = new byte[3 * Fr32.PaddedUnit];
        Fr32.Pad(data, padded);
        for (int bit = 0; bit < padded.Length * 8; bit++)
        {
            int place = bit % 256;
            int source = ((bit / 256) * 254) + place;
            bool expected = place < 254 && ((data[source / 8] >> (source % 8)) & 1) != 0;
            Assert.Equal(expected, ((padded[bit / 8] >> (bit % 8)) & 1) != 0);
        }
    }

    [Theory]
    [InlineData(127, 96, true)]
    [InlineData(127, 95, false)]
    [InlineData(126, 126, false)]
    [InlineData(254, 254, true)]
    [InlineData(254, 128, false)]
    [InlineData(381, 381, false)]
    [InlineData(0, 0, false)]
    public void A_piece_is_a_power_of_two_of_elements_and_its_data_reaches_the_last_one(int size, int length, bool works)
    {
        using MemoryStream data = new(new byte[length]);
        Assert.Equal(works, PieceCommitment.TryCompute(data, new UnpaddedPieceSize((ulong)size), out byte[] commitment));
        Assert.Equal(works ? 32 : 0, commitment.Length);
    }
}
