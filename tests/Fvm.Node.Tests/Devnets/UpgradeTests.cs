using System.Text.Json;
using Fvm.Evm;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Tests.Rpc;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>Networks that are upgraded while they run. All but the refusals need FVM_BUNDLES.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-upgrade-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_no_upgrade_is_refused_and_changes_nothing()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Cid before = net.Net.Head.StateRoot;
        Assert.Equal((-32000, "a network's version only rises: it is 28, not to be 27 again"), await net.ErrorAsync("fvm_setNetworkVersion", "27"));
        Assert.Contains("there are the network versions 16 to 29", (await net.ErrorAsync("fvm_setNetworkVersion", "30")).Message, StringComparison.Ordinal);
        Assert.Contains("there are the network versions 16 to 29", (await net.ErrorAsync("fvm_setNetworkVersion", "18446744073709551615")).Message, StringComparison.Ordinal);
        Assert.Contains("the bundle: ", (await net.ErrorAsync("fvm_setNetworkVersion", "29,\"0x00\"")).Message, StringComparison.Ordinal);
        Assert.Contains("the node has no bundle", (await net.ErrorAsync("fvm_setNetworkVersion", "29,\"bafy2bzacedxsqapxwj5znwy4leem5gsuenhhfyqcntews3yis5iek67thy6lc\"")).Message, StringComparison.Ordinal);
        Assert.Equal((before, NetworkVersion.V28), (net.Net.Head.StateRoot, net.Net.NetworkVersion));
    }

    /// <summary>A contract of version 27 goes on in version 28: other actors, another rule of the base fee, the same storage; what ran before runs again as it ran.</summary>
    [Fact]
    public async Task A_network_goes_on_with_the_actors_of_the_next_version()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Options());
        (Devnet chain, Cid first) = (net.Net, net.Net.ActorsManifest!);
        EvmAddress contract = (await chain.DeployEvmAsync(chain.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        AppliedMessage old = await chain.SendAsync(chain.Accounts[1], contract, DeveloperTests.Word(7));
        ulong snapshot = await chain.Developer.TakeSnapshotAsync();
        ExecutedTipset head = chain.Head;
        Assert.True((await net.ResultAsync("fvm_setNetworkVersion", "28")).GetBoolean());
        Assert.Equal(28, (await net.ResultAsync("Filecoin.StateNetworkVersion", "null")).GetInt32());
        Assert.Equal((NetworkVersion.V27, NetworkVersion.V28), (chain.Head.NetworkVersion, chain.Head.NextNetworkVersion));
        Assert.Equal((head.Key, head.ReceiptsRoot), (chain.Head.Key, chain.Head.ReceiptsRoot));
        Assert.True(ActorsReleases.TryGetManifest(18, out string? v18));
        Assert.Equal((v18, true), (chain.ActorsManifest!.ToString(), first != chain.ActorsManifest));
        Assert.Equal((UInt256)7, chain.StateAt().StorageAt(DeveloperTests.AddressOf(contract), 0));

        AppliedMessage set = await chain.SendAsync(chain.Accounts[1], contract, DeveloperTests.Word(8));
        Assert.Equal((0U, NetworkVersion.V28), (set.Receipt.ExitCode.Value, chain.Head.NetworkVersion));
        await chain.MineAsync(2, nullRounds: 1);
        Assert.Equal((UInt256)8, chain.StateAt().StorageAt(DeveloperTests.AddressOf(contract), 0));
        Assert.Equal(TokenAmount.FromFil(2_000_000_000), chain.StateAt().View.Actors().Aggregate(TokenAmount.Zero, static (sum, one) => sum + one.Value.Balance));
        foreach (AppliedMessage message in (AppliedMessage[])[old, set])
        {
            Assert.True(chain.Chain.TryGetMessage(message.Cid, out MessagePlace? place));
            Assert.Equal(message.Receipt, (await chain.ReplayAsync(place)).Receipt);
        }

        // A revert undoes it.
        Assert.True(await chain.Developer.RevertAsync(snapshot));
        Assert.Equal((NetworkVersion.V27, first), (chain.NetworkVersion, chain.ActorsManifest));
        await chain.SendAsync(chain.Accounts[1], contract, DeveloperTests.Word(9));
        Assert.Equal(27, (await net.ResultAsync("Filecoin.StateNetworkVersion", "null")).GetInt32());
    }

    /// <summary>The versions of all tipsets, and the code of the later ones, are in the folder.</summary>
    [Fact]
    public async Task An_upgraded_chain_in_a_folder_goes_on()
    {
        EvmAddress contract;
        await using (Devnet net = await Devnet.StartAsync(Options() with { DataFolder = folder }))
        {
            contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
            await net.Actors.UpgradeAsync(NetworkVersion.V28);
            await net.MineAsync();
        }

        await using Devnet again = await Devnet.StartAsync(Options() with { DataFolder = folder, Bundles = null });
        Assert.Equal(
            [(NetworkVersion.V27, NetworkVersion.V27), (NetworkVersion.V27, NetworkVersion.V28), (NetworkVersion.V28, NetworkVersion.V28)],
            again.Chain.Range(0, 9).Select(static tipset => (tipset.NetworkVersion, tipset.NextNetworkVersion)));
        Assert.Equal(0U, (await again.SendAsync(again.Accounts[1], contract, DeveloperTests.Word(7))).Receipt.ExitCode.Value);
        await again.Developer.RollbackAsync(2);
        Assert.Equal((1L, NetworkVersion.V28), (again.Head.Height, again.NetworkVersion));
        await again.Developer.RollbackAsync(1);
        Assert.Equal((0L, NetworkVersion.V27), (again.Head.Height, again.NetworkVersion));
    }

    /// <summary>The bundle is brought by who asks, as bytes.</summary>
    [Fact]
    public async Task A_bundle_can_be_brought_along()
    {
        DevnetOptions options = Options();
        await using RpcDevnet net = await RpcDevnet.StartAsync(options with { Bundles = null });
        Assert.Contains("a bundle of them is needed", (await net.ErrorAsync("fvm_setNetworkVersion", "28")).Message, StringComparison.Ordinal);
        Assert.True(ActorsReleases.TryGetManifest(18, out string? v18));
        byte[] car = await File.ReadAllBytesAsync(Path.Combine(options.Bundles!.Directory, $"{v18}.car"), TestContext.Current.CancellationToken);
        Assert.Equal(JsonValueKind.True, (await net.ResultAsync("fvm_setNetworkVersion", $"28,\"0x{Convert.ToHexStringLower(car)}\"")).ValueKind);
        await net.Net.MineAsync();
        Assert.Equal(v18, (await net.ResultAsync("Filecoin.StateActorManifestCID", "28")).GetProperty("/").GetString());
    }

    /// <summary>Version 27 on its release's bundle, with the others at hand.</summary>
    private static DevnetOptions Options()
    {
        _ = BundleTests.Bundle();
        var store = new BundleStore(Environment.GetEnvironmentVariable("FVM_BUNDLES")!);
        Assert.True(ActorsReleases.TryGetManifest(17, out string? v17));
        if (!store.TryOpen(Cid.Parse(v17), out ActorBundle? bundle))
            Assert.Skip($"the bundle of mainnet's release v17 is not in {store.Directory}");
        return new DevnetOptions { NetworkVersion = NetworkVersion.V27, Bundle = bundle, Bundles = store, Heartbeat = null };
    }
}
