using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>States that no tipset has, what is different between two, and the messages between two tipsets (lotus <c>node/impl/full/state.go</c>).</summary>
internal static class FilecoinCompute
{
    private const int MaxMessages = 10_000;

    public static void Add(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.AddWaiting("Filecoin.StateCompute", call => ComputeAsync(call, net));
        table.Add("Filecoin.StateChangedActors", call =>
        {
            ChainState before = Open(net, call.Required(0, "old root"));
            ChainState after = Open(net, call.Required(1, "new root"));
            call.Result.WriteStartObject();
            foreach ((ActorId id, ActorState actor) in Actors(after))
            {
                if (before.Actor(id) == actor)
                    continue;
                call.Result.WritePropertyName(id.ToAddress().Shown());
                call.Result.WriteActor(actor);
            }

            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.StateListMessages", call => WriteMessages(call, net, limits));
    }

    /// <summary>What ran in the tipset, cron of the null rounds before it, rewards and cron among it, and then the messages that are given, on the state after it (lotus <c>chain/stmgr/utils.go</c>, ComputeState).</summary>
    private static async ValueTask ComputeAsync(RpcCall call, Devnet net)
    {
        RpcValue epoch = call.Required(0, "epoch");
        RpcValue given = call.Optional(1, "messages");
        Message[] messages = given.IsMissing ? [] : [.. given.Items().Take(MaxMessages + 1).Select(FilecoinParameters.ReadMessage)];
        if (messages.Length > MaxMessages)
            throw given.Wrong($"at most {MaxMessages} messages are taken");
        ExecutedTipset at = net.TipsetOf(call.Optional(2, "tipset key"));
        long height = epoch.Epoch() >= 0 ? epoch.Epoch() : throw epoch.Wrong("an epoch is not negative");
        IReadOnlyList<RanMessage> ran = await net.TraceAsync(at).ConfigureAwait(false);
        ComputedState computed = await net.ComputeAsync(at, height, messages, call.Cancelled).ConfigureAwait(false);
        ChainState state = net.StateAt(at);
        call.Result.WriteStartObject();
        call.Result.WriteLink("Root"u8, computed.StateRoot);
        call.Result.WriteStartArray("Trace"u8);
        foreach (RanMessage one in ran)
            call.Result.WriteInvocation(one.Message, one.Cid, one.Result, state, one.IsImplicit);
        for (int i = 0; i < messages.Length; i++)
            call.Result.WriteInvocation(messages[i], messages[i].Cid, computed.Results[i], state);
        call.Result.WriteEndArray();
        call.Result.WriteEndObject();
    }

    /// <summary>From a tipset back to an epoch, by the addresses as they stand in the messages.</summary>
    private static void WriteMessages(RpcCall call, Devnet net, RpcLimits limits)
    {
        RpcValue match = call.Required(0, "match");
        Address? to = match.Member("To") is { IsMissing: false } receiver ? receiver.AnyAddress() : null;
        Address? from = match.Member("From") is { IsMissing: false } sender ? sender.AnyAddress() : null;
        if ((to ?? from) is not { } known)
            throw match.Wrong("must specify at least To or From in message filter");
        ExecutedTipset first = net.TipsetOf(call.Optional(1, "tipset key"));
        long last = call.Optional(2, "to height") is { IsMissing: false } height ? height.Epoch() : 0;
        EpochRange.Of(Math.Min(last, first.Height), null, first.Height, limits);
        call.Result.WriteStartArray();
        ExecutedTipset? at = net.StateOf(call.Optional(1, "tipset key")).Actor(known) is null ? null : first;
        for (; at is not null && at.Height >= last; at = net.Chain.AtOrBefore(at.Height - 1))
        {
            call.Cancelled.ThrowIfCancellationRequested();
            foreach (AppliedMessage message in at.Messages.Where(message => (to is null || message.Message.To == to) && (from is null || message.Message.From == from)))
                call.Result.WriteLink(message.Cid);
        }

        call.Result.WriteEndArray();
    }

    private static ChainState Open(Devnet net, RpcValue root)
    {
        try
        {
            return new ChainState(net.Chain.Blocks, root.Link());
        }
        catch (Exception broken) when (broken is IpldException)
        {
            throw root.Wrong($"failed to load state tree: {broken.Message}");
        }
    }

    private static IEnumerable<KeyValuePair<ActorId, ActorState>> Actors(ChainState state)
    {
        lock (state)
            return [.. state.View.Actors()];
    }
}
