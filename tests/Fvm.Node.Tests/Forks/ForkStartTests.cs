using Fvm.Evm;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Tests.Devnets;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Forks;

/// <summary>Where a fork begins, on whose actors it runs, and how it is opened again.</summary>
public sealed class ForkStartTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-fork-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1234", "http://127.0.0.1:1234/rpc/v1", null)]
    [InlineData("127.0.0.1:1234", "http://127.0.0.1:1234/rpc/v1", null)]
    [InlineData("https://api.node.glif.io/rpc/v1", "https://api.node.glif.io/rpc/v1", null)]
    [InlineData("wss://wss.node.glif.io/apigw/lotus/rpc/v1", "https://wss.node.glif.io/apigw/lotus/rpc/v1", null)]
    [InlineData("ab.c-d.e_f:/ip4/127.0.0.1/tcp/1234/http", "http://127.0.0.1:1234/rpc/v1", "ab.c-d.e_f")]
    [InlineData("ab.cd.ef:/dns/node.example/tcp/443/https", "https://node.example:443/rpc/v1", "ab.cd.ef")]
    [InlineData("ab.cd.ef:http://127.0.0.1:1234/rpc/v0", "http://127.0.0.1:1234/rpc/v0", "ab.cd.ef")]
    [InlineData("/ip6/::1/tcp/1234", "http://[::1]:1234/rpc/v1", null)]
    public void Endpoints_are_read(string text, string url, string? token)
    {
        Assert.True(UpstreamEndpoint.TryParse(text, out UpstreamEndpoint? endpoint));
        Assert.Equal(new Uri(url), endpoint.Url);
        Assert.Equal(token, endpoint.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://user:secret@127.0.0.1")]
    [InlineData("/ip4/127.0.0.1/udp/1234")]
    public void What_is_no_endpoint(string text) => Assert.False(UpstreamEndpoint.TryParse(text, out _));

    /// <summary>Keys that providers put into the query are in no message.</summary>
    [Fact]
    public void Keys_are_not_shown()
    {
        Assert.True(UpstreamEndpoint.TryParse("https://node.example/rpc/v1?key=secret", out UpstreamEndpoint? endpoint));
        Assert.DoesNotContain("secret", endpoint.Shown, StringComparison.Ordinal);
    }

    /// <summary>A node of the network tells a state with the next tipset: the state after an epoch is the one that the tipset after it names, and of null rounds that of the epoch before.</summary>
    [Fact]
    public async Task An_epoch_is_the_last_of_the_upstreams()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync(new DevnetOptions { Clock = DevnetClock.Epoch, GenesisTimestamp = 1_700_000_000 });
        await upstream.Net.MineAsync(1, nullRounds: 2);
        await upstream.Net.SendAsync(upstream.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(8));
        Assert.Equal(6, upstream.Net.Head.Height);
        await using (Devnet fork = await Devnet.StartAsync(At(upstream, 1)))
        {
            Assert.Equal(1, fork.Head.Height);
            Assert.True(fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0).IsZero);
            // Time goes on from the fork's, and the next epoch is the fork's own.
            ExecutedTipset next = await fork.MineAsync();
            Assert.Equal(2, next.Height);
            Assert.InRange(next.Timestamp - fork.Chain.Genesis.Timestamp, 0UL, 60UL);
        }

        await using (Devnet fork = await Devnet.StartAsync(At(upstream, 4)))
            Assert.Equal(2, fork.Head.Height);
        DevnetException future = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(At(upstream, 7)));
        Assert.Contains("no epoch 7 yet: its head is of epoch 6", future.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_id_of_ones_own()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync(new DevnetOptions { ChainId = 314, NetworkName = "mine" });
        await using (Devnet same = await Devnet.StartAsync(upstream.Fork()))
            Assert.Equal((314UL, "mine"), (same.Options.ChainId, same.Options.NetworkName));
        DevnetOptions options = upstream.Fork();
        await using Devnet other = await Devnet.StartAsync(options with { Fork = options.Fork! with { ChainId = 7 } });
        Assert.Equal(7UL, other.Options.ChainId);
        await other.SendAsync(other.Accounts[1], upstream.Counter, DeveloperTests.Word(8));
    }

    /// <summary>A folder has what was read and written: it opens and goes on when nobody answers any more.</summary>
    [Fact]
    public async Task A_folder_is_opened_again_without_the_upstream()
    {
        UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        EvmAddress other = (await upstream.Net.DeployEvmAsync(upstream.Net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        DevnetOptions options = upstream.Fork() with { DataFolder = folder };
        ExecutedTipset head;
        await using (Devnet fork = await Devnet.StartAsync(options))
        {
            await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
            // Read and not written: no tipset comes after it.
            Assert.Equal((UInt256)9, fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));
            Assert.False(fork.StateAt().CodeOf(DeveloperTests.AddressOf(other)).IsEmpty);
            head = fork.Head;
        }

        await upstream.DisposeAsync();
        await using (Devnet again = await Devnet.StartAsync(options))
        {
            Assert.Equal(0, again.Fork!.Requests);
            Assert.Equal(head.Key, again.Head.Key);
            Assert.False(again.StateAt().CodeOf(DeveloperTests.AddressOf(other)).IsEmpty);
            await again.SendAsync(again.Accounts[1], upstream.Counter, DeveloperTests.Word(10));
            Assert.Equal(head.Height + 1, again.Head.Height);
            Assert.Equal(0, again.Fork.Requests);
        }

        DevnetException alone = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(new DevnetOptions { Heartbeat = null, DataFolder = folder }));
        Assert.Contains("fork of another chain", alone.Message, StringComparison.Ordinal);
        DevnetException elsewhere = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(options with { Fork = options.Fork! with { Epoch = 1 } }));
        Assert.Contains("not at 1", elsewhere.Message, StringComparison.Ordinal);
    }

    /// <summary>A chain of a bundle, forked on the same bundle, on the actors in C# and on the code that the upstream itself has; all three read the same state.</summary>
    [Theory]
    [InlineData("bundle")]
    [InlineData("native")]
    [InlineData("upstream")]
    public async Task A_chain_of_wasm_actors(string actors)
    {
        ActorBundle bundle = BundleTests.Bundle();
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync(new DevnetOptions { Bundle = bundle });
        DevnetOptions options = upstream.Fork();
        await using Devnet fork = await Devnet.StartAsync(options with { Bundle = actors == "bundle" ? bundle : null, Fork = options.Fork! with { UpstreamActors = actors == "upstream" } });
        AppliedMessage set = await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        Assert.True(set.Receipt.ExitCode.IsSuccess, set.Failure);
        Assert.Equal((UInt256)9, fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));
        Assert.Equal((UInt256)7, upstream.Net.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));
        if (actors != "native")
        {
            // The same code, the same state but for balances: the same gas.
            AppliedMessage theirs = await upstream.Net.SendAsync(upstream.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
            Assert.Equal(theirs.Receipt.GasUsed, set.Receipt.GasUsed);
        }
    }

    [Fact]
    public async Task Cron_is_not_for_actors_in_csharp()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        DevnetOptions options = upstream.Fork();
        DevnetException refused = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(options with { Fork = options.Fork! with { RunsCron = true } }));
        Assert.Contains("owed in C#", refused.Message, StringComparison.Ordinal);
    }

    private static DevnetOptions At(UpstreamDevnet upstream, long epoch)
    {
        DevnetOptions options = upstream.Fork();
        return options with { Fork = options.Fork! with { Epoch = epoch } };
    }
}
