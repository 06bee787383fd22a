using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// The methods of the data cap actor (f07) beyond those of every token, which are <see cref="Frc46Token"/>'s. Source: builtin-actors
/// <c>actors/datacap/src</c>.
/// </summary>
public static class DataCapMethods
{
    /// <summary>Makes the actor; only at genesis. Takes the governor's bare address.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Makes tokens; by the governor. Takes <see cref="DataCapMintParams"/>, returns <see cref="MintReturn"/>.</summary>
    public static MethodId Mint { get; } = MethodId.Hashed(nameof(Mint));

    /// <summary>Burns anybody's tokens; by the governor. Takes <see cref="DataCapDestroyParams"/>, returns <see cref="BurnReturn"/>.</summary>
    public static MethodId Destroy { get; } = MethodId.Hashed(nameof(Destroy));
}

/// <summary>Tokens to make.</summary>
/// <param name="To">For whom.</param>
/// <param name="Amount">How many, in units of 10^-18.</param>
/// <param name="Operators">Who may take them all from now on.</param>
public sealed record DataCapMintParams(Address To, TokenAmount Amount, IReadOnlyList<Address> Operators) : IChainValue<DataCapMintParams>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        To.Write(writer);
        Amount.Write(writer);
        TupleFields.WriteList(writer, Operators);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static DataCapMintParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), TupleFields.ReadList<Address>(ref reader));
    }
}

/// <summary>Tokens to burn.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Amount">How many, in units of 10^-18.</param>
public sealed record DataCapDestroyParams(Address Owner, TokenAmount Amount) : IChainValue<DataCapDestroyParams>
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
    public static DataCapDestroyParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader));
    }
}
