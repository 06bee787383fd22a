using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>What somebody polls for news.</summary>
internal abstract class Filter(Devnet net)
{
    private readonly Lock sync = new();
    private readonly List<Action<Utf8JsonWriter>> news = [];

    /// <summary>The chain.</summary>
    protected Devnet Net { get; } = net;

    /// <summary>When it was last asked.</summary>
    public long LastAsked { get; set; } = Environment.TickCount64;

    /// <summary>Takes something in that happened.</summary>
    public void See(ChainChange change)
    {
        lock (sync)
            news.AddRange(News(change));
    }

    /// <summary>Writes what is new since it was last asked.</summary>
    public void WriteChanges(Utf8JsonWriter result)
    {
        Action<Utf8JsonWriter>[] all;
        lock (sync)
        {
            all = [.. news];
            news.Clear();
        }

        result.WriteStartArray();
        foreach (Action<Utf8JsonWriter> one in all)
            one(result);
        result.WriteEndArray();
    }

    /// <summary>What a change is to the one who polls.</summary>
    protected abstract IEnumerable<Action<Utf8JsonWriter>> News(ChainChange change);
}

/// <summary>New logs; those of tipsets that are no more once again, as removed.</summary>
internal sealed class LogFilter(Devnet net, LogQuery query) : Filter(net)
{
    /// <summary>Which logs.</summary>
    public LogQuery Query => query;

    protected override IEnumerable<Action<Utf8JsonWriter>> News(ChainChange change)
    {
        if (Net.Told(change) is not (ExecutedTipset tipset, bool isRemoved) || tipset.Height < (query.From ?? 0) || tipset.Height > (query.To ?? long.MaxValue))
            return [];
        return query.In(tipset).Select(found => (Action<Utf8JsonWriter>)(writer => writer.WriteLog(found.Place, found.Log, isRemoved)));
    }
}

/// <summary>New blocks.</summary>
internal sealed class BlockFilter(Devnet net) : Filter(net)
{
    protected override IEnumerable<Action<Utf8JsonWriter>> News(ChainChange change) =>
        change is TipsetMade made ? [writer => writer.WriteData(made.Tipset.Hash.Span)] : [];
}

/// <summary>New transactions of the pool.</summary>
internal sealed class PendingFilter(Devnet net) : Filter(net)
{
    protected override IEnumerable<Action<Utf8JsonWriter>> News(ChainChange change) =>
        change is MessagePending pending && PendingTransaction.Of(pending.Message, Net) is var transaction
            ? [writer => writer.WriteData(transaction.Hash.Span)]
            : [];
}

/// <summary>The filters of all clients. One that nobody asks for is forgotten after a time.</summary>
internal sealed class FilterTable : IDisposable
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, Filter> filters = new(StringComparer.Ordinal);
    private readonly Devnet net;
    private readonly RpcLimits limits;
    private readonly IDisposable watching;
    private ulong last;

    public FilterTable(Devnet net, RpcLimits limits)
    {
        this.net = net;
        this.limits = limits;
        watching = net.Watch(See);
    }

    /// <summary>Adds a filter for logs.</summary>
    public string AddLogs(LogQuery query) => Add(new LogFilter(net, query));

    /// <summary>Adds a filter for blocks.</summary>
    public string AddBlocks() => Add(new BlockFilter(net));

    /// <summary>Adds a filter for transactions that wait.</summary>
    public string AddPending() => Add(new PendingFilter(net));

    /// <summary>Finds a filter.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public Filter Find(string id)
    {
        lock (sync)
        {
            if (!filters.TryGetValue(id, out Filter? filter))
                throw new RpcException(RpcErrorCode.ServerError, "filter not found");
            filter.LastAsked = Environment.TickCount64;
            return filter;
        }
    }

    /// <summary>Removes a filter; false if there is none.</summary>
    public bool Remove(string id)
    {
        lock (sync)
            return filters.Remove(id);
    }

    /// <inheritdoc/>
    public void Dispose() => watching.Dispose();

    private string Add(Filter filter)
    {
        lock (sync)
        {
            Forget();
            if (filters.Count >= limits.Filters)
                throw new RpcException(RpcErrorCode.LimitExceeded, $"there are {filters.Count} filters; at most {limits.Filters} are kept: uninstall some");
            string id = $"0x{++last:x}";
            filters.Add(id, filter);
            return id;
        }
    }

    private void Forget()
    {
        long oldest = Environment.TickCount64 - (long)limits.FilterLifetime.TotalMilliseconds;
        foreach ((string id, Filter filter) in filters.Where(entry => entry.Value.LastAsked < oldest).ToList())
            filters.Remove(id);
    }

    private void See(ChainChange change)
    {
        lock (sync)
        {
            foreach (Filter filter in filters.Values)
                filter.See(change);
        }
    }
}
