namespace Fvm.Ipld.Hamts;

/// <summary>How a key becomes the 256 bits that choose its way through a HAMT.</summary>
public enum HamtHash
{
    /// <summary>SHA2-256 of the key's bytes: every HAMT on chain.</summary>
    Sha256,

    /// <summary>The key's first 32 bytes, zero-padded at the end: only for tests.</summary>
    Identity,
}

/// <summary>
/// The shape of a HAMT (ref-fvm ipld/hamt/src/lib.rs, Config). It is not stored: writer and reader must agree.
/// Pointers have the layout of actors v3 and later (a CID, or an array of key-value pairs).
/// </summary>
/// <param name="BitWidth">Bits of the hashed key that one node consumes, 1 to 8; a node has 2^BitWidth slots.</param>
/// <param name="MaxBucket">The most key-value pairs that one slot holds before they move one node down; at least 1.</param>
/// <param name="MinDataDepth">The depth (root = 0) above which nodes hold only links.</param>
/// <param name="Hash">How keys are hashed.</param>
public sealed record HamtOptions(int BitWidth = 5, int MaxBucket = 3, int MinDataDepth = 0, HamtHash Hash = HamtHash.Sha256)
{
    /// <summary>Who hashes keys with <see cref="HamtHash.Sha256"/>; null for this library.</summary>
    public IKeyHasher? Hasher { get; init; }
}
