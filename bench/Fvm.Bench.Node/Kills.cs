using System.Diagnostics;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;

namespace Fvm.Bench.Node;

/// <summary>
/// A chain in a folder whose process is killed (SIGKILL) at a random moment under load, again and again: each time the chain must open, and have every transaction that
/// was acknowledged. The writer prints a line a transaction when the node has answered.
/// </summary>
internal static class Kills
{
    /// <summary>A kill comes after so many acknowledged transactions at most, and so many milliseconds: the count makes it busy, the time makes it random.</summary>
    private const int MostTransactions = 60;
    private const int LongestMilliseconds = 30;

    /// <summary>The process that is killed: sends transfers, the odd ones by manual mining in pairs, and says so.</summary>
    public static async Task WriteAsync(string folder)
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { DataFolder = folder });
        Console.WriteLine("open");
        DevnetAccount from = net.Accounts[0];
        for (ulong i = 0; ; i++)
        {
            EthereumTransaction transaction = from.Sign(new EthereumTransaction
            {
                Kind = EthereumTransactionKind.Eip1559,
                ChainId = net.Options.ChainId,
                Nonce = net.NextNonce(from.Delegated),
                To = net.Accounts[1].Ethereum,
                Value = UInt256.One,
                GasLimit = 10_000_000,
                MaxFeePerGas = 1000,
                MaxPriorityFeePerGas = 1,
            });
            if (i % 20 == 10)
                await net.Developer.SetMiningAsync(MiningMode.Manual);
            PoolAnswer answer = await net.PushAsync(transaction);
            if (!answer.IsAccepted)
                throw new InvalidOperationException(answer.Reason);
            Console.WriteLine(Convert.ToHexStringLower(transaction.Hash()));
            if (i % 20 == 15)
                await net.Developer.SetMiningAsync(MiningMode.Instant);
        }
    }

    /// <summary>Kills it.</summary>
    /// <param name="count">How often.</param>
    /// <param name="folder">The folder, which must not have a chain yet.</param>
    /// <param name="seed">Of the moments.</param>
    /// <returns>How many transactions were acknowledged, and how many of them are not there.</returns>
    public static async Task<(int Acknowledged, int Lost)> RunAsync(int count, string folder, int seed)
    {
        var random = new Random(seed);
        var acknowledged = new HashSet<string>();
        int lost = 0;
        for (int i = 0; i < count; i++)
        {
            foreach (string hash in await KillAsync(folder, 1 + random.Next(MostTransactions), random.Next(LongestMilliseconds)))
                acknowledged.Add(hash);
            await using Devnet net = await Devnet.StartAsync(new DevnetOptions { DataFolder = folder, Heartbeat = null });
            HashSet<string> waiting = [.. net.Pending().Select(message => Hash(message, net))];
            lost = acknowledged.Count(hash => !waiting.Contains(hash) && !net.Chain.TryGetTransaction(Convert.FromHexString(hash), out _));
            if (lost != 0)
                Console.Error.WriteLine($"kill {i}: {lost} of {acknowledged.Count} are lost");
            // What it says of its chain must hang together: every tipset's parent is there, and the head's state can be read.
            for (ExecutedTipset tipset = net.Head; tipset.Height > Math.Max(0, net.Head.Height - 50); tipset = net.Chain.AtOrBefore(tipset.Height - 1)!)
            {
                if (!net.Chain.TryGetByHash(tipset.ParentHash.Span, out ExecutedTipset? parent) || parent.StateRoot != tipset.ParentStateRoot)
                    throw new InvalidOperationException($"kill {i}: the parent of epoch {tipset.Height} is missing or another");
            }

            _ = net.StateAt().BalanceOf(net.Accounts[1].Delegated);
        }

        return (acknowledged.Count, lost);
    }

    private static string Hash(Protocol.SignedMessage message, Devnet net) =>
        TransactionMessages.TryFromMessage(message, net.Options.ChainId, out EthereumTransaction? transaction, out _) ? Convert.ToHexStringLower(transaction.Hash()) : string.Empty;

    private static async Task<IReadOnlyList<string>> KillAsync(string folder, int transactions, int milliseconds)
    {
        using var writer = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(Kills).Assembly.Location, "write", folder]) { RedirectStandardOutput = true },
        };
        writer.Start();
        var acknowledged = new List<string>();
        while (acknowledged.Count <= transactions && await writer.StandardOutput.ReadLineAsync() is { } line)
            acknowledged.Add(line);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
        writer.Kill();
        await writer.WaitForExitAsync();
        string rest = await writer.StandardOutput.ReadToEndAsync();
        // The first line is no transaction, and the last one may be cut off.
        return [.. acknowledged.Skip(1), .. rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
