using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Node.Chain;

/// <summary>
/// What names a tipset: the CIDs of its blocks, in its order. Its bytes are theirs, one after the other; its CID, by which the FVM and Ethereum's tools know
/// tipsets, is that of the block with these bytes as a CBOR byte string. Source: lotus <c>chain/types/tipset_key.go</c>.
/// </summary>
public sealed class TipsetKey : IEquatable<TipsetKey>
{
    private readonly byte[] bytes;

    /// <summary>Makes a key.</summary>
    /// <param name="cids">The CIDs of the blocks, in the tipset's order.</param>
    public TipsetKey(IReadOnlyList<Cid> cids)
    {
        ArgumentNullException.ThrowIfNull(cids);
        Cids = [.. cids];
        bytes = [.. cids.SelectMany(static cid => cid.Bytes.ToArray())];
    }

    /// <summary>The CIDs.</summary>
    public IReadOnlyList<Cid> Cids { get; }

    /// <summary>The CIDs' bytes, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The block that <see cref="Cid"/> names.</summary>
    public byte[] Block()
    {
        var writer = new CborWriter();
        writer.WriteBytes(bytes);
        return writer.ToArray();
    }

    /// <summary>The key's CID: computed anew at each call.</summary>
    public Cid Cid => Cid.ForBlock(Multicodec.DagCbor, Block());

    /// <summary>Takes a key's bytes apart; false when they are no row of CIDs.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="key">The key.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TipsetKey? key)
    {
        key = null;
        var cids = new List<Cid>();
        while (!bytes.IsEmpty)
        {
            if (!Cid.TryRead(bytes, out Cid? cid, out int length))
                return false;
            cids.Add(cid);
            bytes = bytes[length..];
        }

        key = new TipsetKey(cids);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(TipsetKey? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TipsetKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(',', Cids)}}}";
}
