using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of EVM contracts. Source: builtin-actors <c>actors/evm/src/{lib,types}.rs</c>.</summary>
public static class EvmMethods
{
    /// <summary>The greatest number that no contract's own method can have; above it everything but <see cref="InvokeContract"/> is the contract's.</summary>
    public const ulong LastReserved = 1023;

    /// <summary>Runs init code and keeps what it returns; by the init actor. Takes <see cref="EvmConstructorParams"/>.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>The constructor once more, for a contract that destroyed itself; by the address manager. Takes <see cref="EvmConstructorParams"/>.</summary>
    public static MethodId Resurrect { get; } = MethodId.Internal(nameof(Resurrect), 2);

    /// <summary>The code's CID, or null for a contract that destroyed itself; in DAG-CBOR, so that the code becomes reachable.</summary>
    public static MethodId GetBytecode { get; } = MethodId.Internal(nameof(GetBytecode), 3);

    /// <summary>The Keccak-256 hash of the code, a byte string.</summary>
    public static MethodId GetBytecodeHash { get; } = MethodId.Internal(nameof(GetBytecodeHash), 4);

    /// <summary>A word of storage; by the system only. Takes <see cref="GetStorageAtParams"/>.</summary>
    public static MethodId GetStorageAt { get; } = MethodId.Internal(nameof(GetStorageAt), 5);

    /// <summary>Runs other code on the contract's own state: DELEGATECALL; by itself only. Takes <see cref="DelegateCallParams"/> in DAG-CBOR.</summary>
    public static MethodId InvokeContractDelegate { get; } = MethodId.Internal(nameof(InvokeContractDelegate), 6);

    /// <summary>Runs the contract: call data in, return data out, both bare byte strings; no parameters are no call data.</summary>
    public static MethodId InvokeContract { get; } = new(nameof(InvokeContract), MethodNumber.FromName("InvokeEVM"));
}

/// <summary>What a contract is made with.</summary>
/// <param name="Creator">Who makes it, as it will see it.</param>
/// <param name="InitCode">The code to run.</param>
public sealed record EvmConstructorParams(EvmAddress Creator, ReadOnlyMemory<byte> InitCode) : IChainValue<EvmConstructorParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        EvmCodecs.Address.Write(writer, Creator);
        writer.WriteBytes(InitCode.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EvmConstructorParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new EvmConstructorParams(EvmCodecs.Address.Read(ref reader), TupleFields.ReadBytes(ref reader));
    }
}

/// <summary>A key of storage.</summary>
/// <param name="StorageKey">The key.</param>
public sealed record GetStorageAtParams(UInt256 StorageKey) : IChainValue<GetStorageAtParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        EvmCodecs.Word.Write(writer, StorageKey);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static GetStorageAtParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new GetStorageAtParams(EvmCodecs.Word.Read(ref reader));
    }
}

/// <summary>A DELEGATECALL that a contract sends to itself.</summary>
/// <param name="Code">The code to run.</param>
/// <param name="Input">The call data.</param>
/// <param name="Caller">What CALLER answers.</param>
/// <param name="Value">What CALLVALUE answers; nothing moves.</param>
public sealed record DelegateCallParams(Cid Code, ReadOnlyMemory<byte> Input, EvmAddress Caller, TokenAmount Value) : IChainValue<DelegateCallParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(Code);
        writer.WriteBytes(Input.Span);
        EvmCodecs.Address.Write(writer, Caller);
        Value.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static DelegateCallParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new DelegateCallParams(
            TupleFields.ReadCid(ref reader), TupleFields.ReadBytes(ref reader), EvmCodecs.Address.Read(ref reader), TokenAmount.Read(ref reader));
    }
}
