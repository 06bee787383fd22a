using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fvm.Ipld;
using Fvm.Node.Forks;

namespace Fvm.Node.Ledger;

/// <summary>What a devnet is kept in.</summary>
/// <param name="Options">What it is like, with what a fork has of its upstream.</param>
/// <param name="Blocks">The blocks of IPLD.</param>
/// <param name="Archive">The tipsets.</param>
/// <param name="Fork">Whose fork it is; null for a chain of its own.</param>
internal sealed record OpenedChain(DevnetOptions Options, IBlockstore Blocks, ITipsetArchive Archive, ForkedChain? Fork);

/// <summary>Opens what a devnet is kept in: memory, or the folder of its options.</summary>
internal static class ChainFiles
{
    private const string Format = "1";
    private const string NetworkFact = "network";
    private const string ForkFact = "fork";

    /// <summary>Opens it.</summary>
    /// <exception cref="DevnetException">It cannot be opened, it has another network's chain, or the chain to fork does not answer.</exception>
    public static OpenedChain Open(DevnetOptions options)
    {
        UpstreamClient? upstream = options.Fork is { } fork ? new UpstreamClient(fork) : null;
        ChainDatabase? database = null;
        try
        {
            database = options.DataFolder is { } folder ? new ChainDatabase(folder) : null;
            return Open(options, database, upstream);
        }
        catch
        {
            database?.Dispose();
            upstream?.Dispose();
            throw;
        }
    }

    private static OpenedChain Open(DevnetOptions options, ChainDatabase? database, UpstreamClient? upstream)
    {
        if (database is not null)
            Check(database, "format", Format, $"{options.DataFolder} was written by another version of the devnet");
        ForkPoint? point = Point(options, database, upstream);
        DevnetOptions whole = point is null ? options : ForkedChain.Apply(options, point);
        IBlockstore own;
        ITipsetArchive archive;
        Action? write = null;
        if (database is null)
        {
            (own, archive) = (new ConcurrentBlockstore(), new MemoryArchive());
        }
        else
        {
            Check(database, NetworkFact, NetworkOf(whole), $"{options.DataFolder} has the chain of another network: other words, chain id, network version, balances, actors or gas");
            var blocks = new DatabaseBlockstore(database.Source);
            var tipsets = new DatabaseArchive(database, blocks, whole, point?.Height);
            (own, archive, write) = (blocks, tipsets, tipsets.WriteBlocks);
        }

        if (point is null)
            return new OpenedChain(whole, own, archive, null);
        var forked = new ForkBlockstore(own, upstream!, write);
        return new OpenedChain(whole, forked, archive, new ForkedChain(options.Fork!, upstream!, point, forked, database));
    }

    /// <summary>Where the chain forks: as the folder has it, or else where the upstream can be forked now.</summary>
    private static ForkPoint? Point(DevnetOptions options, ChainDatabase? database, UpstreamClient? upstream)
    {
        string? kept = database?.Fact(ForkFact);
        if (options.Fork is not { } fork)
            return kept is null ? null : throw new DevnetException($"{options.DataFolder} has the fork of another chain: name a node of that chain");
        if (kept is null)
            return database?.Fact(NetworkFact) is null ? Search(fork, database, upstream!) : throw new DevnetException($"{options.DataFolder} has a chain of its own, no fork");
        var point = ForkPoint.Read(kept);
        return fork.Epoch is null || fork.Epoch == point.Asked || fork.Epoch == point.Height
            ? point
            : throw new DevnetException($"{options.DataFolder} has a fork at epoch {point.Height}, not at {fork.Epoch}");
    }

    private static ForkPoint Search(ForkOptions fork, ChainDatabase? database, UpstreamClient upstream)
    {
        ForkPoint found = new ForkPointSearch(upstream).Find(fork.Epoch);
        database?.SetFact(ForkFact, found.Write());
        return found;
    }

    private static void Check(ChainDatabase database, string name, string value, string wrong)
    {
        string? found = database.Fact(name);
        if (found is null)
            database.SetFact(name, value);
        else if (found != value)
            throw new DevnetException(wrong);
    }

    /// <summary>What a chain depends on; the words go in as their hash.</summary>
    private static string NetworkOf(DevnetOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.NetworkName} {options.ChainId} {(uint)options.NetworkVersion} {options.AccountCount} {options.Balance.Atto} {ActorsOf(options)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Mnemonic)))}{(options.Gas == DevnetGas.Lenient ? " lenient" : "")}{(options.Fork is { RunsCron: true } ? " cron" : "")}");

    private static string ActorsOf(DevnetOptions options) => options.Fork is { UpstreamActors: true } ? "upstream" : options.Bundle?.Manifest.ToString() ?? "native";
}
