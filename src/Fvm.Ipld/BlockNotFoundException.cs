namespace Fvm.Ipld;

/// <summary>A block that must be in the store is not there.</summary>
public sealed class BlockNotFoundException : IpldException
{
    /// <summary>Creates the exception for one missing block.</summary>
    public BlockNotFoundException(Cid cid)
        : base($"block {cid} is not in the store") => Cid = cid;

    /// <summary>The missing block.</summary>
    public Cid Cid { get; }
}
