using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A signer to add.</summary>
/// <param name="Signer">Who.</param>
/// <param name="Increase">Whether one more must approve from now on.</param>
public sealed record AddSignerParams(Address Signer, bool Increase) : IChainValue<AddSignerParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Signer.Write(writer);
        writer.WriteBool(Increase);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AddSignerParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), reader.ReadBool());
    }
}

/// <summary>A signer to remove.</summary>
/// <param name="Signer">Who.</param>
/// <param name="Decrease">Whether one less must approve from now on.</param>
public sealed record RemoveSignerParams(Address Signer, bool Decrease) : IChainValue<RemoveSignerParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Signer.Write(writer);
        writer.WriteBool(Decrease);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveSignerParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), reader.ReadBool());
    }
}

/// <summary>A signer to replace.</summary>
/// <param name="From">Who goes.</param>
/// <param name="To">Who comes.</param>
public sealed record SwapSignerParams(Address From, Address To) : IChainValue<SwapSignerParams>
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
    public static SwapSignerParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), TupleFields.ReadAddress(ref reader));
    }
}

/// <summary>How many must approve from now on.</summary>
/// <param name="NewThreshold">The number, 1 to that of the signers.</param>
public sealed record ChangeNumApprovalsThresholdParams(ulong NewThreshold) : IChainValue<ChangeNumApprovalsThresholdParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(NewThreshold);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ChangeNumApprovalsThresholdParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt64());
    }
}

/// <summary>A balance to lock.</summary>
/// <param name="StartEpoch">When unlocking begins.</param>
/// <param name="UnlockDuration">Over how many epochs.</param>
/// <param name="Amount">How much.</param>
public sealed record LockBalanceParams(long StartEpoch, long UnlockDuration, TokenAmount Amount) : IChainValue<LockBalanceParams>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(StartEpoch);
        writer.WriteInt64(UnlockDuration);
        Amount.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static LockBalanceParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadInt64(), reader.ReadInt64(), TokenAmount.Read(ref reader));
    }
}
