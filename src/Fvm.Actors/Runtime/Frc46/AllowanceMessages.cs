using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>Raises or lowers what an operator may take of the caller's.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Amount">A non-negative amount.</param>
public sealed record AllowanceChangeParams(Address Operator, TokenAmount Amount) : IChainValue<AllowanceChangeParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Operator.Write(writer);
        Amount.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllowanceChangeParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new AllowanceChangeParams(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader));
    }
}

/// <summary>Takes an allowance away.</summary>
/// <param name="Operator">The operator.</param>
public sealed record RevokeAllowanceParams(Address Operator) : IChainValue<RevokeAllowanceParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Operator.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RevokeAllowanceParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new RevokeAllowanceParams(TupleFields.ReadAddress(ref reader));
    }
}

/// <summary>Asks for an allowance.</summary>
/// <param name="Owner">Whose tokens.</param>
/// <param name="Operator">Who may take them.</param>
public sealed record AllowanceParams(Address Owner, Address Operator) : IChainValue<AllowanceParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Owner.Write(writer);
        Operator.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AllowanceParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new AllowanceParams(TupleFields.ReadAddress(ref reader), TupleFields.ReadAddress(ref reader));
    }
}
