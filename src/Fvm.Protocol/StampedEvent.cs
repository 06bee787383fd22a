using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>An event with its emitter: a tuple [emitter, event], what the receipt's events root commits to.</summary>
/// <param name="Emitter">The actor that emitted it.</param>
/// <param name="Event">The event.</param>
public sealed record StampedEvent(ActorId Emitter, ActorEvent Event) : IChainValue<StampedEvent>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Emitter.Write(writer);
        Event.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static StampedEvent? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ActorId emitter = ActorId.Read(ref reader);
        ActorEvent? actorEvent = ActorEvent.Read(ref reader);
        return reader.Failed || actorEvent is null ? null : new StampedEvent(emitter, actorEvent);
    }
}
