using System.Text.Json;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Protocol.Tests.Sectors;

/// <summary>Piece sizes, commitments of zeros, CIDs of commitments.</summary>
public class PieceTests
{
    [Theory]
    [InlineData(128, 127, true, true)]
    [InlineData(256, 254, true, true)]
    [InlineData(2048, 2032, true, true)]
    [InlineData(34359738368, 34091302912, true, true)]
    [InlineData(127, 127, false, true)]
    [InlineData(64, 64, false, false)]
    [InlineData(129, 128, false, false)]
    [InlineData(384, 381, false, false)]
    [InlineData(0, 0, false, false)]
    public void Padded_and_unpadded_sizes(ulong padded, ulong unpadded, bool paddedValid, bool unpaddedValid)
    {
        Assert.Equal(unpadded, new PaddedPieceSize(padded).Unpadded().Value);
        Assert.Equal(paddedValid, new PaddedPieceSize(padded).IsValid);
        Assert.Equal(unpaddedValid, new UnpaddedPieceSize(unpadded).IsValid);
        if (paddedValid)
            Assert.Equal(padded, new UnpaddedPieceSize(unpadded).Padded().Value);
    }

    [Theory]
    // fvm_shared piece/mod.rs, invalid_piece_checks.
    [InlineData(126, false)]
    [InlineData(0b1111111000, true)]
    [InlineData(0b1110111000, false)]
    public void Unpadded_sizes_are_127_times_a_power_of_two(ulong size, bool valid) => Assert.Equal(valid, new UnpaddedPieceSize(size).IsValid);

    [Theory]
    // fvm_shared piece/zero.rs, from its table: first, second, 2 KiB, 32 GiB, 64 GiB, last.
    [InlineData(1UL << 7, "3731bb99ac689f66eef5973e4a94da188f4ddcae580724fc6f3fd60dfd488333")]
    [InlineData(1UL << 8, "642a607ef886b004bf2c1978463ae1d4693ac0f410eb2d1b7a47fe205e5e750f")]
    [InlineData(1UL << 11, "fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833")]
    [InlineData(1UL << 35, "077e5fde35c50a9303a55009e3498a4ebedff39c42b710b730d8ec7ac7afa63e")]
    [InlineData(1UL << 36, "e64005a6bfe3777953b8ad6ef93f0fca1049b2041654f2a411f7702799cece02")]
    [InlineData(1UL << 41, "aaaa8c4cb40aacee1e02dc65424b2a6c8e99f803b72f7929c4101d7fae6bff32")]
    public void Zero_pieces(ulong size, string commitment)
    {
        Assert.True(ZeroPieceCommitments.TryGet(new PaddedPieceSize(size), out ReadOnlySpan<byte> actual));
        Assert.Equal(commitment, Convert.ToHexStringLower(actual));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(129)]
    [InlineData(384)]
    [InlineData(1L << 42)]
    [InlineData(1L << 62)]
    public void Sizes_without_a_zero_piece(long size) => Assert.False(ZeroPieceCommitments.TryGet(new PaddedPieceSize((ulong)size), out _));

    [Fact]
    public void Commitments_as_cids()
    {
        byte[] commitment = new Samples(9).Exactly(32);
        Cid data = CommCid.FromDataCommitment(commitment);
        Cid replica = CommCid.FromReplicaCommitment(commitment);
        Assert.Equal((Multicodec.FilCommitmentUnsealed, Multicodec.Sha2_256Trunc254Padded), (data.Codec, data.MultihashCode));
        Assert.Equal((Multicodec.FilCommitmentSealed, Multicodec.PoseidonBls12_381A2Fc1), (replica.Codec, replica.MultihashCode));
        Assert.True(CommCid.TryGetDataCommitment(data, out ReadOnlySpan<byte> back) && back.SequenceEqual(commitment));
        Assert.True(CommCid.TryGetReplicaCommitment(replica, out back) && back.SequenceEqual(commitment));

        // fvm_shared tests/commcid_tests.rs: the wrong codec, the wrong hash, and the wrong length.
        Assert.False(CommCid.TryGetReplicaCommitment(data, out _) || CommCid.TryGetDataCommitment(replica, out _));
        Assert.False(CommCid.TryGetDataCommitment(Cid.Create(Multicodec.FilCommitmentUnsealed, Multicodec.Blake2b256, commitment), out _));
        Assert.False(CommCid.TryGetDataCommitment(Cid.Create(Multicodec.FilCommitmentSealed, Multicodec.Sha2_256Trunc254Padded, commitment), out _));
        Assert.False(CommCid.TryGetReplicaCommitment(Cid.Create(Multicodec.FilCommitmentSealed, Multicodec.Blake2b256, commitment), out _));
        Assert.False(CommCid.TryGetDataCommitment(
            Cid.Create(Multicodec.FilCommitmentUnsealed, Multicodec.Sha2_256Trunc254Padded, commitment.AsSpan(1)), out _));
        Assert.Throws<ArgumentException>(() => CommCid.FromDataCommitment(commitment.AsSpan(1)));
    }
}
