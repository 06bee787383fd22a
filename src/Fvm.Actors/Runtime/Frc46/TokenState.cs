using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>
/// The state of a token, a part of its actor's state (frc46_token <c>token/state.rs</c>). Its HAMTs hash keys in plain code, not by syscall as the actors' own
/// do, and whatever is wrong with them is exit 21.
/// </summary>
public sealed record TokenState : IChainValue<TokenState>
{
    /// <summary>The bit width of the HAMTs unless the actor says otherwise.</summary>
    public const uint DefaultBitWidth = 3;

    private const int FieldCount = 4;

    /// <summary>All tokens.</summary>
    public TokenAmount Supply { get; internal set; }

    /// <summary>A HAMT from owners to amounts; none of them zero.</summary>
    public required Cid Balances { get; set; }

    /// <summary>A HAMT from owners to HAMTs from operators to amounts; none of them zero or empty.</summary>
    public required Cid Allowances { get; set; }

    /// <summary>The bit width of the HAMTs.</summary>
    public uint HamtBitWidth { get; init; } = DefaultBitWidth;

    /// <summary>A token without tokens; writes its empty maps.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="bitWidth">The bit width of the HAMTs.</param>
    public static TokenState Create(IBlockstore store, uint bitWidth = DefaultBitWidth) => new()
    {
        Balances = TokenMap<TokenAmount>.Empty(store, bitWidth, ActorCodecs.TokenAmount).Flush(),
        Allowances = TokenMap<Cid>.Empty(store, bitWidth, CborCodecs.Cid).Flush(),
        HamtBitWidth = bitWidth,
    };

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Supply.Write(writer);
        writer.WriteCid(Balances);
        writer.WriteCid(Allowances);
        writer.WriteUInt64(HamtBitWidth);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TokenState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        var state = new TokenState
        {
            Supply = TokenAmount.Read(ref reader),
            Balances = TupleFields.ReadCid(ref reader),
            Allowances = TupleFields.ReadCid(ref reader),
            HamtBitWidth = reader.ReadUInt32(),
        };
        return reader.Failed ? null : state;
    }

    internal TokenMap<TokenAmount> LoadBalances(IBlockstore store) =>
        TokenMap<TokenAmount>.Load(store, Balances, HamtBitWidth, ActorCodecs.TokenAmount);

    internal TokenMap<Cid> LoadAllowances(IBlockstore store) => TokenMap<Cid>.Load(store, Allowances, HamtBitWidth, CborCodecs.Cid);

    internal TokenMap<TokenAmount> LoadAllowancesOf(IBlockstore store, Cid? root) => root is null
        ? TokenMap<TokenAmount>.Empty(store, HamtBitWidth, ActorCodecs.TokenAmount)
        : TokenMap<TokenAmount>.Load(store, root, HamtBitWidth, ActorCodecs.TokenAmount);
}
