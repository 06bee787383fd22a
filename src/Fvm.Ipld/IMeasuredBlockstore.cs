namespace Fvm.Ipld;

/// <summary>
/// A blockstore that takes the measures of blocks in place of the blocks: for the last writes of a message whose state nobody will read. They are paid for as the
/// blocks would be; what they would be called nobody learns.
/// </summary>
public interface IMeasuredBlockstore
{
    /// <summary>Pays for a block that is not made; returns a CID as long as its own, which stands for it in whatever links to it.</summary>
    /// <param name="measure">What the block would be.</param>
    Cid AddMeasured(in BlockMeasure measure);
}

/// <summary>All that the price of a new block depends on.</summary>
/// <param name="Codec">Its codec.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Fields">Its CBOR heads, those of the byte strings below tag 42 left out.</param>
/// <param name="Links">Its links, each to a block of the chain: version 1, blake2b-256 of 32 bytes.</param>
public readonly record struct BlockMeasure(ulong Codec, int Size, int Fields, int Links);
