using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;
using Microsoft.Data.Sqlite;

namespace Fvm.Node.Ledger;

/// <summary>Tipsets in the database of a chain: its rows say where they are, their content is read from their blocks. Those of late stay in memory.</summary>
internal sealed class DatabaseArchive : ITipsetArchive
{
    private const int Remembered = 512;
    private const int AnyHeight = -1;

    private readonly ChainDatabase database;
    private readonly DatabaseBlockstore blocks;
    private readonly TipsetReader reader;
    private readonly Dictionary<long, ExecutedTipset> lately = [];
    private readonly Queue<long> order = [];

    public DatabaseArchive(ChainDatabase database, DatabaseBlockstore blocks, DevnetOptions options, long? forkHeight = null)
    {
        this.database = database;
        this.blocks = blocks;
        reader = new TipsetReader(database, blocks, options, forkHeight);
    }

    public ExecutedTipset? Newest => At("SELECT max(height) FROM tipsets");

    public IReadOnlyList<SignedMessage> Waiting
    {
        get
        {
            lock (database.Sync)
            {
                using SqliteDataReader rows = database.Command("SELECT message FROM waiting").ExecuteReader();
                var messages = new List<SignedMessage>();
                while (rows.Read())
                    messages.Add(SignedMessage.TryDecode(rows.GetFieldValue<byte[]>(0), out SignedMessage? message, out _) ? message : throw new DevnetException("a message that waits is malformed"));
                return messages;
            }
        }
    }

    public void Append(ExecutedTipset tipset) => Write(tipset, dropFrom: AnyHeight);

    public void ReturnTo(ExecutedTipset tipset, IReadOnlyList<SignedMessage>? waiting) => Write(tipset, dropFrom: tipset.Height, waiting);

    public void Keep(SignedMessage? waiting, SignedMessage? former)
    {
        lock (database.Sync)
        {
            database.Change(() =>
            {
                if (former is not null)
                    Forget(former.Cid);
                if (waiting is not null)
                    Insert(waiting);
            });
        }
    }

    public void Forget(IReadOnlyList<SignedMessage> messages)
    {
        lock (database.Sync)
        {
            database.Change(() =>
            {
                foreach (SignedMessage message in messages)
                    Forget(message.Cid);
            });
        }
    }

    public void KeepOnly(IReadOnlyList<SignedMessage> waiting)
    {
        lock (database.Sync)
            database.Change(() => InsertOnly(waiting));
    }

    public ExecutedTipset? AtOrBefore(long height) => At("SELECT max(height) FROM tipsets WHERE height <= $1", height);

    public ExecutedTipset? AtOrAfter(long height) => At("SELECT min(height) FROM tipsets WHERE height >= $1", height);

    public IReadOnlyList<long> Heights(long first, long last, bool withLogs)
    {
        lock (database.Sync)
        {
            using SqliteDataReader rows = database
                .Command("SELECT height FROM tipsets WHERE height BETWEEN $1 AND $2 AND logs >= $3 ORDER BY height", first, last, withLogs ? 1 : 0).ExecuteReader();
            var heights = new List<long>();
            while (rows.Read())
                heights.Add(rows.GetInt64(0));
            return heights;
        }
    }

    public ExecutedTipset? ByKey(TipsetKey key) => At("SELECT max(height) FROM tipsets WHERE hash = $1", key.Cid.Digest.ToArray());

    public ExecutedTipset? ByHash(Hash32 hash) => At("SELECT max(height) FROM tipsets WHERE hash = $1", hash.ToArray());

    public ExecutedTipset? ByBlock(Cid block) => At("SELECT max(height) FROM headers WHERE cid = $1", block.Bytes.ToArray());

    public MessagePlace? Message(Cid cid) => Place("SELECT height, place FROM messages WHERE cid = $1", cid.Bytes.ToArray());

    public MessagePlace? Transaction(Hash32 hash) => Place("SELECT height, place FROM messages WHERE hash = $1", hash.ToArray());

    /// <summary>Writes the blocks that are not written yet: those that a fork read of its upstream wait for no tipset.</summary>
    public void WriteBlocks()
    {
        IReadOnlyList<KeyValuePair<Cid, ReadOnlyMemory<byte>>> unwritten = blocks.Unwritten();
        if (unwritten.Count == 0)
            return;
        lock (database.Sync)
            database.Change(() => Insert(unwritten));
        blocks.Written(unwritten);
    }

    public void Dispose()
    {
        WriteBlocks();
        blocks.Dispose();
        database.Dispose();
    }

