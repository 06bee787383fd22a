using System.Numerics;
using System.Security.Cryptography;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// CommP of pieces of nothing but zeros: the binary Merkle tree over 32-byte nodes whose hash is SHA-256 with its two highest bits cleared.
/// Computed; fvm_shared <c>piece/zero.rs</c> has the same values as a table.
/// </summary>
public static class ZeroPieceCommitments
{
    /// <summary>log2 of the smallest piece that has one, 128 bytes.</summary>
    public const int MinLog2 = 7;

    /// <summary>log2 of the largest piece that has one, 2 TiB.</summary>
    public const int MaxLog2 = 41;

    private const int NodeLog2 = 5;
    private static readonly byte[][] Levels = Compute();

    /// <summary>The 32 bytes for a size; false when it is not a power of two from 128 to 2^41.</summary>
    public static bool TryGet(PaddedPieceSize size, out ReadOnlySpan<byte> commitment)
    {
        int log2 = BitOperations.TrailingZeroCount(size.Value);
        bool found = size.IsValid && log2 <= MaxLog2;
        commitment = found ? Levels[log2 - MinLog2] : [];
        return found;
    }

    /// <summary>The hash of an inner node of the data tree.</summary>
    internal static byte[] HashPair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> pair = stackalloc byte[2 * CommCid.CommitmentLength];
        left.CopyTo(pair);
        right.CopyTo(pair[CommCid.CommitmentLength..]);
        byte[] node = SHA256.HashData(pair);
        // Two bits less make it fit the scalar field of BLS12-381.
        node[^1] &= 0x3f;
        return node;
    }

    private static byte[][] Compute()
    {
        byte[][] levels = new byte[MaxLog2 - MinLog2 + 1][];
        byte[] node = new byte[CommCid.CommitmentLength];
        for (int log2 = NodeLog2 + 1; log2 <= MaxLog2; log2++)
        {
            node = HashPair(node, node);
            if (log2 >= MinLog2)
                levels[log2 - MinLog2] = node;
        }

        return levels;
    }
}
