using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of payment channels. Source: builtin-actors <c>actors/paych/src</c>.</summary>
public static class PaymentChannelMethods
{
    /// <summary>Makes the actor; by the init actor. Takes <see cref="PaymentChannelConstructorParams"/>.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Redeems a voucher; by either party, with a voucher that the other signed. Takes <see cref="UpdateChannelStateParams"/>.</summary>
    public static MethodId UpdateChannelState { get; } = MethodId.Internal(nameof(UpdateChannelState), 2);

    /// <summary>Begins the end of the channel; by either party.</summary>
    public static MethodId Settle { get; } = MethodId.Internal(nameof(Settle), 3);

    /// <summary>Pays out and deletes the channel once it is settled; by either party.</summary>
    public static MethodId Collect { get; } = MethodId.Internal(nameof(Collect), 4);
}

/// <summary>What a channel is made with.</summary>
/// <param name="From">Who pays.</param>
/// <param name="To">Who is paid.</param>
public sealed record PaymentChannelConstructorParams(Address From, Address To) : IChainValue<PaymentChannelConstructorParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        From.Write(writer);
        To.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static PaymentChannelConstructorParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), TupleFields.ReadAddress(ref reader));
    }
}

/// <summary>A voucher to redeem.</summary>
/// <param name="Voucher">The voucher.</param>
/// <param name="Secret">What the voucher has the hash of, if it has one; at most 256 bytes.</param>
public sealed record UpdateChannelStateParams(SignedVoucher Voucher, ReadOnlyMemory<byte> Secret) : IChainValue<UpdateChannelStateParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Voucher.Write(writer);
        writer.WriteBytes(Secret.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static UpdateChannelStateParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        SignedVoucher? voucher = SignedVoucher.Read(ref reader);
        ReadOnlyMemory<byte> secret = TupleFields.ReadBytes(ref reader);
        return voucher is null ? null : new(voucher, secret);
    }
}
