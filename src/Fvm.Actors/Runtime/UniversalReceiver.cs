using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>The hook by which an actor hears of assets that it was given (FRC-0046; fvm_actor_utils <c>receiver/mod.rs</c>).</summary>
public static class UniversalReceiver
{
    /// <summary>The hook's method. Takes <see cref="UniversalReceiverParams"/>; what it returns is up to the receiver, and to abort is to refuse.</summary>
    public static MethodId Receive { get; } = MethodId.Hashed(nameof(Receive));
}

/// <summary>What an actor was given.</summary>
/// <param name="Type">The kind of asset, by the number that its name hashes to; see <see cref="Frc46.Frc46Token.ReceiverType"/>.</param>
/// <param name="Payload">More about it, CBOR that depends on the kind.</param>
public sealed record UniversalReceiverParams(uint Type, ReadOnlyMemory<byte> Payload) : IChainValue<UniversalReceiverParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Type);
        writer.WriteBytes(Payload.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static UniversalReceiverParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new UniversalReceiverParams(reader.ReadUInt32(), TupleFields.ReadBytes(ref reader));
    }
}
