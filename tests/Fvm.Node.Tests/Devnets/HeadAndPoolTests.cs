using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>The head and what waits change at once, to whoever looks from another thread.</summary>
public sealed class HeadAndPoolTests
{
    /// <summary>Who polls for a receipt and asks then what waits must not find the message among it (CI on a busy machine).</summary>
    [Fact]
    public async Task A_message_is_never_in_a_tipset_and_waits()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        for (ulong nonce = 0; nonce < 40; nonce++)
        {
            Assert.True((await net.PushAsync(net.Accounts[0].Sign(DeveloperTests.Transfer(net, nonce, net.Accounts[1].Ethereum)))).IsAccepted);
            SignedMessage message = Assert.Single(net.Pending());
            var looking = Task.Factory.StartNew(
                () =>
                {
                    while (!net.Chain.TryGetMessage(message.Cid, out MessagePlace? _))
                        Thread.SpinWait(20);
                    return (net.Pending().Count, net.NextNonce(net.Accounts[0].Delegated));
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            await net.MineAsync();
            Assert.Equal((0, nonce + 1), await looking);
        }
    }

    [Fact]
    public async Task Two_may_dispose_of_a_devnet()
    {
        Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, DataFolder = Directory.CreateTempSubdirectory("fvm-dispose-").FullName });
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await net.DisposeAsync())));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => net.MineAsync());
        }
        finally
        {
            Directory.Delete(net.Options.DataFolder!, recursive: true);
        }
    }
}
