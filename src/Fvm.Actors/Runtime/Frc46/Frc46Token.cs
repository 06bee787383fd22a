using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>Fungible tokens (FRC-0046): their methods and constants.</summary>
public static class Frc46Token
{
    /// <summary>Units of a whole token: 18 decimals.</summary>
    public const ulong Precision = 1_000_000_000_000_000_000;

    /// <summary>The kind of asset in receiver hooks: the hash of <c>FRC46</c>.</summary>
    public static uint ReceiverType { get; } = (uint)MethodNumber.FromName("FRC46");

    /// <summary>The token's name, bare text.</summary>
    public static MethodId Name { get; } = MethodId.Hashed("Name");

    /// <summary>The token's symbol, bare text.</summary>
    public static MethodId Symbol { get; } = MethodId.Hashed("Symbol");

    /// <summary>What amounts must be multiples of, a bare number.</summary>
    public static MethodId Granularity { get; } = MethodId.Hashed("Granularity");

    /// <summary>All tokens, a bare amount.</summary>
    public static MethodId TotalSupply { get; } = MethodId.Hashed("TotalSupply");

    /// <summary>The tokens of an address: takes a bare address, returns a bare amount.</summary>
    public static MethodId Balance { get; } = MethodId.Hashed("Balance");

    /// <summary>Takes <see cref="TransferParams"/>, returns <see cref="TransferReturn"/>.</summary>
    public static MethodId Transfer { get; } = MethodId.Hashed("Transfer");

    /// <summary>Takes <see cref="TransferFromParams"/>, returns <see cref="TransferFromReturn"/>.</summary>
    public static MethodId TransferFrom { get; } = MethodId.Hashed("TransferFrom");

    /// <summary>Takes <see cref="AllowanceChangeParams"/>, returns the new allowance, bare.</summary>
    public static MethodId IncreaseAllowance { get; } = MethodId.Hashed("IncreaseAllowance");

    /// <summary>Takes <see cref="AllowanceChangeParams"/>, returns the new allowance, bare.</summary>
    public static MethodId DecreaseAllowance { get; } = MethodId.Hashed("DecreaseAllowance");

    /// <summary>Takes <see cref="RevokeAllowanceParams"/>, returns the old allowance, bare.</summary>
    public static MethodId RevokeAllowance { get; } = MethodId.Hashed("RevokeAllowance");

    /// <summary>Takes <see cref="BurnParams"/>, returns <see cref="BurnReturn"/>.</summary>
    public static MethodId Burn { get; } = MethodId.Hashed("Burn");

    /// <summary>Takes <see cref="BurnFromParams"/>, returns <see cref="BurnFromReturn"/>.</summary>
    public static MethodId BurnFrom { get; } = MethodId.Hashed("BurnFrom");

    /// <summary>Takes <see cref="AllowanceParams"/>, returns a bare amount.</summary>
    public static MethodId Allowance { get; } = MethodId.Hashed("Allowance");
}

/// <summary>The payload of a receiver hook for tokens.</summary>
/// <param name="From">Whose they were; the token actor itself when they are new.</param>
/// <param name="To">Whose they are.</param>
/// <param name="Operator">Who moved them.</param>
/// <param name="Amount">How much.</param>
/// <param name="OperatorData">What the operator has to say.</param>
/// <param name="TokenData">What the token actor has to say.</param>
public sealed record Frc46TokenReceived(
    ActorId From, ActorId To, ActorId Operator, TokenAmount Amount, ReadOnlyMemory<byte> OperatorData, ReadOnlyMemory<byte> TokenData)
    : IChainValue<Frc46TokenReceived>
{
    private const int FieldCount = 6;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        From.Write(writer);
        To.Write(writer);
        Operator.Write(writer);
        Amount.Write(writer);
        writer.WriteBytes(OperatorData.Span);
        writer.WriteBytes(TokenData.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Frc46TokenReceived? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new Frc46TokenReceived(
            ActorId.Read(ref reader),
            ActorId.Read(ref reader),
            ActorId.Read(ref reader),
            TokenAmount.Read(ref reader),
            TupleFields.ReadBytes(ref reader),
            TupleFields.ReadBytes(ref reader));
    }
}
