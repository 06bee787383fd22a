namespace Fvm.Ipld;

/// <summary>A blockstore that names blocks itself, and that may have something noted of them (<see cref="BlockNotes"/>).</summary>
public interface INotingBlockstore : IBlockstore
{
    /// <summary>As <see cref="IBlockstore.TryGet"/>.</summary>
    /// <param name="cid">The block's CID.</param>
    /// <param name="block">Its bytes.</param>
    /// <param name="notes">Where to note what is made of it; null where nobody keeps notes.</param>
    bool TryGet(Cid cid, out ReadOnlyMemory<byte> block, out BlockNotes? notes);

    /// <summary>Stores a block under its version 1, blake2b-256 CID, which is returned.</summary>
    /// <param name="codec">Its codec.</param>
    /// <param name="block">Its bytes, which nobody may change afterwards.</param>
    /// <param name="notes">Where to note what it was made of; null where nobody keeps notes.</param>
    Cid Add(ulong codec, ReadOnlyMemory<byte> block, out BlockNotes? notes);
}
