using System.Collections.Concurrent;
using System.Text.Json;
using Fvm.Ipld;
using Microsoft.Data.Sqlite;

namespace Fvm.Node.Forks;

/// <summary>
/// The blocks of a fork: what is not here yet is read from the upstream, checked against its CID, and kept with the chain's own blocks. What is written stays here. A block is asked for
/// once, however many threads want it. A block that the upstream does not give is never told as absent: on the state of a chain that would be a wrong answer
/// (<see cref="BlockUnavailableException"/>).
/// </summary>
internal sealed class ForkBlockstore : IBlockstore, IDisposable
{
    /// <summary>How long a block that was read waits for others before all are written down.</summary>
    private static readonly TimeSpan WriteAfter = TimeSpan.FromMilliseconds(500);

    private readonly IBlockstore kept;
    private readonly UpstreamClient upstream;
    private readonly Timer? writer;
    private int isArmed;
    private readonly ConcurrentDictionary<Cid, Lazy<ReadOnlyMemory<byte>>> coming = new();
    private long count;

    /// <summary>Blocks over a store.</summary>
    /// <param name="kept">The chain's own, where those that were read are kept.</param>
    /// <param name="upstream">Who is asked for others.</param>
    /// <param name="write">Writes down what is only kept in memory so far; null where memory is all there is.</param>
    public ForkBlockstore(IBlockstore kept, UpstreamClient upstream, Action? write)
    {
        this.kept = kept;
        this.upstream = upstream;
        writer = write is null ? null : new Timer(_ =>
        {
            Volatile.Write(ref isArmed, 0);
            try
            {
                write();
            }
            catch (SqliteException)
            {
                // They are still in memory: the next tipset writes them, and tells what is wrong.
            }
        });
    }

    /// <summary>How many blocks were read from the upstream.</summary>
    public long Count => Volatile.Read(ref count);

    /// <inheritdoc/>
    /// <exception cref="BlockUnavailableException">The upstream does not give it.</exception>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        ArgumentNullException.ThrowIfNull(cid);
        if (cid.IsIdentity)
            block = cid.Digest.ToArray();
        else if (!kept.TryGet(cid, out block))
            block = Await(cid);
        return true;
    }

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => kept.Put(cid, block);

    /// <inheritdoc/>
    public bool Has(Cid cid) => TryGet(cid, out _);

    /// <summary>Writes nothing more by itself.</summary>
    public void Dispose()
    {
        using var ended = new ManualResetEvent(false);
        if (writer?.Dispose(ended) == true)
            ended.WaitOne();
    }

    private ReadOnlyMemory<byte> Await(Cid cid)
    {
        Lazy<ReadOnlyMemory<byte>> mine = coming.GetOrAdd(cid, static (cid, store) => new Lazy<ReadOnlyMemory<byte>>(() => store.Fetch(cid)), this);
        try
        {
            return mine.Value;
        }
        finally
        {
            coming.TryRemove(new KeyValuePair<Cid, Lazy<ReadOnlyMemory<byte>>>(cid, mine));
        }
    }

    private ReadOnlyMemory<byte> Fetch(Cid cid)
    {
        // Somebody else's may have come since this thread looked.
        if (kept.TryGet(cid, out ReadOnlyMemory<byte> known))
            return known;
        try
        {
            byte[] block = upstream.Call("Filecoin.ChainReadObj", $"[{UpstreamJson.Link(cid)}]", answer => Read(cid, answer));
            kept.Put(cid, block);
            Interlocked.Increment(ref count);
            if (writer is not null && Interlocked.Exchange(ref isArmed, 1) == 0)
                writer.Change(WriteAfter, Timeout.InfiniteTimeSpan);
            return block;
        }
        catch (UpstreamException failed)
        {
            throw new BlockUnavailableException($"block {cid} of the forked chain cannot be read: {failed.Message}", failed);
        }
    }

    private static byte[] Read(Cid cid, JsonElement answer)
    {
        byte[] block = answer.GetBytesFromBase64();
        return BlockHash.Check(cid, block) == BlockHashResult.Match ? block : throw new FormatException($"it answers {block.Length} bytes that are not the block's, by their hash");
    }
}
