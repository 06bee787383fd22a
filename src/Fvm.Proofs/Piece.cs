using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>A piece in the tree of a sector's data.</summary>
/// <param name="UnpaddedSize">Its size without padding, which is how filecoin-proofs counts.</param>
/// <param name="Commitment">The root of its tree, 32 bytes.</param>
internal readonly record struct Piece(ulong UnpaddedSize, ReadOnlyMemory<byte> Commitment)
{
    /// <summary>
    /// The size with padding. Not simply 128/127 of it: below 127 bytes nothing is added. Wraps as the reference's release build does.
    /// </summary>
    public ulong PaddedSize => unchecked(UnpaddedSize + (UnpaddedSize / 127));

    /// <summary>A piece by its padded size.</summary>
    public static Piece Of(PaddedPieceSize size, ReadOnlyMemory<byte> commitment) => new(size.Unpadded().Value, commitment);
}
