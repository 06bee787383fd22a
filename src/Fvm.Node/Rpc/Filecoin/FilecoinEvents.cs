using System.Text.Json;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Events of all actors, built-in ones too (lotus <c>node/impl/full/actor_events.go</c>).</summary>
internal static class FilecoinEvents
{
    private const int EventsBitWidth = 5;

    public static void Add(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.Add("Filecoin.ChainGetEvents", call =>
        {
            call.Result.WriteStartArray();
            foreach (StampedEvent stamped in Under(net.Chain.Blocks, call.Required(0, "events root").Link()))
            {
                call.Result.WriteStartObject();
                call.Result.WriteNumber("Emitter"u8, stamped.Emitter.Value);
                call.Result.WritePropertyName("Entries"u8);
                WriteEntries(call.Result, stamped.Event);
                call.Result.WriteEndObject();
            }

            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.GetActorEventsRaw", call =>
        {
            List<ActorEventPlace> found = Find(net, ActorEventQuery.Read(call.Optional(0, "filter"), net), limits);
            call.Result.WriteStartArray();
            foreach (ActorEventPlace place in found)
                place.Write(call.Result, isReverted: false);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("Filecoin.SubscribeActorEventsRaw", async call =>
        {
            ActorEventQuery query = ActorEventQuery.Read(call.Optional(0, "filter"), net);
            await LotusChannel.OpenAsync(call, net, channel => SendPast(channel, net, query, limits), (channel, change) => SendNew(channel, net, query, change)).ConfigureAwait(false);
        });
    }

    /// <summary>The entries of an event; flags, key, codec, and the value in base64.</summary>
    public static void WriteEntries(Utf8JsonWriter writer, ActorEvent actorEvent)
    {
        writer.WriteStartArray();
        foreach (EventEntry entry in actorEvent.Entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("Flags"u8, entry.Flags);
            writer.WriteString("Key"u8, RpcJson.WellFormed(entry.Key));
            writer.WriteNumber("Codec"u8, entry.Codec);
            writer.WriteBytes("Value"u8, entry.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<StampedEvent> Under(IBlockstore blocks, Cid root)
    {
        try
        {
            return [.. Amt<StampedEvent>.Load(blocks, root, ChainEncoding.Codec<StampedEvent>(), expectedBitWidth: EventsBitWidth).Entries().Select(static entry => entry.Value)];
        }
        catch (IpldException broken)
        {
            throw new RpcException(RpcErrorCode.ServerError, $"load events amt: {broken.Message}");
        }
    }

    private static List<ActorEventPlace> Find(Devnet net, ActorEventQuery query, RpcLimits limits)
    {
        var found = new List<ActorEventPlace>();
        foreach (ExecutedTipset tipset in query.Tipsets(net, limits))
        {
            found.AddRange(query.In(tipset, net.StateAt(tipset)));
            if (found.Count > limits.LogResults)
                throw new RpcException(RpcErrorCode.LimitExceeded, $"there are more than {limits.LogResults} events; ask for a smaller range");
        }

        return found;
    }

    /// <summary>Those of the past, if the query begins there; it ends there, if it does.</summary>
    private static void SendPast(LotusChannel channel, Devnet net, ActorEventQuery query, RpcLimits limits)
    {
        if (query.From is not null || query.Only is not null)
        {
            foreach (ActorEventPlace place in Find(net, query, limits))
                channel.Send(writer => place.Write(writer, isReverted: false));
        }

        if (query.Only is not null || query.To <= net.Latest().Height)
            channel.End();
    }

    private static void SendNew(LotusChannel channel, Devnet net, ActorEventQuery query, ChainChange change)
    {
        if (net.Told(change) is not var (tipset, isGone))
            return;
        if (query.Covers(tipset.Height))
        {
            foreach (ActorEventPlace place in query.In(tipset, net.StateAt(tipset)))
                channel.Send(writer => place.Write(writer, isGone));
        }

        if (!isGone && query.To <= tipset.Height)
            channel.End();
    }
}
