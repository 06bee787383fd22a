using System.Globalization;
using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Executions with their traces, as lotus tells them (<c>api.InvocResult</c>, <c>types.ExecutionTrace</c>).</summary>
internal static class FilecoinCalls
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("Filecoin.StateCall", async call =>
        {
            Message message = FilecoinParameters.ReadMessage(call.Required(0, "message"));
            ExecutedTipset at = net.TipsetOf(call.Optional(1, "tipset key"));
            // Lotus calls on the state before the tipset, at the epoch after the parent.
            if (net.Options.Deferred)
                at = net.Chain.AtOrBefore(at.Height - 1) ?? at;
            long height = net.Options.Deferred ? at.Height + 1 : at.Height;
            CallResult result = await net.CallAsync(message, at, new CallOptions { Trace = TraceDetail.Events, Height = height, Events = EventDetail.Rooted }).ConfigureAwait(false);
            call.Result.WriteInvocation(result.Message, result.Message.Cid, result.Applied, net.StateAt(at));
        });
        table.AddWaiting("Filecoin.StateReplay", async call =>
        {
            RpcValue cid = call.Required(1, "message");
            if (!net.TryGetShown(cid.Link(), out MessagePlace? place))
                throw cid.Wrong("there is no such message on chain");
            ApplyResult result = await net.ReplayAsync(place).ConfigureAwait(false);
            call.Result.WriteInvocation(place.Message.Message, place.Message.Cid, result, net.StateAt(place.Tipset));
        });
    }

    /// <summary>What became of a message (<c>api.InvocResult</c>).</summary>
    public static void WriteInvocation(this Utf8JsonWriter writer, Message message, Cid cid, ApplyResult result, ChainState state, bool isImplicit = false)
    {
        writer.WriteStartObject();
        writer.WriteLink("MsgCid"u8, cid);
        writer.WritePropertyName("Msg"u8);
        writer.WriteMessage(message);
        writer.WritePropertyName("MsgRct"u8);
        writer.WriteReceiptFields(result.Receipt);
        writer.WriteStartObject("GasCost"u8);
        // Of what the network sends itself lotus tells no costs (chain/vm/fvm.go, buildApplyRet).
        writer.WriteLink("Message"u8, isImplicit ? null : cid);
        writer.WriteString("GasUsed"u8, isImplicit ? "0" : result.Receipt.GasUsed.ToString(CultureInfo.InvariantCulture));
        writer.WriteAtto("BaseFeeBurn"u8, result.BaseFeeBurn);
        writer.WriteAtto("OverEstimationBurn"u8, result.OverEstimationBurn);
        writer.WriteAtto("MinerPenalty"u8, result.Penalty);
        writer.WriteAtto("MinerTip"u8, result.MinerTip);
        writer.WriteAtto("Refund"u8, result.Refund);
        writer.WriteAtto("TotalCost"u8, result.BaseFeeBurn + result.OverEstimationBurn + result.MinerTip);
        writer.WriteEndObject();
        TraceMessage trace = TraceTree.Build(result.Trace);
        writer.WritePropertyName("ExecutionTrace"u8);
        if (trace.Call is { } outermost)
            WriteCall(writer, outermost, Charges(trace), state);
        else
            writer.WriteNullValue();
        writer.WriteString("Error"u8, RpcJson.WellFormed(result.Failure ?? ""));
        writer.WriteNumber("Duration"u8, 0);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, TraceCall call, IEnumerable<GasCharged> before, ChainState state)
    {
        CallStarted started = call.Started;
        writer.WriteStartObject();
        writer.WriteStartObject("Msg"u8);
        writer.WriteString("From"u8, started.From.ToAddress().Shown());
        writer.WriteString("To"u8, started.To.Shown());
        writer.WriteAtto("Value"u8, started.Value);
        writer.WriteNumber("Method"u8, started.Method);
        WriteBlock(writer, "Params"u8, "ParamsCodec"u8, started.Parameters);
        writer.WriteNumber("GasLimit"u8, started.GasLimit);
        writer.WriteBoolean("ReadOnly"u8, started.ReadOnly);
        writer.WriteEndObject();
        writer.WriteStartObject("MsgRct"u8);
        writer.WriteNumber("ExitCode"u8, call.Returned?.ExitCode.Value ?? (uint)(call.Refused?.Error ?? 0));
        WriteBlock(writer, "Return"u8, "ReturnCodec"u8, call.Returned?.Data);
        writer.WriteEndObject();
        WriteInvoked(writer, call.Invoked, state);
        writer.WriteStartArray("GasCharges"u8);
        foreach (GasCharged charge in before.Concat(Charges(call)))
            WriteCharge(writer, charge);
        writer.WriteEndArray();
        writer.WriteStartArray("Subcalls"u8);
        foreach (TraceCall inner in Subcalls(call))
            WriteCall(writer, inner, [], state);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteInvoked(Utf8JsonWriter writer, ActorInvoked? invoked, ChainState state)
    {
        if (invoked is null)
        {
            writer.WriteNull("InvokedActor"u8);
            return;
        }

        ActorState? actor = state.Actor(invoked.Id);
        writer.WriteStartObject("InvokedActor"u8);
        writer.WriteNumber("Id"u8, invoked.Id.Value);
        writer.WriteStartObject("State"u8);
        writer.WriteLink("Code"u8, invoked.Code);
        writer.WriteLink("Head"u8, actor?.Head);
        writer.WriteNumber("Nonce"u8, actor?.Nonce ?? 0);
        writer.WriteAtto("Balance"u8, actor?.Balance ?? TokenAmount.Zero);
        if (actor?.DelegatedAddress is { } delegated)
            writer.WriteString("DelegatedAddress"u8, delegated.Shown());
        else
            writer.WriteNull("DelegatedAddress"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCharge(Utf8JsonWriter writer, GasCharged charge)
    {
        ulong gas = charge.Taken.RoundDown();
        writer.WriteStartObject();
        writer.WriteString("Name"u8, charge.Name);
        writer.WriteNumber("tg"u8, gas);
        writer.WriteNumber("cg"u8, gas);
        writer.WriteNumber("sg"u8, 0);
        writer.WriteNumber("tt"u8, 0);
        writer.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter writer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> codec, TracedBlock? block)
    {
        writer.WriteBytes(data, block?.Data ?? ReadOnlyMemory<byte>.Empty);
        writer.WriteNumber(codec, block?.Codec ?? 0);
    }

    /// <summary>The charges of a call, those of its syscalls among them, not those of the calls inside.</summary>
    private static IEnumerable<GasCharged> Charges(TraceNode node) => node.Children.SelectMany(static child => child switch
    {
        TraceCharge charge => [charge.Charged],
        TraceSyscall syscall => Charges(syscall),
        _ => [],
    });

    private static IEnumerable<TraceCall> Subcalls(TraceNode node) => node.Children.SelectMany(static child => child switch
    {
        TraceCall call => [call],
        TraceSyscall syscall => Subcalls(syscall),
        _ => [],
    });
}
