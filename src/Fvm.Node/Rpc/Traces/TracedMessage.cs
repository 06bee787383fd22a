using Fvm.Abi.Node;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>A message that ran again, or one that does not stay, with its tree of calls.</summary>
internal sealed record TracedMessage
{
    /// <summary>The message.</summary>
    public required Message Message { get; init; }

    /// <summary>Its receipt.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>Its outermost call; null if it reached nobody.</summary>
    public required EthereumCall? Outermost { get; init; }

    /// <summary>What its actors are called.</summary>
    public required ActorNames Names { get; init; }

    /// <summary>Where it stands on chain; null if it does not.</summary>
    public MessagePlace? Place { get; init; }

    /// <summary>Its outermost call, or what would have been that.</summary>
    public EthereumCall OutermostOrRefused => Outermost ?? new EthereumCall
    {
        Kind = EthereumCallKind.Call,
        From = Place?.Message.Sender ?? default,
        To = Place?.Message.Receiver,
        Value = Message.Value,
        ShownValue = Message.Value,
        Gas = Message.GasLimit,
        TotalGas = Receipt.GasUsed,
        Input = Eth.NativeInput.Of(Message),
        Exit = Receipt.ExitCode,
    };

    /// <summary>What Ethereum's tools take for its output: of a creation the contract's code.</summary>
    public ReadOnlyMemory<byte> Output => Receipt.ExitCode.IsSuccess && Outermost is { IsCreation: true, To: { } made } ? Names.CodeOf(made) : EthereumReturns.Unwrap(Receipt.ReturnData);

    /// <summary>A message of the chain, run again.</summary>
    public static async Task<TracedMessage> OfAsync(Devnet net, MessagePlace place)
    {
        ApplyResult result = await net.ReplayAsync(place).ConfigureAwait(false);
        return await DeepWorkers.Shared.RunAsync(() => Of(net.StateAt(place.Tipset), place, result)).ConfigureAwait(false);
    }

    /// <summary>All messages of a tipset, run again.</summary>
    public static async Task<IReadOnlyList<TracedMessage>> OfAsync(Devnet net, ExecutedTipset tipset)
    {
        if (tipset.Messages.Count == 0)
            return [];
        IReadOnlyList<ApplyResult> results = await net.ReplayAsync(tipset).ConfigureAwait(false);
        return await DeepWorkers.Shared.RunAsync<IReadOnlyList<TracedMessage>>(
            () => [.. tipset.Messages.Select((message, i) => Of(net.StateAt(tipset), new MessagePlace(tipset, message), results[i]))]).ConfigureAwait(false);
    }

    /// <summary>A message that does not stay.</summary>
    public static async Task<TracedMessage> OfAsync(Devnet net, Message message, EvmAddress sender, ExecutedTipset at, CallOptions options)
    {
        CallResult call = await net.CallAsync(message, at, options with { Trace = TraceDetail.Events }).ConfigureAwait(false);
        return await DeepWorkers.Shared.RunAsync(() =>
        {
            var names = new ActorNames(net.StateAt(at)) { MadeCode = call.CreatedCode };
            EthereumCall? outermost = new EthereumCallTree(names).Build(TraceTree.Build(call.Trace), sender);
            return new TracedMessage { Message = call.Message, Receipt = call.Receipt, Outermost = outermost, Names = names };
        }).ConfigureAwait(false);
    }

    /// <summary>A message of the chain that was run again.</summary>
    public static TracedMessage Of(ChainState after, MessagePlace place, ApplyResult result)
    {
        var names = new ActorNames(after);
        return new TracedMessage
        {
            Message = place.Message.Message,
            Receipt = result.Receipt,
            Outermost = new EthereumCallTree(names).Build(TraceTree.Build(result.Trace), place.Message.Sender),
            Names = names,
            Place = place,
        };
    }
}