    /// <summary>One transaction: the blocks that are not written yet, what is dropped, the tipset, what waits.</summary>
    private void Write(ExecutedTipset tipset, long dropFrom, IReadOnlyList<SignedMessage>? waiting = null)
    {
        IReadOnlyList<KeyValuePair<Cid, ReadOnlyMemory<byte>>> unwritten = blocks.Unwritten();
        lock (database.Sync)
        {
            database.Change(() =>
            {
                Insert(unwritten);
                if (dropFrom != AnyHeight)
                    Drop(dropFrom);
                Insert(tipset);
                if (waiting is not null)
                    InsertOnly(waiting);
            });
            if (dropFrom != AnyHeight)
            {
                lately.Clear();
                order.Clear();
            }

            Remember(tipset);
        }

        blocks.Written(unwritten);
    }

    private void Drop(long height)
    {
        foreach (string table in (ReadOnlySpan<string>)["tipsets", "headers", "messages", "logs", "upgrades"])
            database.Command($"DELETE FROM {table} WHERE height >= $1", height).ExecuteNonQuery();
    }

    private void Insert(IReadOnlyList<KeyValuePair<Cid, ReadOnlyMemory<byte>>> unwritten)
    {
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in unwritten)
            database.Command("INSERT OR IGNORE INTO blocks VALUES ($1, $2)", cid.Bytes.ToArray(), block.ToArray()).ExecuteNonQuery();
    }

    private void Insert(ExecutedTipset tipset)
    {
        database.Command(
            "INSERT INTO tipsets VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            tipset.Height, tipset.ParentHeight, tipset.Key.Bytes.ToArray(), tipset.Hash.ToArray(), tipset.ParentHash.ToArray(), tipset.StateRoot.Bytes.ToArray(),
            tipset.ReceiptsRoot.Bytes.ToArray(), tipset.NextBaseFee.ToChainBytes(), tipset.Bloom.ToArray(), tipset.HasLogs ? 1 : 0).ExecuteNonQuery();
        if (tipset.NextNetworkVersion != tipset.NetworkVersion)
            database.Command("INSERT INTO upgrades VALUES ($1, $2)", tipset.Height, (long)tipset.NextNetworkVersion).ExecuteNonQuery();
        foreach (Cid block in tipset.Key.Cids)
            database.Command("INSERT OR REPLACE INTO headers VALUES ($1, $2)", block.Bytes.ToArray(), tipset.Height).ExecuteNonQuery();
        foreach (AppliedMessage message in tipset.Messages)
            Insert(message);
    }

    private void Insert(AppliedMessage message)
    {
        database.Command(
            "INSERT INTO messages VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            message.Height, message.Index, message.Cid.Bytes.ToArray(), message.Hash.ToArray(), message.Sender.ToArray(), message.Receiver?.ToArray(),
            message.CreatedContract?.ToArray(), message.Failure).ExecuteNonQuery();
        foreach (EthereumLog log in message.Logs)
            database.Command("INSERT INTO logs VALUES ($1, $2, $3, $4)", message.Height, message.Index, log.Index, log.Address.ToArray()).ExecuteNonQuery();
        Forget(message.Cid);
    }

    private void Forget(Cid waiting) => database.Command("DELETE FROM waiting WHERE cid = $1", waiting.Bytes.ToArray()).ExecuteNonQuery();

    private void InsertOnly(IReadOnlyList<SignedMessage> waiting)
    {
        database.Command("DELETE FROM waiting").ExecuteNonQuery();
        foreach (SignedMessage message in waiting)
            Insert(message);
    }

    private void Insert(SignedMessage waiting) =>
        database.Command("INSERT OR REPLACE INTO waiting VALUES ($1, $2)", waiting.Cid.Bytes.ToArray(), waiting.Encode()).ExecuteNonQuery();

    private MessagePlace? Place(string query, byte[] name)
    {
        lock (database.Sync)
        {
            long height;
            int index;
            using (SqliteDataReader rows = database.Command(query, name).ExecuteReader())
            {
                if (!rows.Read())
                    return null;
                height = rows.GetInt64(0);
                index = rows.GetInt32(1);
            }

            ExecutedTipset tipset = Read(height);
            return new MessagePlace(tipset, tipset.Messages[index]);
        }
    }

    private ExecutedTipset? At(string query, params ReadOnlySpan<object?> values)
    {
        lock (database.Sync)
            return database.Command(query, values).ExecuteScalar() is long height ? Read(height) : null;
    }

    private ExecutedTipset Read(long height)
    {
        if (lately.TryGetValue(height, out ExecutedTipset? known))
            return known;
        ExecutedTipset read = reader.Read(height);
        Remember(read);
        return read;
    }

    private void Remember(ExecutedTipset tipset)
    {
        if (lately.TryAdd(tipset.Height, tipset))
            order.Enqueue(tipset.Height);
        if (order.Count > Remembered)
            lately.Remove(order.Dequeue());
    }
}
