using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>What is thrown when a stored HAMT, KAMT or AMT is not what it should be; the text names the fault and the block.</summary>
internal static class MalformedNode
{
    /// <summary>A node breaks a rule of its layout.</summary>
    [DoesNotReturn]
    public static void Throw(Cid? cid, string what) =>
        throw new IpldException(cid is null ? what : string.Create(CultureInfo.InvariantCulture, $"{what} (node {cid})"));

    /// <summary>A node is not the CBOR that it should be.</summary>
    [DoesNotReturn]
    public static void ThrowCbor(Cid cid, CborError error) =>
        Throw(cid, string.Create(CultureInfo.InvariantCulture, $"node does not decode: {error.Kind} at byte {error.Offset}"));

    /// <summary>A key has no bits left to descend by.</summary>
    [DoesNotReturn]
    public static void ThrowMaxDepth() => throw new IpldException("maximum depth reached: the key has no bits left");

    /// <summary>The block of <paramref name="cid"/>, which must be CBOR (ref-fvm ipld/encoding/src/cbor_store.rs) and must be there.</summary>
    public static ReadOnlyMemory<byte> ReadBlock(IBlockstore store, Cid cid) => ReadBlock(store, cid, out _);

    /// <summary>As the other overload, with the notes of the block where the store keeps some.</summary>
    public static ReadOnlyMemory<byte> ReadBlock(IBlockstore store, Cid cid, out BlockNotes? notes)
    {
        notes = null;
        if (cid.Codec is not (Multicodec.DagCbor or Multicodec.Cbor))
            Throw(cid, string.Create(CultureInfo.InvariantCulture, $"codec 0x{cid.Codec:x} is neither CBOR nor DAG-CBOR"));
        if (!(store is INotingBlockstore noting ? noting.TryGet(cid, out var block, out notes) : store.TryGet(cid, out block)))
            throw new BlockNotFoundException(cid);
        return block;
    }
}
