using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>Gives tokens of the caller away.</summary>
/// <param name="To">To whom.</param>
/// <param name="Amount">A non-negative amount.</param>
/// <param name="OperatorData">What the receiver is told.</param>
public sealed record TransferParams(Address To, TokenAmount Amount, ReadOnlyMemory<byte> OperatorData) : IChainValue<TransferParams>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        To.Write(writer);
        Amount.Write(writer);
        writer.WriteBytes(OperatorData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TransferParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new TransferParams(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What is left after a transfer.</summary>
/// <param name="FromBalance">Of the giver.</param>
/// <param name="ToBalance">Of the receiver.</param>
/// <param name="RecipientData">What the receiver answered.</param>
public sealed record TransferReturn(TokenAmount FromBalance, TokenAmount ToBalance, ReadOnlyMemory<byte> RecipientData) : IChainValue<TransferReturn>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        FromBalance.Write(writer);
        ToBalance.Write(writer);
        writer.WriteBytes(RecipientData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TransferReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new TransferReturn(TokenAmount.Read(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>Gives tokens of somebody else away, by an allowance.</summary>
/// <param name="From">Whose.</param>
/// <param name="To">To whom.</param>
/// <param name="Amount">A non-negative amount.</param>
/// <param name="OperatorData">What the receiver is told.</param>
public sealed record TransferFromParams(Address From, Address To, TokenAmount Amount, ReadOnlyMemory<byte> OperatorData) : IChainValue<TransferFromParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        From.Write(writer);
        To.Write(writer);
        Amount.Write(writer);
        writer.WriteBytes(OperatorData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TransferFromParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new TransferFromParams(
            TupleFields.ReadAddress(ref reader), TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What is left after a transfer by an allowance.</summary>
/// <param name="FromBalance">Of the giver.</param>
/// <param name="ToBalance">Of the receiver.</param>
/// <param name="Allowance">Of the operator.</param>
/// <param name="RecipientData">What the receiver answered.</param>
public sealed record TransferFromReturn(TokenAmount FromBalance, TokenAmount ToBalance, TokenAmount Allowance, ReadOnlyMemory<byte> RecipientData) : IChainValue<TransferFromReturn>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        FromBalance.Write(writer);
        ToBalance.Write(writer);
        Allowance.Write(writer);
        writer.WriteBytes(RecipientData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static TransferFromReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new TransferFromReturn(
            TokenAmount.Read(ref reader), TokenAmount.Read(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What is there after tokens were made.</summary>
/// <param name="Balance">Of the receiver.</param>
/// <param name="Supply">All tokens.</param>
/// <param name="RecipientData">What the receiver answered.</param>
public sealed record MintReturn(TokenAmount Balance, TokenAmount Supply, ReadOnlyMemory<byte> RecipientData) : IChainValue<MintReturn>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Balance.Write(writer);
        Supply.Write(writer);
        writer.WriteBytes(RecipientData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static MintReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new MintReturn(TokenAmount.Read(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}
