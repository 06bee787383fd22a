using System.Text.Json;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;
using Fvm.Ipld;
using Fvm.Proofs;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.ProofVectors;

/// <summary><c>commitments.json</c>: Poseidon, padded data, pieces, sectors of pieces, replica commitments.</summary>
internal static class CommitmentVectors
{
    private const string File = "commitments";

    public static IEnumerable<ProofVectorCase> Check(JsonElement root)
    {
        (string Section, Action<VectorRow> Check)[] sections =
        [
            ("poseidon", CheckPoseidon),
            ("fr32", CheckPadding),
            ("pieces", CheckPiece),
            ("zero_pieces", CheckZeroPiece),
            ("comm_d", CheckSector),
            ("comm_r", CheckReplica),
            ("sector_data", CheckSectorData),
        ];
        foreach ((string section, Action<VectorRow> check) in sections)
        {
            foreach (VectorRow row in VectorRow.Of(File, root, section))
            {
                check(row);
                yield return row.Done();
            }
        }
    }

    private static void CheckPoseidon(VectorRow row)
    {
        int arity = row.Json.GetProperty("arity").GetInt32();
        bool isTag = Fr.TryReadLittleEndian(row.Hex("domain_tag"), out Fr tag);
        row.Equal("tag below the modulus", true, isTag);
        Poseidon hash = new(arity, tag);
        int number = 0;
        foreach (JsonElement vector in row.Json.GetProperty("vectors").EnumerateArray())
        {
            byte[] digest = new byte[Fr.EncodedLength];
            byte[] inputs = [.. vector.GetProperty("in").EnumerateArray().SelectMany(input => Convert.FromHexString(input.GetString()!))];
            row.Equal($"inputs of vector {number} below the modulus", true, hash.TryHash(inputs, digest));
            row.Equal($"vector {number++}", vector.GetProperty("out").GetString()!, digest);
        }
    }

    private static void CheckPadding(VectorRow row)
    {
        byte[] data = row.Hex("unpadded");
        byte[] padded = new byte[data.Length / Fr32.UnpaddedUnit * Fr32.PaddedUnit];
        Fr32.Pad(data, padded);
        row.Equal("padded", row.Text("padded"), padded);
    }

    private static void CheckPiece(VectorRow row)
    {
        int length = (int)row.Number("data_len");
        byte[] data = row.Has("data") ? row.Hex("data") : [.. Enumerable.Range(0, length).Select(i => (byte)(((7 * i) + 3) % 251))];
        row.Equal("length of the data", length, data.Length);
        using MemoryStream stream = new(data);
        bool works = PieceCommitment.TryCompute(stream, new UnpaddedPieceSize(row.Number("unpadded_size")), out byte[] commitment);
        row.Equal("works", !row.Has("error"), works);
        row.Equal("commitment", row.Text("comm_p"), commitment);
    }

    private static void CheckZeroPiece(VectorRow row)
    {
        bool found = ZeroPieceCommitments.TryGet(new PaddedPieceSize(row.Number("padded_size")), out ReadOnlySpan<byte> commitment);
        row.Equal("found", true, found);
        row.Equal("commitment", row.Text("comm"), commitment);
    }

    private static void CheckSector(VectorRow row)
    {
        JsonElement[] pieces = [.. row.Json.GetProperty("pieces").EnumerateArray()];
        byte[] Commitment(JsonElement piece) => Convert.FromHexString(piece.GetProperty("comm").GetString()!);
        bool works = PieceTree.TryCompute(
            (SectorSize)row.Number("sector_size"),
            pieces.Select(piece => (Piece?)new Piece(VectorRow.NumberOf(piece.GetProperty("unpadded_size")), Commitment(piece))),
            out ReadOnlyMemory<byte> root);
        row.Equal("works without padding", !row.Has("error"), works);
        row.Equal("commitment without padding", row.Text("comm_d"), works ? root.Span : default);

        // As the VM asks. Lists with an odd size have no recorded padding; the VM refuses them too.
        PieceInfo[] infos =
        [
            .. pieces.Select(piece => new PieceInfo(
                new PaddedPieceSize(VectorRow.NumberOf(piece.GetProperty("padded_size"))), CommCid.FromDataCommitment(Commitment(piece)))),
        ];
        works = DataCommitment.TryComputeUnsealedSectorCid((RegisteredSealProof)row.Type(), infos, out Cid? cid);
        row.Equal("works as the machine asks", row.Has("comm_d_of_padded_list"), works);
        row.Equal("commitment as the machine asks", row.Text("comm_d_of_padded_list"), works ? cid!.Digest : default);
    }

    private static void CheckReplica(VectorRow row)
    {
        byte[] commitment = new byte[Fr.EncodedLength];
        row.Equal("below the modulus", true, Poseidon.ForTree(2).TryHash([.. row.Hex("comm_c"), .. row.Hex("comm_r_last")], commitment));
        row.Equal("commitment", row.Text("comm_r"), commitment);
    }

    private static void CheckSectorData(VectorRow row)
    {
        using MemoryStream stream = new(row.Hex("data"));
        row.Equal("works", true, PieceCommitment.TryCompute(stream, new UnpaddedPieceSize((ulong)stream.Length), out byte[] commitment));
        row.Equal("commitment", row.Text("comm_d"), commitment);
    }
}
