using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>The commitment of a whole sector of 2 KiB, without the recorded files.</summary>
public sealed class SectorCommitmentTests
{
    private const string A = "99622f5385f05a6576009986653f83906059ab2094448235f84807d973794003";
    private const string B = "b5c039ff5cdd57b759381c49975e040118976b3d7368469232721cba1965b824";
    private const string C = "02ebd99ba82b3b2b9b1461bc39a35613c07b1becf87ed2dff5867c1b3a02c61b";

    [Theory]
    // From ../shared/vectors/proofs/commitments.json, made with the reference: pieces as size and commitment.
    [InlineData("fc7e928296e516faade986b28f92d44a4f24b935485223376a799027bc18f833")]
    [InlineData(A, 2048, A)]
    [InlineData("f44fe6b245da250bdeb6b457cdd8ecd10a1a6e7b3bf400daaccff9cfb0d6ac11", 1024, A, 1024, B)]
    [InlineData("beb8cd7b2fd3c38c89a507502d7ebbd3b42c07469e2e6a8a9baaa7cb08e1c103", 128, A, 1024, B)]
    [InlineData("d9cfc42e5f68c18d16cbc8177b431c7b7e275c8f3952edfc9f1c29b9e8327e38", 256, A, 128, B, 512, C)]
    [InlineData("894d029501687861639907a2800f74985e71f969408f5ac26494330d01053e07", 128, A)]
    [InlineData(null, 2048, A, 128, B)]
    [InlineData(null, 384, A)]
    [InlineData(null, 128, A, 384, B)]
    [InlineData(null, 0, A)]
    [InlineData(null, 64, A)]
    [InlineData(null, 4096, A)]
    public void Sector_commitments(string? expected, params object[] pieces)
    {
        List<PieceInfo> infos = [];
        for (int i = 0; i < pieces.Length; i += 2)
            infos.Add(new PieceInfo(new PaddedPieceSize((ulong)(int)pieces[i]), CommCid.FromDataCommitment(Convert.FromHexString((string)pieces[i + 1]))));
        Assert.Equal(expected is not null, DataCommitment.TryComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG2KiBV1P1, infos, out Cid? cid));
        if (cid is not null)
            Assert.Equal(expected, Convert.ToHexStringLower(cid.Digest));
    }
}
