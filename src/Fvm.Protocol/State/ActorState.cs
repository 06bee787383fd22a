using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.State;

/// <summary>
/// An actor in the state tree: a tuple [code, head, nonce, balance], from <see cref="StateTreeVersion.V5"/> (network version 18) on with [delegated address or
/// null] behind it. Source: ref-fvm <c>state_tree.rs</c>.
/// </summary>
/// <param name="Code">The CID of the actor's code.</param>
/// <param name="Head">The root of its state.</param>
/// <param name="Nonce">How many messages it sent.</param>
/// <param name="Balance">What it owns.</param>
/// <param name="DelegatedAddress">Its f4 address, if it was made with one.</param>
public sealed record ActorState(Cid Code, Cid Head, ulong Nonce, TokenAmount Balance, Address? DelegatedAddress) : IChainValue<ActorState>
{
    /// <inheritdoc/>
    public static bool IsImmutable => true;

    private const int FieldsWithAddress = 5;
    private const int FieldsWithoutAddress = 4;

    /// <summary>The codec of a tree of <paramref name="version"/>.</summary>
    public static CborCodec<ActorState> Codec(StateTreeVersion version) => HasDelegatedAddress(version) ? FiveFields : FourFields;

    /// <summary>Whether actor states of <paramref name="version"/> have the field for a delegated address.</summary>
    public static bool HasDelegatedAddress(StateTreeVersion version) => version >= StateTreeVersion.V5;

    /// <summary>A new actor: <see cref="StateRoot.EmptyInfoCid"/> as its state, nothing sent, nothing owned.</summary>
    public static ActorState CreateEmpty(Cid code, Address? delegatedAddress) => new(code, StateRoot.EmptyInfoCid, 0, TokenAmount.Zero, delegatedAddress);

    /// <summary>Appends the five fields.</summary>
    public void Write(CborWriter writer) => Write(writer, StateTreeVersion.V5);

    /// <summary>Appends the layout of <paramref name="version"/>; one without delegated addresses drops it.</summary>
    public void Write(CborWriter writer, StateTreeVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        bool withAddress = HasDelegatedAddress(version);
        writer.WriteArrayHeader(withAddress ? FieldsWithAddress : FieldsWithoutAddress);
        writer.WriteCid(Code);
        writer.WriteCid(Head);
        writer.WriteUInt64(Nonce);
        Balance.Write(writer);
        if (!withAddress)
            return;
        if (DelegatedAddress is null)
            writer.WriteNull();
        else
            DelegatedAddress.Write(writer);
    }

    /// <summary>Reads five fields.</summary>
    public static ActorState? Read(ref CborReader reader) => Read(ref reader, StateTreeVersion.V5);

    /// <summary>Reads the layout of <paramref name="version"/>.</summary>
    public static ActorState? Read(ref CborReader reader, StateTreeVersion version)
    {
        bool withAddress = HasDelegatedAddress(version);
        reader.ReadArrayHeader(withAddress ? FieldsWithAddress : FieldsWithoutAddress);
        Cid code = ChainFields.ReadCid(ref reader);
        Cid head = ChainFields.ReadCid(ref reader);
        ulong nonce = reader.ReadUInt64();
        TokenAmount balance = TokenAmount.Read(ref reader);
        Address? delegated = withAddress && !reader.TryReadNull() ? Address.Read(ref reader) : null;
        return reader.Failed ? null : new ActorState(code, head, nonce, balance, delegated);
    }

    private static readonly CborCodec<ActorState> FiveFields = ChainEncoding.Codec<ActorState>();

    private static readonly CborCodec<ActorState> FourFields = new(
        static (ref CborReader reader) => Read(ref reader, StateTreeVersion.V4)!,
        static (writer, actor) => actor.Write(writer, StateTreeVersion.V4))
    {
        IsShareable = true,
    };
}
