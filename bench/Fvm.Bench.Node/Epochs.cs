using System.Diagnostics;
using Fvm.Hosting.Bundles;
using Fvm.Node;

namespace Fvm.Bench.Node;

/// <summary>How long many epochs take on a chain that has something on it.</summary>
internal static class Epochs
{
    private const int Contracts = 100;
    private const int Rounds = 5;

    /// <summary>Init code of a contract that returns its storage's first word.</summary>
    private static readonly byte[] Contract = Convert.FromHexString("6008600c60003960086000f35f545f5260205ff3");

    public static async Task RunAsync(int count, string? bundle)
    {
        ActorBundle? actors = null;
        if (bundle is not null)
        {
            await using FileStream car = File.OpenRead(bundle);
            actors = ActorBundle.Read(car, bundle);
        }

        var start = Stopwatch.StartNew();
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Bundle = actors });
        Console.WriteLine($"start {start.ElapsedMilliseconds} ms");
        for (int i = 0; i < Contracts; i++)
            await net.DeployEvmAsync(net.Accounts[i % net.Accounts.Count], Contract);
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await net.MineAsync(count);
            Console.WriteLine($"{count} epochs {clock.ElapsedMilliseconds} ms, {clock.Elapsed.TotalMicroseconds / count:F1} us an epoch, {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB");
        }
    }
}
