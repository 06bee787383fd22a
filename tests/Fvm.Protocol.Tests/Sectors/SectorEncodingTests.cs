using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Protocol.Tests.Sectors;

/// <summary>
/// Frozen layouts of the parameters of the crypto syscalls: actors of recorded code write them. When a row breaks, the code is wrong.
/// The field order is that of fvm_shared sector/post.rs, sector/seal.rs and piece/mod.rs.
/// </summary>
public class SectorEncodingTests
{
    private static readonly Cid CommR = CommCid.FromReplicaCommitment([.. Enumerable.Repeat((byte)0x11, 32)]);
    private static readonly Cid CommD = CommCid.FromDataCommitment([.. Enumerable.Repeat((byte)0x22, 32)]);
    private static readonly string R = "d82a5828000182e20381e80220" + string.Concat(Enumerable.Repeat("11", 32));
    private static readonly string D = "d82a5828000181e203922020" + string.Concat(Enumerable.Repeat("22", 32));

    [Fact]
    public void Commitment_cids()
    {
        Assert.Equal("0181e203922020" + new string('2', 64), Convert.ToHexStringLower(CommD.Bytes));
        Assert.Equal("0182e20381e80220" + new string('1', 64), Convert.ToHexStringLower(CommR.Bytes));
    }

    [Fact]
    public void Piece_info() => Same("82190800" + D, new PieceInfo(new PaddedPieceSize(2048), CommD));

    [Fact]
    public void Window_post() => Same(
        "84" + "4201ff" + "81820d4105" + "8183081864" + Long(R) + "1903e8",
        new WindowPoStVerifyInfo(
            new byte[] { 1, 255 },
            [new PoStProof(RegisteredPoStProof.StackedDRGWindow32GiBV1P1, new byte[] { 5 })],
            [new SectorInfo(RegisteredSealProof.StackedDRG32GiBV1P1, 100, CommR)],
            new ActorId(1000)));

    [Fact]
    public void Seal() => Same(
        "88" + "08" + "821903e807" + "820103" + "4101" + "4102" + "4103" + Long(R) + D,
        new SealVerifyInfo(
            RegisteredSealProof.StackedDRG32GiBV1P1, new SectorId(new ActorId(1000), 7), [1, 3], new byte[] { 1 }, new byte[] { 2 }, new byte[] { 3 }, CommR, CommD));

    [Fact]
    public void Aggregate() => Same(
        "85" + "1903e8" + "08" + "01" + "4109" + "81" + "8507" + "4101" + "4102" + Long(R) + D,
        new AggregateSealVerifyProofAndInfos(
            new ActorId(1000), RegisteredSealProof.StackedDRG32GiBV1P1, RegisteredAggregateProof.SnarkPackV2, new byte[] { 9 },
            [new AggregateSealVerifyInfo(7, new byte[] { 1 }, new byte[] { 2 }, CommR, CommD)]));

    [Fact]
    public void Replica_update_has_its_proof_as_an_array_of_integers()
    {
        ReplicaUpdateInfo info = new(RegisteredUpdateProof.StackedDRG32GiBV1, CommR, CommR, CommD, new byte[] { 0, 23, 24, 255 });
        string fields = "8503" + Long(R) + Long(R) + D;
        Same(fields + "8400171818" + "18ff", info);
        Assert.False(ChainEncoding.TryFromCbor<ReplicaUpdateInfo>(Convert.FromHexString(fields + "44001718ff"), out _));
        Assert.False(ChainEncoding.TryFromCbor<ReplicaUpdateInfo>(Convert.FromHexString(fields + "81190100"), out _));
        Assert.False(ChainEncoding.TryFromCbor<ReplicaUpdateInfo>(Convert.FromHexString(fields + "8120"), out _));
    }

    [Theory]
    [InlineData("8220" + "4105", -1)]
    [InlineData("82186341" + "05", 99)]
    public void Unknown_proof_types_decode(string hex, long type)
    {
        Assert.True(ChainEncoding.TryFromCbor<PoStProof>(Convert.FromHexString(hex), out PoStProof? proof));
        Assert.Equal(type, (long)proof.Type);
        Assert.Equal(hex, Convert.ToHexStringLower(ChainEncoding.ToCbor(proof)));
    }

    [Fact]
    public void A_proof_type_beyond_int64_does_not()
        => Assert.False(ChainEncoding.TryFromCbor<PoStProof>(Convert.FromHexString("821b80000000000000004105"), out _));

    // CommR's CID is one byte longer than CommD's.
    private static string Long(string cid) => cid.Replace("d82a5828", "d82a5829", StringComparison.Ordinal);

    private static void Same<T>(string hex, T value)
        where T : class, IChainValue<T>
    {
        Assert.Equal(hex, Convert.ToHexStringLower(ChainEncoding.ToCbor(value)));
        Assert.True(ChainEncoding.TryFromCbor<T>(Convert.FromHexString(hex), out T? back));
        Assert.Equal(value, back);
    }
}
