using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Node.Chain;

/// <summary>The header of a block: a tuple of sixteen fields in the order below. Source: lotus <c>chain/types/blockheader.go</c>, <c>cbor_gen.go</c>.</summary>
public sealed record BlockHeader : IChainValue<BlockHeader>
{
    private const int FieldCount = 16;

    /// <summary>Who made it, an f0 address.</summary>
    public required Address Miner { get; init; }

    /// <summary>Its ticket; each block of a tipset has one.</summary>
    public Ticket? Ticket { get; init; }

    /// <summary>Why its miner may make it.</summary>
    public ElectionProof? ElectionProof { get; init; }

    /// <summary>The beacon's entries since the parent.</summary>
    public IReadOnlyList<BeaconEntry> BeaconEntries { get; init; } = [];

    /// <summary>The miner's winning proofs of spacetime.</summary>
    public IReadOnlyList<PoStProof> WinPoStProof { get; init; } = [];

    /// <summary>The blocks of the parent tipset, in its order.</summary>
    public required IReadOnlyList<Cid> Parents { get; init; }

    /// <summary>The weight of the chain up to the parent.</summary>
    public BigInteger ParentWeight { get; init; }

    /// <summary>The epoch.</summary>
    public long Height { get; init; }

    /// <summary>The state after the parent's messages.</summary>
    public required Cid ParentStateRoot { get; init; }

    /// <summary>The receipts of the parent's messages: an AMT of the v0 layout.</summary>
    public required Cid ParentMessageReceipts { get; init; }

    /// <summary>The block's own messages: the CID of its <see cref="TxMeta"/>.</summary>
    public required Cid Messages { get; init; }

    /// <summary>The aggregate of the signatures of its BLS messages.</summary>
    public Signature? BlsAggregate { get; init; }

    /// <summary>Its time, in seconds since 1970.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>The miner's signature over the header without it.</summary>
    public Signature? BlockSignature { get; init; }

    /// <summary>Not used.</summary>
    public ulong ForkSignaling { get; init; }

    /// <summary>The base fee after the parent's messages, which the block's own messages pay; attoFIL a gas.</summary>
    public TokenAmount ParentBaseFee { get; init; }

    /// <summary>The CID of the encoding (DAG-CBOR, blake2b-256): computed anew at each call.</summary>
    public Cid Cid => Cid.ForBlock(Multicodec.DagCbor, Encode());

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode() => ChainEncoding.ToCbor(this);

    /// <summary>What the miner signs: the encoding without its signature.</summary>
    public byte[] SigningBytes() => (this with { BlockSignature = null }).Encode();

    /// <summary>Decodes exactly <paramref name="data"/>; the error says what is wrong and where.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, [NotNullWhen(true)] out BlockHeader? header, out CborError error)
        => ChainEncoding.TryFromCbor<BlockHeader>(data, out header, out error);

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Miner.Write(writer);
        HeaderFields.WriteOptional(writer, Ticket);
        HeaderFields.WriteOptional(writer, ElectionProof);
        HeaderFields.WriteList(writer, BeaconEntries, static (w, entry) => entry.Write(w));
        HeaderFields.WriteList(writer, WinPoStProof, static (w, proof) => proof.Write(w));
        HeaderFields.WriteList(writer, Parents, static (w, parent) => w.WriteCid(parent));
        ChainBigInt.Write(writer, ParentWeight);
        writer.WriteInt64(Height);
        writer.WriteCid(ParentStateRoot);
        writer.WriteCid(ParentMessageReceipts);
        writer.WriteCid(Messages);
        HeaderFields.WriteOptional(writer, BlsAggregate);
        writer.WriteUInt64(Timestamp);
        HeaderFields.WriteOptional(writer, BlockSignature);
        writer.WriteUInt64(ForkSignaling);
        ParentBaseFee.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BlockHeader? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address? miner = Address.Read(ref reader);
        if (reader.Failed || miner is null)
            return null;
        var header = new BlockHeader
        {
            Miner = miner,
            Ticket = HeaderFields.ReadOptional<Ticket>(ref reader),
            ElectionProof = HeaderFields.ReadOptional<ElectionProof>(ref reader),
            BeaconEntries = HeaderFields.ReadList(ref reader, static (ref CborReader r) => BeaconEntry.Read(ref r)!),
            WinPoStProof = HeaderFields.ReadList(ref reader, static (ref CborReader r) => PoStProof.Read(ref r)!),
            Parents = HeaderFields.ReadList(ref reader, HeaderFields.ReadCid),
            ParentWeight = ChainBigInt.Read(ref reader),
            Height = reader.ReadInt64(),
            ParentStateRoot = HeaderFields.ReadCid(ref reader),
            ParentMessageReceipts = HeaderFields.ReadCid(ref reader),
            Messages = HeaderFields.ReadCid(ref reader),
            BlsAggregate = HeaderFields.ReadOptional<Signature>(ref reader),
            Timestamp = reader.ReadUInt64(),
            BlockSignature = HeaderFields.ReadOptional<Signature>(ref reader),
            ForkSignaling = reader.ReadUInt64(),
            ParentBaseFee = TokenAmount.Read(ref reader),
        };
        return reader.Failed ? null : header;
    }

    /// <summary>Equality of the encodings.</summary>
    public bool Equals(BlockHeader? other) => other is not null && (ReferenceEquals(this, other) || Encode().AsSpan().SequenceEqual(other.Encode()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Miner, Height, Messages, ParentStateRoot);
}
