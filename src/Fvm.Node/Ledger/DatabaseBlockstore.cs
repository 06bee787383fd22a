using System.Collections.Concurrent;
using Fvm.Ipld;
using Microsoft.Data.Sqlite;

namespace Fvm.Node.Ledger;

/// <summary>
/// Blocks in the database of a chain. What is put waits in memory until the archive writes it together with the tipset that needs it. Blocks that were read or written lately
/// stay in memory. For any number of threads.
/// </summary>
internal sealed class DatabaseBlockstore : IBlockstore, IDisposable
{
    /// <summary>What may stay in memory, twice: the newer and the older half.</summary>
    private const long HalfBytes = 24 << 20;

    private readonly ConcurrentDictionary<Cid, ReadOnlyMemory<byte>> unwritten = new();
    private readonly SqliteConnection connection;
    private readonly SqliteCommand select;
    private readonly Lock sync = new();
    private ConcurrentDictionary<Cid, ReadOnlyMemory<byte>> newer = new();
    private ConcurrentDictionary<Cid, ReadOnlyMemory<byte>> older = new();
    private long newerBytes;

    public DatabaseBlockstore(string source)
    {
        connection = new SqliteConnection(source);
        connection.Open();
        select = connection.CreateCommand();
        select.CommandText = "SELECT data FROM blocks WHERE cid = $1";
        select.Parameters.Add(new SqliteParameter("$1", null));
    }

    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        if (unwritten.TryGetValue(cid, out block) || newer.TryGetValue(cid, out block))
            return true;
        if (!older.TryGetValue(cid, out block) && !TryRead(cid, out block))
            return false;
        Remember(cid, block);
        return true;
    }

    public void Put(Cid cid, ReadOnlyMemory<byte> block)
    {
        if (!newer.ContainsKey(cid) && !older.ContainsKey(cid))
            unwritten.TryAdd(cid, block);
    }

    public bool Has(Cid cid) => TryGet(cid, out _);

    /// <summary>What the next transaction is to write.</summary>
    public IReadOnlyList<KeyValuePair<Cid, ReadOnlyMemory<byte>>> Unwritten() => [.. unwritten];

    /// <summary>The transaction is through.</summary>
    public void Written(IReadOnlyList<KeyValuePair<Cid, ReadOnlyMemory<byte>>> blocks)
    {
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in blocks)
        {
            Remember(cid, block);
            unwritten.TryRemove(cid, out _);
        }
    }

    public void Dispose()
    {
        lock (sync)
        {
            select.Dispose();
            connection.Dispose();
        }
    }

    private bool TryRead(Cid cid, out ReadOnlyMemory<byte> block)
    {
        lock (sync)
        {
            select.Parameters[0].Value = cid.Bytes.ToArray();
            block = select.ExecuteScalar() is byte[] data ? data : default;
            return !block.IsEmpty;
        }
    }

    private void Remember(Cid cid, ReadOnlyMemory<byte> block)
    {
        if (!newer.TryAdd(cid, block) || Interlocked.Add(ref newerBytes, block.Length) < HalfBytes)
            return;
        lock (sync)
        {
            if (Volatile.Read(ref newerBytes) < HalfBytes)
                return;
            older = newer;
            newer = new();
            newerBytes = 0;
        }
    }
}
