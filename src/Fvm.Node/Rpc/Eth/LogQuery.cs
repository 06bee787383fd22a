using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Which logs are meant: by range or block, by emitter, by topics (execution-apis, Filter object).</summary>
internal sealed class LogQuery
{
    private const int MaxTopics = 4;

    private readonly EvmAddress[] addresses;
    private readonly byte[][]?[] topics;

    private LogQuery(EvmAddress[] addresses, byte[][]?[] topics)
    {
        this.addresses = addresses;
        this.topics = topics;
    }

    /// <summary>The filter as it came; undefined if there was none.</summary>
    public JsonElement Source { get; private init; }

    /// <summary>The only block, if the query names one by its hash.</summary>
    public byte[]? BlockHash { get; private init; }

    /// <summary>The first epoch; null for the head.</summary>
    public long? From { get; private init; }

    /// <summary>The last epoch; null for the head, whichever it is then.</summary>
    public long? To { get; private init; }

    /// <summary>Reads a query.</summary>
    public static LogQuery Read(RpcValue value, Devnet net)
    {
        if (value.IsMissing)
            return new LogQuery([], []);
        RpcValue hash = value.Member("blockHash");
        RpcValue from = value.Member("fromBlock");
        RpcValue to = value.Member("toBlock");
        if (!hash.IsMissing && !(from.IsMissing && to.IsMissing))
            throw hash.Wrong("either a block's hash or a range, not both");
        RpcValue address = value.Member("address");
        EvmAddress[] emitters = address.IsMissing ? []
            : address.Kind == JsonValueKind.Array ? [.. address.Items().Select(static item => item.EthereumAddress())]
            : [address.EthereumAddress()];
        return new LogQuery(emitters, Topics(value.Member("topics")))
        {
            Source = value.Json.Clone(),
            BlockHash = hash.IsMissing ? null : hash.Hash(),
            From = from.IsMissing ? null : net.Epoch(from, 0),
            To = to.IsMissing || IsMoving(to) ? null : net.Epoch(to, 0),
        };
    }

    /// <summary>Whether a log is meant.</summary>
    public bool Matches(EthereumLog log)
    {
        if (addresses.Length != 0 && !addresses.Contains(log.Address))
            return false;
        if (topics.Length > log.Topics.Count)
            return false;
        for (int i = 0; i < topics.Length; i++)
        {
            if (topics[i] is { } wanted && !wanted.Any(topic => log.Topics[i].Span.SequenceEqual(topic)))
                return false;
        }

        return true;
    }

    /// <summary>The logs of a tipset that are meant.</summary>
    public IEnumerable<(MessagePlace Place, EthereumLog Log)> In(ExecutedTipset tipset)
    {
        foreach (AppliedMessage message in tipset.Messages)
        {
            foreach (EthereumLog log in message.Logs)
            {
                if (Matches(log))
                    yield return (new MessagePlace(tipset, message), log);
            }
        }
    }

    private static bool IsMoving(RpcValue value) => value.Kind == JsonValueKind.String && value.Text() is "latest" or "pending" or "safe" or "finalized";

    private static byte[][]?[] Topics(RpcValue value)
    {
        if (value.IsMissing)
            return [];
        var positions = new List<byte[][]?>();
        foreach (RpcValue position in value.Items())
        {
            if (positions.Count == MaxTopics)
                throw value.Wrong($"at most {MaxTopics} topics");
            positions.Add(position.IsMissing ? null
                : position.Kind == JsonValueKind.Array ? Alternatives(position)
                : [position.Hash()]);
        }

        while (positions.Count != 0 && positions[^1] is null)
            positions.RemoveAt(positions.Count - 1);
        return [.. positions];
    }

    /// <summary>Any of several; none, or null among them, means any at all.</summary>
    private static byte[][]? Alternatives(RpcValue position)
    {
        RpcValue[] items = [.. position.Items()];
        return items.Length == 0 || items.Any(static item => item.IsMissing) ? null : [.. items.Select(static item => item.Hash())];
    }
}
