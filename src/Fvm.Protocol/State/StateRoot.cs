using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.State;

/// <summary>The block a state root names: a tuple [version, root of the actors' HAMT, info]. Source: fvm_shared <c>state/mod.rs</c>.</summary>
/// <param name="Version">The layout of the tree.</param>
/// <param name="Actors">The HAMT from address bytes (f0) to <see cref="ActorState"/>.</param>
/// <param name="Info">A block with nothing in it: <see cref="EmptyInfoCid"/>.</param>
public sealed record StateRoot(StateTreeVersion Version, Cid Actors, Cid Info) : IChainValue<StateRoot>
{
    private const int FieldCount = 3;
    private static readonly byte[] EmptyArray = [0x80];

    /// <summary>The empty CBOR array: the info block, and the state that new actors start with.</summary>
    public static ReadOnlyMemory<byte> EmptyInfo => EmptyArray;

    /// <summary>The CID of <see cref="EmptyInfo"/>.</summary>
    public static Cid EmptyInfoCid { get; } = Cid.ForBlock(Multicodec.DagCbor, EmptyArray);

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64((ulong)Version);
        writer.WriteCid(Actors);
        writer.WriteCid(Info);
    }

    /// <summary>Reads one; a version above 5 fails the reader.</summary>
    public static StateRoot? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong version = reader.ReadUInt64();
        if (version > (ulong)StateTreeVersion.V5)
            reader.Fail(CborErrorKind.InvalidValue);
        Cid actors = ChainFields.ReadCid(ref reader);
        Cid info = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new StateRoot((StateTreeVersion)version, actors, info);
    }
}
