using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Fvm.Ipld;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// CommD of a sector from its pieces: what the syscall compute_unsealed_sector_cid answers. Two steps, each with the reference's own arithmetic (64 bits,
/// wrapping): zero pieces are put between the pieces and behind them (ref-fvm <c>kernel/default.rs</c>), then the list is folded into one
/// Merkle root (rust-fil-proofs <c>filecoin-proofs/src/pieces.rs</c>). Where the reference errs or panics the answer is "no".
/// </summary>
public static class UnsealedSectorCid
{
    // rust-fil-proofs: MINIMUM_RESERVED_BYTES_FOR_PIECE_IN_FULLY_ALIGNED_SECTOR.
    private const ulong MinUnpaddedPiece = 127;

    /// <summary>
    /// Computes it. False when the seal type is unknown (types of a later VM: ask <see cref="RegisteredProofs"/> first), a piece's CID is not a
    /// data commitment, or the pieces do not fit. The sizes need not be valid; they are judged by what they come to.
    /// </summary>
    public static bool TryCompute(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, [NotNullWhen(true)] out Cid? cid)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        cid = null;
        if (!proof.TryGetSectorSize(out SectorSize sector)
            || !TryPad((ulong)sector, pieces, out List<Node> padded)
            || !TryFold((ulong)sector, padded, out byte[]? commitment))
        {
            return false;
        }

        cid = CommCid.FromDataCommitment(commitment);
        return true;
    }

    private static bool TryPad(ulong sector, IReadOnlyList<PieceInfo> pieces, out List<Node> padded)
    {
        padded = [];
        ulong sum = 0;
        for (int i = 0; i < pieces.Count; i++)
        {
            ulong size = pieces[i].Size.Value;
            if (!TryAddZeros(padded, ref sum, size) || !CommCid.TryGetDataCommitment(pieces[i].Cid, out ReadOnlySpan<byte> commitment))
                return false;
            padded.Add(new Node(pieces[i].Size.Unpadded().Value, commitment.ToArray()));
            sum = unchecked(sum + size);
        }

        // Without pieces nothing has been filled yet, so the whole sector is one zero piece.
        return pieces.Count == 0 ? TryAddZeroPiece(padded, sector) : TryAddZeros(padded, ref sum, sector);
    }

    /// <summary>Fills up to the next multiple of <paramref name="alignment"/> with zero pieces, smallest first.</summary>
    private static bool TryAddZeros(List<Node> padded, ref ulong sum, ulong alignment)
    {
        // The reference divides by zero here, and that panic is an error.
        if (alignment == 0)
            return false;
        for (ulong toFill = unchecked(0 - sum) % alignment; toFill != 0; toFill &= toFill - 1)
        {
            ulong size = 1UL << BitOperations.TrailingZeroCount(toFill);
            if (!TryAddZeroPiece(padded, size))
                return false;
            sum = unchecked(sum + size);
        }

        return true;
    }

    private static bool TryAddZeroPiece(List<Node> padded, ulong size)
    {
        PaddedPieceSize piece = new(size);
        if (!ZeroPieceCommitments.TryGet(piece, out ReadOnlySpan<byte> commitment))
            return false;
        padded.Add(new Node(piece.Unpadded().Value, commitment.ToArray()));
        return true;
    }

    private static bool TryFold(ulong sector, List<Node> pieces, [NotNullWhen(true)] out byte[]? commitment)
    {
        commitment = null;
        ulong total = 0;
        foreach (Node piece in pieces)
            total = unchecked(total + piece.Padded);
        if ((ulong)pieces.Count > new PaddedPieceSize(sector).Unpadded().Value / MinUnpaddedPiece || total > sector)
            return false;

        List<Node> stack = [];
        foreach (Node piece in pieces)
        {
            if (!BitOperations.IsPow2(piece.Padded))
                return false;
            while (stack.Count > 0 && stack[^1].Unpadded < piece.Unpadded)
            {
                if (!TryShiftZeros(stack))
                    return false;
            }

            Shift(stack, piece);
        }

        while (stack.Count > 1)
        {
            if (!TryShiftZeros(stack))
                return false;
        }

        commitment = stack[0].Commitment;
        return true;
    }

    /// <summary>Puts a zero piece on the stack that is as large as the topmost.</summary>
    private static bool TryShiftZeros(List<Node> stack)
    {
        Node top = stack[^1];
        if (!BitOperations.IsPow2(top.Padded) || top.Padded < 2 * CommCid.CommitmentLength)
            return false;
        byte[] node = new byte[CommCid.CommitmentLength];
        for (ulong hashed = CommCid.CommitmentLength; hashed < top.Padded; hashed *= 2)
            node = ZeroPieceCommitments.HashPair(node, node);
        Shift(stack, new Node(top.Unpadded, node));
        return true;
    }

    private static void Shift(List<Node> stack, Node piece)
    {
        stack.Add(piece);
        while (stack.Count > 1 && stack[^1].Unpadded == stack[^2].Unpadded)
        {
            Node right = stack[^1];
            Node left = stack[^2];
            stack.RemoveAt(stack.Count - 1);
            stack[^1] = new Node(unchecked(left.Unpadded + right.Unpadded), ZeroPieceCommitments.HashPair(left.Commitment, right.Commitment));
        }
    }

    private readonly record struct Node(ulong Unpadded, byte[] Commitment)
    {
        internal ulong Padded => new UnpaddedPieceSize(Unpadded).Padded().Value;
    }
}
