using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of the Ethereum address manager (f010). Source: builtin-actors <c>actors/eam/src/lib.rs</c>.</summary>
public static class EamMethods
{
    /// <summary>Makes the actor; only at genesis.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>CREATE, for contracts. Takes <see cref="EamCreateParams"/>, returns <see cref="EamReturn"/>.</summary>
    public static MethodId Create { get; } = MethodId.Internal(nameof(Create), 2);

    /// <summary>CREATE2, for contracts. Takes <see cref="EamCreate2Params"/>, returns <see cref="EamReturn"/>.</summary>
    public static MethodId Create2 { get; } = MethodId.Internal(nameof(Create2), 3);

    /// <summary>Makes a contract, for the account that sent the message. Takes the init code, bare, returns <see cref="EamReturn"/>.</summary>
    public static MethodId CreateExternal { get; } = MethodId.Internal(nameof(CreateExternal), 4);
}

/// <summary>CREATE's parameters.</summary>
/// <param name="InitCode">The code to run.</param>
/// <param name="Nonce">How many creations came before, plus one.</param>
public sealed record EamCreateParams(ReadOnlyMemory<byte> InitCode, ulong Nonce) : IChainValue<EamCreateParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBytes(InitCode.Span);
        writer.WriteUInt64(Nonce);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EamCreateParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new EamCreateParams(TupleFields.ReadBytes(ref reader), reader.ReadUInt64());
    }
}

/// <summary>CREATE2's parameters.</summary>
/// <param name="InitCode">The code to run.</param>
/// <param name="Salt">The salt, 32 bytes.</param>
public sealed record EamCreate2Params(ReadOnlyMemory<byte> InitCode, UInt256 Salt) : IChainValue<EamCreate2Params>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBytes(InitCode.Span);
        writer.WriteBytes(Salt.ToBigEndian());
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EamCreate2Params? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ReadOnlyMemory<byte> code = TupleFields.ReadBytes(ref reader);
        ReadOnlySpan<byte> salt = reader.ReadBytes();
        if (salt.Length == UInt256.ByteLength)
            return new EamCreate2Params(code, UInt256.ReadBigEndian(salt));
        reader.Fail(CborErrorKind.InvalidValue);
        return null;
    }
}

/// <summary>The new contract.</summary>
/// <param name="ActorId">Its id.</param>
/// <param name="RobustAddress">Its f2 address; null when a dead contract was made anew.</param>
/// <param name="EthAddress">Its Ethereum address.</param>
public sealed record EamReturn(ActorId ActorId, Address? RobustAddress, EvmAddress EthAddress) : IChainValue<EamReturn>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        ActorId.Write(writer);
        TupleFields.WriteOptional(writer, RobustAddress);
        EvmCodecs.Address.Write(writer, EthAddress);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EamReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ActorId id = ActorId.Read(ref reader);
        return new EamReturn(id, TupleFields.ReadOptional<Address>(ref reader), EvmCodecs.Address.Read(ref reader));
    }
}
