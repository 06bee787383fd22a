using System.Numerics;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>The data commitment of a sector (CommD) out of the pieces in it: what <c>crypto.compute_unsealed_sector_cid</c> answers.</summary>
public static class DataCommitment
{
    /// <summary>
    /// Computes the CID of an unsealed sector. Each piece is aligned to its own size and the sector is filled up, with zeros
    /// (ref-fvm <c>kernel/default.rs</c>, <c>compute_unsealed_sector_cid</c>).
    /// </summary>
    /// <param name="proof">How the sector is sealed; gives its size.</param>
    /// <param name="pieces">The pieces, in order; none means a sector of zeros.</param>
    /// <param name="cid">The CID.</param>
    /// <returns>False where the reference returns an error or panics: a size that is no power of two, a CID that is no commitment, more than fits.</returns>
    public static bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        cid = null;
        if (!proof.TryGetSectorSize(out SectorSize sector)) return false;
        if (!PieceTree.TryCompute(sector, Fill(sector, pieces), out ReadOnlyMemory<byte> commitment)) return false;
        cid = CommCid.FromDataCommitment(commitment.Span);
        return true;
    }

    /// <summary>The pieces with zeros between them and behind; null at what cannot be.</summary>
    private static IEnumerable<Piece?> Fill(SectorSize sector, IReadOnlyList<PieceInfo> pieces)
    {
        if (pieces.Count == 0) yield break;
        ulong end = 0;
        foreach (PieceInfo piece in pieces)
        {
            if (piece.Size.Value == 0)
            {
                yield return null;
                yield break;
            }

            foreach (Piece? zeros in Zeros(end, piece.Size.Value)) yield return zeros;
            end = unchecked(AlignUp(end, piece.Size.Value) + piece.Size.Value);
            yield return CommCid.TryGetDataCommitment(piece.Cid, out ReadOnlySpan<byte> commitment) ? Piece.Of(piece.Size, commitment.ToArray()) : null;
        }

        foreach (Piece? zeros in Zeros(end, (ulong)sector)) yield return zeros;
    }

    /// <summary>Pieces of zeros from an offset to the next multiple of a size: one a set bit of the distance, smallest first.</summary>
    private static IEnumerable<Piece?> Zeros(ulong from, ulong size)
    {
        ulong distance = unchecked(AlignUp(from, size) - from);
        while (distance != 0)
        {
            PaddedPieceSize padding = new(1UL << BitOperations.TrailingZeroCount(distance));
            yield return ZeroPieceCommitments.TryGet(padding, out ReadOnlySpan<byte> commitment) ? Piece.Of(padding, commitment.ToArray()) : null;
            distance &= distance - 1;
        }
    }

    /// <summary>
    /// The next multiple of a size, by the reference's formula: the distance is the negative offset modulo 2^64, modulo the size. For sizes that
    /// are no powers of two this aligns nothing, but they are refused later.
    /// </summary>
    private static ulong AlignUp(ulong offset, ulong size) => unchecked(offset + ((0 - offset) % size));
}
