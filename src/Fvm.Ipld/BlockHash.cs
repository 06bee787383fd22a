using Fvm.Crypto;

namespace Fvm.Ipld;

/// <summary>What a check of a block against its CID found.</summary>
public enum BlockHashResult
{
    /// <summary>The block is the one that the CID names.</summary>
    Match,

    /// <summary>It is another.</summary>
    Mismatch,

    /// <summary>The CID's hash function is not known here.</summary>
    UnknownFunction,
}

/// <summary>Checks blocks against their CIDs: sha2-256, blake2b-256 and identity, none truncated.</summary>
public static class BlockHash
{
    /// <summary>Hashes a block as its CID says and compares.</summary>
    public static BlockHashResult Check(Cid cid, ReadOnlySpan<byte> block)
    {
        ArgumentNullException.ThrowIfNull(cid);
        Span<byte> digest = stackalloc byte[32];
        switch (cid.MultihashCode)
        {
            case Multicodec.Identity:
                return cid.Digest.SequenceEqual(block) ? BlockHashResult.Match : BlockHashResult.Mismatch;
            case Multicodec.Sha2_256:
                Sha256.Hash(block, digest);
                break;
            case Multicodec.Blake2b256:
                Blake2b.Hash(block, digest);
                break;
            default:
                return BlockHashResult.UnknownFunction;
        }

        return cid.Digest.SequenceEqual(digest) ? BlockHashResult.Match : BlockHashResult.Mismatch;
    }
}
