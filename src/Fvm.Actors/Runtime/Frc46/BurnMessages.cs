using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>Burns tokens of the caller.</summary>
/// <param name="Amount">A non-negative amount.</param>
public sealed record BurnParams(TokenAmount Amount) : IChainValue<BurnParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Amount.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BurnParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new BurnParams(TokenAmount.Read(ref reader));
    }
}

/// <summary>What is left after tokens were burnt.</summary>
/// <param name="Balance">Of the owner.</param>
public sealed record BurnReturn(TokenAmount Balance) : IChainValue<BurnReturn>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Balance.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BurnReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new BurnReturn(TokenAmount.Read(ref reader));
    }
}

/// <summary>Burns tokens of somebody else, by an allowance.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Amount">A non-negative amount.</param>
public sealed record BurnFromParams(Address Owner, TokenAmount Amount) : IChainValue<BurnFromParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Owner.Write(writer);
        Amount.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BurnFromParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new BurnFromParams(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader));
    }
}

/// <summary>What is left after tokens were burnt by an allowance.</summary>
/// <param name="Balance">Of the owner.</param>
/// <param name="Allowance">Of the operator.</param>
public sealed record BurnFromReturn(TokenAmount Balance, TokenAmount Allowance) : IChainValue<BurnFromReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Balance.Write(writer);
        Allowance.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BurnFromReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new BurnFromReturn(TokenAmount.Read(ref reader), TokenAmount.Read(ref reader));
    }
}
