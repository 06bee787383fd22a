using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Traces;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Otterscan;

/// <summary>What happened inside a transaction, and which one made a contract: messages run again.</summary>
internal static class OtterscanTraces
{
    private const int Transfer = 0;
    private const int Create = 2;
    private const int Create2 = 3;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("ots_getInternalOperations", async call =>
            WriteInternal(call.Result, await TracedMessage.OfAsync(net, TraceMethods.NeedMessage(net, call.Required(0, "hash"))).ConfigureAwait(false)));
        table.AddWaiting("ots_traceTransaction", async call =>
        {
            if (net.TryGetShown(call.Required(0, "hash").Hash(), out MessagePlace? place))
            {
                WriteTree(call.Result, await TracedMessage.OfAsync(net, place).ConfigureAwait(false));
                return;
            }

            call.Result.WriteStartArray();
            call.Result.WriteEndArray();
        });
        table.AddWaiting("ots_getContractCreator", async call =>
        {
            EvmAddress contract = call.Required(0, "address").EthereumAddress();
            (TracedMessage Message, EthereumCall Call)? found = await CreatorAsync(net, contract).ConfigureAwait(false);
            if (found is not { } made)
            {
                call.Result.WriteNullValue();
                return;
            }

            call.Result.WriteStartObject();
            call.Result.WriteData("hash"u8, made.Message.Place!.Message.Hash.Span);
            call.Result.WriteAddress("creator"u8, made.Call.From);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>Transfers and creations inside; the transaction itself is none of them, since the explorer shows it anyway (anvil tells it, too).</summary>
    private static void WriteInternal(Utf8JsonWriter result, TracedMessage message)
    {
        result.WriteStartArray();
        foreach (EthereumCall call in Calls(message).Skip(1).Where(static call => call.Exit.IsSuccess))
        {
            int? type = call.Kind switch
            {
                EthereumCallKind.Call when !call.Value.IsZero => Transfer,
                EthereumCallKind.Create => Create,
                EthereumCallKind.Create2 => Create2,
                _ => null,
            };
            if (type is not { } known)
                continue;
            result.WriteStartObject();
            result.WriteNumber("type"u8, known);
            result.WriteAddress("from"u8, call.From);
            result.WriteAddress("to"u8, call.To ?? default);
            result.WriteQuantity("value"u8, call.Value.Atto);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }

    private static void WriteTree(Utf8JsonWriter result, TracedMessage message)
    {
        result.WriteStartArray();
        foreach ((EthereumCall call, IReadOnlyList<int> place) in message.OutermostOrRefused.Flat())
        {
            result.WriteStartObject();
            result.WriteString("type"u8, call.Kind.ToString().ToUpperInvariant());
            result.WriteNumber("depth"u8, place.Count);
            result.WriteAddress("from"u8, call.From);
            result.WriteAddress("to"u8, call.To ?? default);
            if (call.Kind is EthereumCallKind.StaticCall or EthereumCallKind.DelegateCall)
                result.WriteNull("value"u8);
            else
                result.WriteQuantity("value"u8, call.Value.Atto);
            result.WriteData("input"u8, call.Input.Span);
            result.WriteData("output"u8, call.Output.Span);
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }

    /// <summary>The creation of a contract, in the first tipset after which it is there; null for what a transaction did not make.</summary>
    private static async Task<(TracedMessage Message, EthereumCall Call)?> CreatorAsync(Devnet net, EvmAddress contract)
    {
        Address address = Address.FromEthereum(contract.ToArray());
        if (!IsThere(net.Latest()))
            return null;
        long low = net.Chain.Genesis.Height;
        long high = net.Latest().Height;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (IsThere(net.Chain.AtOrBefore(middle)!))
                high = middle;
            else
                low = middle + 1;
        }

        foreach (TracedMessage message in await TracedMessage.OfAsync(net, net.Chain.AtOrBefore(low)!).ConfigureAwait(false))
        {
            if (Calls(message).FirstOrDefault(call => call.IsCreation && call.To == contract && call.Exit.IsSuccess) is { } creation)
                return (message, creation);
        }

        return null;

        bool IsThere(ExecutedTipset at)
        {
            ChainState state = net.StateAt(at);
            return state.Actor(address) is { } actor && state.ContractOf(actor) is not null;
        }
    }

    private static IEnumerable<EthereumCall> Calls(TracedMessage message) => message.Outermost?.Flat().Select(static call => call.Call) ?? [];
}
