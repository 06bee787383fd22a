using System.Text.Json;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Tests;

/// <summary>Data commitments against filecoin-proofs-api (<c>proofs/commitments.json</c>) and the reference VM (<c>syscalls/nv18/unsealed-cid.json</c>).</summary>
public sealed class DataCommitmentTests
{
    [Fact]
    public void Every_recorded_list_has_the_recorded_commitment_padded_or_not()
    {
        int cases = 0;
        foreach (JsonElement row in SharedVectors.Read("proofs/commitments.json").GetProperty("comm_d").EnumerateArray())
        {
            string name = row.Text("name");
            SectorSize sector = (SectorSize)row.Number("sector_size");
            JsonElement.ArrayEnumerator pieces = row.GetProperty("pieces").EnumerateArray();
            IEnumerable<Piece?> bare = pieces.Select(piece => (Piece?)new Piece(piece.Number("unpadded_size"), piece.Hex("comm")));
            bool fits = PieceTree.TryCompute(sector, bare, out ReadOnlyMemory<byte> commitment);
            Assert.Equal((name, row.Text("comm_d")), (name, fits ? Convert.ToHexStringLower(commitment.Span) : ""));

            // As the VM asks; lists with an odd size have no recorded padding, the VM refuses them too.
            PieceInfo[] infos = [.. pieces.Select(piece => new PieceInfo(new(piece.Number("padded_size")), CommCid.FromDataCommitment(piece.Hex("comm"))))];
            fits = DataCommitment.TryComputeUnsealedSectorCid((RegisteredSealProof)row.GetProperty("proof_type").GetInt64(), infos, out Cid? cid);
            Assert.Equal((name, row.Text("comm_d_of_padded_list")), (name, fits ? Convert.ToHexStringLower(cid!.Digest) : ""));
            cases++;
        }

        Assert.Equal(22, cases);
    }

    [Fact]
    public void Zero_pieces_of_every_size_have_the_recorded_commitment()
    {
        foreach (JsonElement row in SharedVectors.Read("proofs/commitments.json").GetProperty("zero_pieces").EnumerateArray())
        {
            Assert.True(ZeroPieceCommitments.TryGet(new(row.Number("padded_size")), out ReadOnlySpan<byte> commitment));
            Assert.Equal(row.Text("comm"), Convert.ToHexStringLower(commitment));
        }
    }

    [Fact]
    public void The_reference_machine_answers_the_same_to_the_calls_of_its_vector()
    {
        JsonElement vector = SharedVectors.Read("syscalls/nv18/unsealed-cid.json");
        string wat = vector.GetProperty("_meta").GetProperty("actors")[0].Text("wat");
        byte[] answers = Convert.FromBase64String(vector.GetProperty("postconditions").GetProperty("receipts")[0].Text("return"));
        ProofVerifier verifier = new(Fvm.Protocol.NetworkVersion.V18);
        Dictionary<int, byte[]> data = WatData.Read(wat);
        int answered = 0;
        foreach ((long proof, int offset, int length) in WatData.UnsealedCidCalls(wat))
        {
            ReadOnlySpan<byte> answer = answers.AsSpan(answered++ * 47);
            Ipld.Cbor.CborReader reader = new(data[offset].AsSpan(0, length));
            List<PieceInfo> pieces = [];
            int count = reader.ReadArrayHeader();
            for (int i = 0; i < count && !reader.Failed; i++)
            {
                if (PieceInfo.Read(ref reader) is { } piece) pieces.Add(piece);
            }

            Cid? cid = null;
            bool works = reader.Finish() && verifier.TryComputeUnsealedSectorCid((RegisteredSealProof)proof, pieces, out cid);
            Assert.Equal((answered, answer[0] == 0), (answered, works));
            if (works) Assert.Equal(Convert.ToHexStringLower(answer[8..47]), Convert.ToHexStringLower(cid!.Bytes));
        }

        Assert.Equal(40, answered);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(64UL)]
    [InlineData(1000UL)]
    [InlineData(1UL << 42)]
    [InlineData(ulong.MaxValue)]
    public void A_size_that_no_piece_has_is_refused(ulong size)
    {
        PieceInfo piece = new(new(size), CommCid.FromDataCommitment(new byte[32]));
        Assert.False(DataCommitment.TryComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG32GiBV1P1, [piece], out _));
    }

    [Fact]
    public void A_replica_commitment_is_no_piece()
    {
        PieceInfo piece = new(new(2048), CommCid.FromReplicaCommitment(new byte[32]));
        Assert.False(DataCommitment.TryComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG2KiBV1P1, [piece], out _));
    }

    [Fact]
    public void Sizes_that_sum_to_nothing_modulo_2_to_the_64_fit_as_in_the_release_build_of_the_reference()
    {
        PieceInfo half = new(new(1UL << 63), CommCid.FromDataCommitment(new byte[32]));
        Assert.True(DataCommitment.TryComputeUnsealedSectorCid(RegisteredSealProof.StackedDRG2KiBV1P1, [half, half], out Cid? cid));
        Assert.Equal("f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb0b", Convert.ToHexStringLower(cid!.Digest));
    }
}
