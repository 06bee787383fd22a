using System.Numerics;
using Fvm.Crypto;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>
/// The data commitment over a list of pieces: a binary tree whose node is the SHA-256 of two nodes with its two highest bits cleared
/// (filecoin-proofs <c>pieces.rs</c>, <c>compute_comm_d</c>). Between pieces it pads with zeros up to the next piece's size, at the end only to
/// its own power of two, not to the sector: filling the sector is the caller's part.
/// </summary>
internal static class PieceTree
{
    /// <summary>Bytes of a node.</summary>
    public const int NodeSize = 32;

    /// <summary>The smallest piece, unpadded.</summary>
    private const ulong MinUnpaddedSize = 127;

    /// <summary>The commitment; false where the reference returns an error.</summary>
    /// <param name="sector">The size of the sector.</param>
    /// <param name="pieces">The pieces; a null among them makes the whole false. Enumerated twice.</param>
    /// <param name="commitment">The root.</param>
    public static bool TryCompute(SectorSize sector, IEnumerable<Piece?> pieces, out ReadOnlyMemory<byte> commitment)
    {
        commitment = default;
        if (!Fit(sector, pieces)) return false;
        Stack<Piece> stack = new();
        foreach (Piece? item in pieces)
        {
            Piece piece = item!.Value;
            if (!BitOperations.IsPow2(piece.PaddedSize)) return false;
            while (stack.Count > 0 && stack.Peek().UnpaddedSize < piece.UnpaddedSize)
            {
                if (!TryPad(stack)) return false;
            }

            Add(stack, piece);
        }

        if (stack.Count == 0)
        {
            commitment = ZerosOf((ulong)sector);
            return true;
        }

        while (stack.Count > 1)
        {
            if (!TryPad(stack)) return false;
        }

        commitment = stack.Pop().Commitment;
        return true;
    }

    /// <summary>
    /// Whether the pieces are few enough and their sum is small enough. The sum wraps, as in the reference's release build: two pieces of
    /// 2^63 bytes fit any sector.
    /// </summary>
    private static bool Fit(SectorSize sector, IEnumerable<Piece?> pieces)
    {
        ulong most = new PaddedPieceSize((ulong)sector).Unpadded().Value / MinUnpaddedSize;
        ulong count = 0;
        ulong sum = 0;
        foreach (Piece? piece in pieces)
        {
            if (piece is not { } known || ++count > most) return false;
            sum = unchecked(sum + known.PaddedSize);
        }

        return sum <= (ulong)sector;
    }

    /// <summary>Puts zeros of the top piece's size on the stack; false when there is no such piece.</summary>
    private static bool TryPad(Stack<Piece> stack)
    {
        Piece top = stack.Peek();

        // Sums of pieces below 128 bytes are no longer 127/128 of a power of two; the reference finds no padding for them either.
        if (!BitOperations.IsPow2(top.PaddedSize) || top.PaddedSize < 2 * NodeSize) return false;
        Add(stack, new Piece(top.UnpaddedSize, ZerosOf(top.PaddedSize)));
        return true;
    }

    private static void Add(Stack<Piece> stack, Piece piece)
    {
        while (stack.TryPeek(out Piece left) && left.UnpaddedSize == piece.UnpaddedSize)
        {
            stack.Pop();
            piece = new Piece(unchecked(left.UnpaddedSize + piece.UnpaddedSize), Join(left.Commitment.Span, piece.Commitment.Span));
        }

        stack.Push(piece);
    }

    private static byte[] ZerosOf(ulong paddedSize)
    {
        byte[] node = new byte[NodeSize];
        for (ulong size = NodeSize; size < paddedSize; size *= 2) node = Join(node, node);
        return node;
    }

    private static byte[] Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[2 * NodeSize];
        left.CopyTo(both);
        right.CopyTo(both[NodeSize..]);
        byte[] node = Sha256.Hash(both);
        node[^1] &= 0x3f;
        return node;
    }
}
