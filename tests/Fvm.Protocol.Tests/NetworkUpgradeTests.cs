using Fvm.Ipld;
using Fvm.Protocol.State;

namespace Fvm.Protocol.Tests;

/// <summary>The table of upgrades: its own order, and rows re-typed from lotus' and filecoin-ffi's sources (vm-facts 1.1).</summary>
public class NetworkUpgradeTests
{
    [Fact]
    public void Versions_are_complete_and_everything_ascends()
    {
        Assert.Equal(30, NetworkUpgrades.All.Count);
        for (int i = 0; i < NetworkUpgrades.All.Count; i++)
        {
            NetworkUpgrade upgrade = NetworkUpgrades.All[i];
            Assert.Equal((NetworkVersion)i, upgrade.Version);
            if (i == 0)
                continue;
            NetworkUpgrade before = NetworkUpgrades.All[i - 1];
            Assert.True(upgrade.StateTree >= before.StateTree);
            Assert.True(upgrade.ActorsVersion >= before.ActorsVersion);
            Assert.True(upgrade.VmMajor >= before.VmMajor);
            Assert.False(upgrade.MainnetEpoch <= before.MainnetEpoch);
            Assert.False(upgrade.CalibnetEpoch <= before.CalibnetEpoch);
        }
    }

    [Theory]
    [InlineData(NetworkVersion.V16, "Skyr", 8, 2, StateTreeVersion.V4, 1960320)]
    [InlineData(NetworkVersion.V17, "Shark", 9, 2, StateTreeVersion.V4, 2383680)]
    [InlineData(NetworkVersion.V18, "Hygge", 10, 3, StateTreeVersion.V5, 2683348)]
    [InlineData(NetworkVersion.V20, "Thunder", 11, 3, StateTreeVersion.V5, 2809800 + (2880 * 21))]
    [InlineData(NetworkVersion.V21, "Watermelon", 12, 4, StateTreeVersion.V5, 3469380)]
    [InlineData(NetworkVersion.V26, "Tock", 16, 4, StateTreeVersion.V5, 4878840 + (2880 * 90))]
    [InlineData(NetworkVersion.V28, "FireHorse", 18, 4, StateTreeVersion.V5, 6052800)]
    public void Known_upgrades(NetworkVersion version, string name, int actors, int vm, StateTreeVersion tree, long mainnet)
    {
        Assert.True(NetworkUpgrades.TryGet(version, out NetworkUpgrade upgrade));
        Assert.Equal((name, actors, vm, tree), (upgrade.Name, upgrade.ActorsVersion, upgrade.VmMajor, upgrade.StateTree));
        Assert.Equal(mainnet, upgrade.MainnetEpoch);
    }

    [Fact]
    public void Unknown_versions_have_no_upgrade() => Assert.False(NetworkUpgrades.TryGet((NetworkVersion)30, out _));

    [Fact]
    public void Every_actors_version_of_a_released_network_has_a_manifest()
    {
        foreach (NetworkUpgrade upgrade in NetworkUpgrades.All.Where(static upgrade => upgrade.ActorsVersion > 0 && upgrade.MainnetEpoch is not null))
        {
            Assert.True(ActorsReleases.TryGetManifest(upgrade.ActorsVersion, out string? manifest), upgrade.Name);
            Assert.Equal(manifest, Cid.Parse(manifest).ToString());
            Assert.True(ActorsReleases.TryGetVersion(manifest, out int back));
            Assert.Equal(upgrade.ActorsVersion, back);
        }

        Assert.Equal(Enumerable.Range(8, 11), ActorsReleases.Versions);
        Assert.False(ActorsReleases.TryGetManifest(7, out _));
        Assert.False(ActorsReleases.TryGetVersion("bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a", out _));
    }
}
