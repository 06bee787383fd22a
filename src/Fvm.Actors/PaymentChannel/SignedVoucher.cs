using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A promise to pay, signed by one party for the other. Source: builtin-actors <c>actors/paych/src/types.rs</c>.</summary>
public sealed record SignedVoucher : IChainValue<SignedVoucher>
{
    private const int FieldCount = 11;

    /// <summary>The channel that it is good for.</summary>
    public required Address Channel { get; init; }

    /// <summary>The first epoch at which it is good.</summary>
    public long TimeLockMin { get; init; }

    /// <summary>The last epoch at which it is good; 0 for no end.</summary>
    public long TimeLockMax { get; init; }

    /// <summary>The BLAKE2b-256 of the secret that must come along; empty for none.</summary>
    public ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>A call that must succeed, or null.</summary>
    public VoucherVerification? Extra { get; init; }

    /// <summary>The lane that it counts in.</summary>
    public ulong Lane { get; init; }

    /// <summary>Greater than that of any voucher redeemed in the lane.</summary>
    public ulong Nonce { get; init; }

    /// <summary>What was paid in the lane all in all.</summary>
    public TokenAmount Amount { get; init; }

    /// <summary>The epoch before which the channel may not settle; 0 for none.</summary>
    public long MinSettleHeight { get; init; }

    /// <summary>Lanes whose payments count as paid in this one.</summary>
    public IReadOnlyList<VoucherMerge> Merges { get; init; } = [];

    /// <summary>The signature of the other party, or null.</summary>
    public Signature? Signature { get; init; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Channel.Write(writer);
        writer.WriteInt64(TimeLockMin);
        writer.WriteInt64(TimeLockMax);
        writer.WriteBytes(SecretHash.Span);
        TupleFields.WriteOptional(writer, Extra);
        writer.WriteUInt64(Lane);
        writer.WriteUInt64(Nonce);
        Amount.Write(writer);
        writer.WriteInt64(MinSettleHeight);
        TupleFields.WriteList(writer, Merges);
        TupleFields.WriteOptional(writer, Signature);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SignedVoucher? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new SignedVoucher
        {
            Channel = TupleFields.ReadAddress(ref reader),
            TimeLockMin = reader.ReadInt64(),
            TimeLockMax = reader.ReadInt64(),
            SecretHash = TupleFields.ReadBytes(ref reader),
            Extra = TupleFields.ReadOptional<VoucherVerification>(ref reader),
            Lane = reader.ReadUInt64(),
            Nonce = reader.ReadUInt64(),
            Amount = TokenAmount.Read(ref reader),
            MinSettleHeight = reader.ReadInt64(),
            Merges = TupleFields.ReadList<VoucherMerge>(ref reader),
            Signature = reader.TryReadNull() ? null : Signature.ReadAsActor(ref reader),
        };
    }

    /// <summary>What is signed: the voucher without its signature.</summary>
    public byte[] SigningBytes() => ActorEncoding.Encode(this with { Signature = null });
}

/// <summary>A call that must succeed for a voucher to be good.</summary>
/// <param name="Actor">Whom to call.</param>
/// <param name="Method">The method number.</param>
/// <param name="Data">The parameters; a block of CBOR even when empty.</param>
public sealed record VoucherVerification(Address Actor, ulong Method, ReadOnlyMemory<byte> Data) : IChainValue<VoucherVerification>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Actor.Write(writer);
        writer.WriteUInt64(Method);
        writer.WriteBytes(Data.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static VoucherVerification? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), reader.ReadUInt64(), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>A lane that is merged into another.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Nonce">Its nonce from now on, greater than before.</param>
public readonly record struct VoucherMerge(ulong Lane, ulong Nonce) : IChainValue<VoucherMerge>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Lane);
        writer.WriteUInt64(Nonce);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static VoucherMerge Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt64(), reader.ReadUInt64());
    }
}
