namespace Fvm.Ipld.Blockstores;

/// <summary>Equality of CIDs, that also finds a CID by the binary form that <see cref="Cid.TryTakeBlock"/> took, without making an object of it.</summary>
internal sealed class CidBytesComparer : IEqualityComparer<Cid>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Cid>
{
    public static CidBytesComparer Instance { get; } = new();

    public bool Equals(Cid? x, Cid? y) => x is null ? y is null : x.Equals(y);

    public int GetHashCode(Cid obj) => obj.GetHashCode();

    public bool Equals(ReadOnlySpan<byte> alternate, Cid other) => alternate.SequenceEqual(other.Bytes);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => Cid.BlockHashCode(alternate);

    public Cid Create(ReadOnlySpan<byte> alternate) =>
        Cid.TryParse(alternate, out Cid? cid) ? cid : throw new ArgumentException("no CID", nameof(alternate));
}
