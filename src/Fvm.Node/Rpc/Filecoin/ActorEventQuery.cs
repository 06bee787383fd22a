using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Which events of actors are meant (lotus <c>chain/types/actor_event.go</c>, ActorEventFilter; <c>chain/events/filter/event.go</c>).</summary>
internal sealed class ActorEventQuery
{
    private readonly Address[] emitters;
    private readonly Dictionary<string, (ulong Codec, byte[] Value)[]> fields;

    private ActorEventQuery(Address[] emitters, Dictionary<string, (ulong Codec, byte[] Value)[]> fields)
    {
        this.emitters = emitters;
        this.fields = fields;
    }

    /// <summary>The only tipset, if one is named.</summary>
    public ExecutedTipset? Only { get; private init; }

    /// <summary>The first epoch; null for the head's.</summary>
    public long? From { get; private init; }

    /// <summary>The last epoch; null for the head's, whichever it is then.</summary>
    public long? To { get; private init; }

    /// <summary>Reads a query; what is left out means everything of the head.</summary>
    public static ActorEventQuery Read(RpcValue value, Devnet net)
    {
        if (value.IsMissing)
            return new ActorEventQuery([], []);
        RpcValue key = value.Member("tipsetKey");
        RpcValue from = value.Member("fromHeight");
        RpcValue to = value.Member("toHeight");
        bool isOne = !key.IsMissing && key.Items().Any();
        if (isOne && !(from.IsMissing && to.IsMissing))
            throw key.Wrong("cannot specify both TipSetKey and FromHeight/ToHeight");
        long? first = from.IsMissing ? null : Height(from);
        long? last = to.IsMissing ? null : Height(to);
        if (first > last)
            throw to.Wrong($"invalid epoch range: 'to' height ({last}) must be after 'from' height ({first})");
        RpcValue addresses = value.Member("addresses");
        RpcValue fields = value.Member("fields");
        return new ActorEventQuery(
            addresses.IsMissing ? [] : [.. addresses.Items().Select(static one => one.AnyAddress())],
            fields.IsMissing ? [] : fields.Members().DistinctBy(static field => field.Name).ToDictionary(static field => field.Name, static field => Values(field.Value)))
        {
            Only = isOne ? net.TipsetOf(key) : null,
            From = first,
            To = last,
        };
    }

    /// <summary>The tipsets that are searched now.</summary>
    public IEnumerable<ExecutedTipset> Tipsets(Devnet net, RpcLimits limits)
    {
        if (Only is not null)
            return net.Shows(Only) ? [net.Content(Only)] : [];
        (long first, long last) = EpochRange.Of(From, To, net.Latest().Height, limits).Own(net);
        return net.Chain.Range(first, last);
    }

    /// <summary>Whether an epoch is meant.</summary>
    public bool Covers(long height) => Only is null && height >= (From ?? 0) && height <= (To ?? long.MaxValue);

    /// <summary>The events of a tipset that are meant.</summary>
    public IEnumerable<ActorEventPlace> In(ExecutedTipset tipset, ChainState state)
    {
        foreach (AppliedMessage message in tipset.Messages)
        {
            foreach (StampedEvent stamped in message.Events)
            {
                Address emitter = state.Actor(stamped.Emitter)?.DelegatedAddress ?? stamped.Emitter.ToAddress();
                if (IsMeant(stamped.Emitter, emitter, state) && HasFields(stamped.Event))
                    yield return new ActorEventPlace(tipset, message, stamped.Event, emitter);
            }
        }
    }

    private bool IsMeant(ActorId id, Address emitter, ChainState state) =>
        emitters.Length == 0 || emitters.Any(address => address == emitter || state.Resolve(address) == id);

    /// <summary>Each field has one of its values in an entry that is indexed; a field without values has any.</summary>
    private bool HasFields(ActorEvent actorEvent) => fields.All(field => actorEvent.Entries.Any(entry =>
        entry.Key == field.Key
        && (entry.Flags & (EventFlags.IndexedKey | EventFlags.IndexedValue)) != 0
        && (field.Value.Length == 0 || field.Value.Any(value => value.Codec == entry.Codec && entry.Value.Span.SequenceEqual(value.Value)))));

    private static long Height(RpcValue value) => value.Epoch() is var height and >= 0 ? height : throw value.Wrong("a height is not negative");

    private static (ulong Codec, byte[] Value)[] Values(RpcValue list) => list.IsMissing ? []
        : [.. list.Items().Select(static item => (item.Need("codec").UInt64(), item.Member("value") is { IsMissing: false } value ? value.Base64() : []))];
}

/// <summary>An event, and where it is.</summary>
/// <param name="Tipset">The tipset of its message.</param>
/// <param name="Message">The message.</param>
/// <param name="Event">The event.</param>
/// <param name="Emitter">The f410 address of who emitted it, or else the id.</param>
internal sealed record ActorEventPlace(ExecutedTipset Tipset, AppliedMessage Message, ActorEvent Event, Address Emitter)
{
    /// <summary>As lotus writes it (<c>types.ActorEvent</c>).</summary>
    public void Write(Utf8JsonWriter writer, bool isReverted)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("entries"u8);
        FilecoinEvents.WriteEntries(writer, Event);
        writer.WriteString("emitter"u8, Emitter.Shown());
        writer.WriteBoolean("reverted"u8, isReverted);
        writer.WriteNumber("height"u8, Tipset.Height);
        writer.WritePropertyName("tipsetKey"u8);
        writer.WriteKey(Tipset.Key);
        writer.WriteLink("msgCid"u8, Message.Cid);
        writer.WriteEndObject();
    }
}
