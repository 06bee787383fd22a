using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>An event as an actor emits it: an array of entries, nothing around it.</summary>
/// <param name="Entries">The entries, in the actor's order.</param>
public sealed record ActorEvent(IReadOnlyList<EventEntry> Entries) : IChainValue<ActorEvent>
{
    /// <inheritdoc/>
    public void Write(CborWriter writer) => ChainFields.WriteList(writer, Entries);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ActorEvent? Read(ref CborReader reader)
    {
        IReadOnlyList<EventEntry> entries = ChainFields.ReadList<EventEntry>(ref reader);
        return reader.Failed ? null : new ActorEvent(entries);
    }

    /// <inheritdoc/>
    public bool Equals(ActorEvent? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
