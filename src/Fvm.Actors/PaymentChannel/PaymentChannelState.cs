using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of a payment channel. Source: builtin-actors <c>actors/paych/src/state.rs</c>.</summary>
public sealed class PaymentChannelState : IChainValue<PaymentChannelState>
{
    private const int FieldCount = 6;

    /// <summary>Who pays, an f0 address.</summary>
    public required Address From { get; set; }

    /// <summary>Who is paid, an f0 address.</summary>
    public required Address To { get; set; }

    /// <summary>What was redeemed and is paid at the end.</summary>
    public TokenAmount ToSend { get; set; }

    /// <summary>The epoch from which the channel may be collected; 0 while it is not settling.</summary>
    public long SettlingAt { get; set; }

    /// <summary>The epoch before which the channel may not be collected.</summary>
    public long MinSettleHeight { get; set; }

    /// <summary>The lanes: an AMT of <see cref="LaneState"/> by lane.</summary>
    public required Cid LaneStates { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        From.Write(writer);
        To.Write(writer);
        ToSend.Write(writer);
        writer.WriteInt64(SettlingAt);
        writer.WriteInt64(MinSettleHeight);
        writer.WriteCid(LaneStates);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static PaymentChannelState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new PaymentChannelState
        {
            From = TupleFields.ReadAddress(ref reader),
            To = TupleFields.ReadAddress(ref reader),
            ToSend = TokenAmount.Read(ref reader),
            SettlingAt = reader.ReadInt64(),
            MinSettleHeight = reader.ReadInt64(),
            LaneStates = TupleFields.ReadCid(ref reader),
        };
    }
}

/// <summary>A lane of a channel.</summary>
/// <param name="Redeemed">What was redeemed in it.</param>
/// <param name="Nonce">The greatest nonce so far.</param>
public readonly record struct LaneState(TokenAmount Redeemed, ulong Nonce) : IChainValue<LaneState>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Redeemed.Write(writer);
        writer.WriteUInt64(Nonce);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static LaneState Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TokenAmount.Read(ref reader), reader.ReadUInt64());
    }
}
