using Fvm.Ipld;
using Microsoft.Data.Sqlite;

namespace Fvm.Node.Ledger;

/// <summary>
/// The file that a devnet is kept in: SQLite with a write-ahead log. All that one change of the chain writes is one transaction, so a process that is killed at any moment
/// leaves the chain as the last change left it. Without a sync at each commit (synchronous = NORMAL) a machine that loses power may lose the last changes, never a part of
/// one.
/// </summary>
internal sealed class ChainDatabase : IDisposable
{
    private const string FileName = "chain.db";

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -16000;
        PRAGMA wal_autocheckpoint = 4000;
        CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS blocks (cid BLOB NOT NULL, data BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS blocks_by_cid ON blocks (cid);
        CREATE TABLE IF NOT EXISTS tipsets (
            height INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name BLOB NOT NULL, hash BLOB NOT NULL, parent_hash BLOB NOT NULL, state BLOB NOT NULL,
            receipts BLOB NOT NULL, next_base_fee BLOB NOT NULL, bloom BLOB NOT NULL, logs INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS tipsets_by_hash ON tipsets (hash);
        CREATE TABLE IF NOT EXISTS headers (cid BLOB PRIMARY KEY, height INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS messages (
            height INTEGER NOT NULL, place INTEGER NOT NULL, cid BLOB NOT NULL, hash BLOB NOT NULL, sender BLOB NOT NULL, receiver BLOB, created BLOB, failure TEXT,
            PRIMARY KEY (height, place)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS messages_by_cid ON messages (cid);
        CREATE INDEX IF NOT EXISTS messages_by_hash ON messages (hash);
        CREATE TABLE IF NOT EXISTS logs (
            height INTEGER NOT NULL, place INTEGER NOT NULL, event INTEGER NOT NULL, address BLOB NOT NULL, PRIMARY KEY (height, place, event)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS upgrades (height INTEGER PRIMARY KEY, version INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS answers (request TEXT PRIMARY KEY, answer BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS waiting (cid BLOB PRIMARY KEY, message BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly Dictionary<string, SqliteCommand> commands = [];
    private readonly SqliteConnection connection;

    public ChainDatabase(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, FileName), Pooling = false }.ToString();
            connection = new SqliteConnection(Source);
            connection.Open();
            Execute(Schema);
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DevnetException($"the chain cannot be kept in {folder}: {failed.Message}", failed);
        }
    }

    /// <summary>How to open it once more.</summary>
    public string Source { get; }

    /// <summary>One thread at a time.</summary>
    public Lock Sync { get; } = new();

    /// <summary>A named fact, or null.</summary>
    public string? Fact(string name) => (string?)Command("SELECT value FROM facts WHERE name = $1", name).ExecuteScalar();

    public void SetFact(string name, string value) => Command("INSERT OR REPLACE INTO facts VALUES ($1, $2)", name, value).ExecuteNonQuery();

    /// <summary>A command with its parameters, kept for the next time.</summary>
    public SqliteCommand Command(string text, params ReadOnlySpan<object?> values)
    {
        if (!commands.TryGetValue(text, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            for (int i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            commands[text] = command;
        }

        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Makes changes, all or none.</summary>
    public void Change(Action change)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            change();
            Execute("COMMIT");
        }
        catch
        {
            Execute("ROLLBACK");
            throw;
        }
    }

    public void Dispose()
    {
        lock (Sync)
        {
            foreach (SqliteCommand command in commands.Values)
                command.Dispose();
            connection.Dispose();
        }
    }

    private void Execute(string text)
    {
        if (!commands.TryGetValue(text, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            commands[text] = command;
        }

        command.ExecuteNonQuery();
    }
}
