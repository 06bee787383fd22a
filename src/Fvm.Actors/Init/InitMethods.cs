using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of the init actor (f01). Source: builtin-actors <c>actors/init/src/types.rs</c>.</summary>
public static class InitMethods
{
    /// <summary>Makes the actor; only at genesis. Takes <see cref="InitConstructorParams"/>.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Makes an actor of a kind that the caller may make. Takes <see cref="ExecParams"/>, returns <see cref="ExecReturn"/>.</summary>
    public static MethodId Exec { get; } = MethodId.Internal(nameof(Exec), 2);

    /// <summary>Makes an actor with an f4 address; for the Ethereum address manager. Takes <see cref="Exec4Params"/>, returns <see cref="ExecReturn"/>.</summary>
    public static MethodId Exec4 { get; } = MethodId.Internal(nameof(Exec4), 3);
}

/// <summary>What the init actor is made with.</summary>
/// <param name="NetworkName">The network's name.</param>
public sealed record InitConstructorParams(string NetworkName) : IChainValue<InitConstructorParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteText(NetworkName);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static InitConstructorParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new InitConstructorParams(reader.ReadText());
    }
}

/// <summary>What to make.</summary>
/// <param name="Code">The new actor's code.</param>
/// <param name="ConstructorParams">Its constructor's parameters, CBOR; empty for none.</param>
public sealed record ExecParams(Cid Code, ReadOnlyMemory<byte> ConstructorParams) : IChainValue<ExecParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(Code);
        writer.WriteBytes(ConstructorParams.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ExecParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new ExecParams(TupleFields.ReadCid(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>What to make, and under which address.</summary>
/// <param name="Code">The new actor's code.</param>
/// <param name="ConstructorParams">Its constructor's parameters, CBOR; empty for none.</param>
/// <param name="Subaddress">Its address in the caller's namespace.</param>
public sealed record Exec4Params(Cid Code, ReadOnlyMemory<byte> ConstructorParams, ReadOnlyMemory<byte> Subaddress) : IChainValue<Exec4Params>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(Code);
        writer.WriteBytes(ConstructorParams.Span);
        writer.WriteBytes(Subaddress.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Exec4Params? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new Exec4Params(TupleFields.ReadCid(ref reader), TupleFields.ReadBytes(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>The new actor.</summary>
/// <param name="IdAddress">Its f0 address.</param>
/// <param name="RobustAddress">Its f2 address, which stays the same when the chain is reorganised.</param>
public sealed record ExecReturn(Address IdAddress, Address RobustAddress) : IChainValue<ExecReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        IdAddress.Write(writer);
        RobustAddress.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ExecReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new ExecReturn(TupleFields.ReadAddress(ref reader), TupleFields.ReadAddress(ref reader));
    }
}
