using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fvm.Ipld;

namespace Fvm.Node.Ledger;

/// <summary>Opens what a devnet is kept in: memory, or the folder of its options.</summary>
internal static class ChainFiles
{
    private const string Format = "1";

    /// <summary>Opens it.</summary>
    /// <exception cref="DevnetException">It cannot be opened, or it has another network's chain.</exception>
    public static (IBlockstore Blocks, ITipsetArchive Archive) Open(DevnetOptions options)
    {
        if (options.DataFolder is not { } folder)
            return (new ConcurrentBlockstore(), new MemoryArchive());
        var database = new ChainDatabase(folder);
        try
        {
            Check(database, "format", Format, $"{folder} was written by another version of the devnet");
            Check(database, "network", NetworkOf(options), $"{folder} has the chain of another network: other words, chain id, network version, balances, actors or gas");
        }
        catch
        {
            database.Dispose();
            throw;
        }

        var blocks = new DatabaseBlockstore(database.Source);
        return (blocks, new DatabaseArchive(database, blocks, options.ChainId));
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
        $"{options.NetworkName} {options.ChainId} {(uint)options.NetworkVersion} {options.AccountCount} {options.Balance.Atto} {options.Bundle?.Manifest.ToString() ?? "native"} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Mnemonic)))}{(options.Gas == DevnetGas.Lenient ? " lenient" : "")}");
}
