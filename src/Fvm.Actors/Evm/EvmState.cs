using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A top-level message, by who sent it and with which nonce: how long a self-destructed contract still lives, and transient storage lasts.</summary>
/// <param name="Origin">The sender.</param>
/// <param name="Nonce">Its nonce.</param>
public readonly record struct EvmLifespan(ActorId Origin, ulong Nonce)
{
    private const int FieldCount = 2;

    internal static EvmLifespan Of(ActorRuntime runtime) => new(runtime.Message.Origin, runtime.Message.Nonce);

    internal void Write(CborWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        Origin.Write(writer);
        writer.WriteUInt64(Nonce);
    }

    internal static EvmLifespan Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new EvmLifespan(ActorId.Read(ref reader), reader.ReadUInt64());
    }
}

/// <summary>Transient storage as a frame left it (EIP-1153, FIP-0097).</summary>
/// <param name="Slots">A KAMT of words.</param>
/// <param name="Lifespan">The message after which it is nothing.</param>
public sealed record EvmTransientData(Cid Slots, EvmLifespan Lifespan);

/// <summary>The state of a contract. Source: builtin-actors <c>actors/evm/src/state.rs</c>.</summary>
public sealed class EvmState : IChainValue<EvmState>
{
    private const int FieldCount = 6;
    private const int TransientFieldCount = 2;

    /// <summary>The code: a raw block.</summary>
    public required Cid Bytecode { get; init; }

    /// <summary>The code's Keccak-256 hash.</summary>
    public required UInt256 BytecodeHash { get; init; }

    /// <summary>Storage: a KAMT of words that holds no zeros.</summary>
    public required Cid ContractState { get; init; }

    /// <summary>Transient storage, or null.</summary>
    public EvmTransientData? TransientData { get; init; }

    /// <summary>The number that the next CREATE uses; from 1.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The message that the contract destroyed itself in; after that message it is dead.</summary>
    public EvmLifespan? Tombstone { get; init; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(Bytecode);
        EvmCodecs.Hash.Write(writer, BytecodeHash);
        writer.WriteCid(ContractState);
        WriteTransient(writer);
        writer.WriteUInt64(Nonce);
        if (Tombstone is { } tombstone)
            tombstone.Write(writer);
        else
            writer.WriteNull();
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EvmState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Cid bytecode = TupleFields.ReadCid(ref reader);
        UInt256 hash = EvmCodecs.Hash.Read(ref reader);
        Cid slots = TupleFields.ReadCid(ref reader);
        EvmTransientData? transient = reader.TryReadNull() ? null : ReadTransient(ref reader);
        ulong nonce = reader.ReadUInt64();
        EvmLifespan? tombstone = reader.TryReadNull() ? null : EvmLifespan.Read(ref reader);
        return reader.Failed ? null : new EvmState
        {
            Bytecode = bytecode,
            BytecodeHash = hash,
            ContractState = slots,
            TransientData = transient,
            Nonce = nonce,
            Tombstone = tombstone,
        };
    }

    /// <summary>Whether the contract destroyed itself in a message before this one: there is nothing then, until it is made anew.</summary>
    internal bool IsDead(ActorRuntime runtime) => Tombstone is { } tombstone && tombstone != EvmLifespan.Of(runtime);

    private void WriteTransient(CborWriter writer)
    {
        if (TransientData is not { } transient)
        {
            writer.WriteNull();
            return;
        }

        writer.WriteArrayHeader(TransientFieldCount);
        writer.WriteCid(transient.Slots);
        transient.Lifespan.Write(writer);
    }

    private static EvmTransientData ReadTransient(ref CborReader reader)
    {
        reader.ReadArrayHeader(TransientFieldCount);
        return new EvmTransientData(TupleFields.ReadCid(ref reader), EvmLifespan.Read(ref reader));
    }
}
