using System.Numerics;
using Fvm.Crypto;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>The commitment of a piece of data (CommP): the root of a binary tree over its padded bytes, whose node is SHA-256 with the two highest bits cleared.</summary>
public static class PieceCommitment
{
    private const int Node = PieceTree.NodeSize;

    /// <summary>Bytes of data that reach into the fourth element of a unit.</summary>
    private const int ShortestUnit = 96;

    /// <summary>Computes the commitment of the first bytes of some data (filecoin-proofs <c>pieces.rs</c>, <c>generate_piece_commitment_bytes_from_source</c>).</summary>
    /// <param name="data">The data; what is behind the piece is not looked at, up to 31 bytes that are missing at the end are zeros.</param>
    /// <param name="size">The piece's size without padding: at least 127, and a power of two when padded.</param>
    /// <param name="commitment">32 bytes.</param>
    /// <returns>False for another size, and for data that is too short.</returns>
    public static bool TryCompute(Stream data, UnpaddedPieceSize size, out byte[] commitment)
    {
        ArgumentNullException.ThrowIfNull(data);
        commitment = [];
        ulong padded = unchecked(size.Value + (size.Value / Fr32.UnpaddedUnit));
        if (size.Value < Fr32.UnpaddedUnit || !BitOperations.IsPow2(padded)) return false;

        PieceStack stack = new();
        Span<byte> unit = stackalloc byte[Fr32.UnpaddedUnit];
        Span<byte> nodes = stackalloc byte[Fr32.PaddedUnit];
        for (ulong done = 0; done < padded; done += Fr32.PaddedUnit)
        {
            int read = data.ReadAtLeast(unit, unit.Length, throwOnEndOfStream: false);

            // The reference's padding reader gives as many elements as there are bits for; four are needed (fr32 reader.rs).
            if (read < ShortestUnit) return false;
            unit[read..].Clear();
            Fr32.Pad(unit, nodes);
            for (int i = 0; i < nodes.Length; i += Node) stack.Push(nodes.Slice(i, Node));
        }

        commitment = stack.Root();
        return true;
    }

    /// <summary>Subtrees that wait for their neighbour: one a height.</summary>
    private sealed class PieceStack
    {
        private readonly List<byte[]?> waiting = [];

        public void Push(ReadOnlySpan<byte> leaf)
        {
            byte[] node = leaf.ToArray();
            for (int height = 0; ; height++)
            {
                if (height == waiting.Count) waiting.Add(null);
                if (waiting[height] is not { } left)
                {
                    waiting[height] = node;
                    return;
                }

                node = Join(left, node);
                waiting[height] = null;
            }
        }

        public byte[] Root() => waiting[^1]!;

        private static byte[] Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
        {
            Span<byte> both = stackalloc byte[2 * Node];
            left.CopyTo(both);
            right.CopyTo(both[Node..]);
            byte[] node = Sha256.Hash(both);
            node[^1] &= 0x3f;
            return node;
        }
    }
}
