using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>
/// What a header names as its messages: a tuple of two AMTs of message CIDs, BLS messages and others, both of the v0 layout. Source: lotus
/// <c>chain/types/blockheader.go</c>, MsgMeta.
/// </summary>
/// <param name="BlsMessages">The AMT of the CIDs of unsigned messages, whose signatures the header aggregates.</param>
/// <param name="SecpMessages">The AMT of the CIDs of signed messages, secp256k1 and delegated.</param>
public sealed record TxMeta(Cid BlsMessages, Cid SecpMessages) : IChainValue<TxMeta>
{
    private const int FieldCount = 2;

    /// <summary>Writes the messages of a block into a store: the messages, the AMTs, and this.</summary>
    /// <param name="store">The store.</param>
    /// <param name="bls">The BLS messages.</param>
    /// <param name="secp">The others.</param>
    /// <returns>The CID that the header names.</returns>
    public static Cid Store(IBlockstore store, IReadOnlyList<Message> bls, IReadOnlyList<SignedMessage> secp)
    {
        ArgumentNullException.ThrowIfNull(bls);
        ArgumentNullException.ThrowIfNull(secp);
        Cid blsRoot = StoreList(store, bls.Select(static message => message.Encode()));
        Cid secpRoot = StoreList(store, secp.Select(static message => message.Encode()));
        return store.PutDagCbor(ChainEncoding.ToCbor(new TxMeta(blsRoot, secpRoot)));
    }

    /// <summary>Reads the messages that a header names.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="messages">The CID in the header.</param>
    /// <exception cref="IpldException">A block is missing or malformed.</exception>
    public static (IReadOnlyList<Message> Bls, IReadOnlyList<SignedMessage> Secp) Load(IBlockstore store, Cid messages)
    {
        TxMeta meta = Decode<TxMeta>(store, messages);
        return ([.. List(store, meta.BlsMessages).Select(cid => Decode<Message>(store, cid))], [.. List(store, meta.SecpMessages).Select(cid => Decode<SignedMessage>(store, cid))]);
    }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(BlsMessages);
        writer.WriteCid(SecpMessages);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TxMeta? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Cid bls = HeaderFields.ReadCid(ref reader);
        Cid secp = HeaderFields.ReadCid(ref reader);
        return reader.Failed ? null : new TxMeta(bls, secp);
    }

    private static Cid StoreList(IBlockstore store, IEnumerable<byte[]> messages)
    {
        var list = new Amt<Cid>(store, CborCodecs.Cid, AmtLayout.V0);
        list.SetAll(messages.Select(message => store.PutDagCbor(message)));
        return list.Flush();
    }

    private static IEnumerable<Cid> List(IBlockstore store, Cid root) => Amt<Cid>.Load(store, root, CborCodecs.Cid, AmtLayout.V0).Entries().Select(static entry => entry.Value);

    private static T Decode<T>(IBlockstore store, Cid cid)
        where T : class, IChainValue<T>
        => ChainEncoding.TryFromCbor<T>(store.Get(cid).Span, out T? value, out CborError error) ? value : throw new IpldException($"{cid} is no {typeof(T).Name}: {error}");
}
