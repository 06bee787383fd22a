using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Forks;

/// <summary>Blocks that a fork reads before it needs them.</summary>
public class ReadAheadTests
{
    private const string Others = "candy maple cake sugar pudding cream honey rich smooth crumble sweet treat";

    /// <summary>After it the funding of accounts waits for nothing, of those that are there and of those that come about.</summary>
    [Theory]
    [InlineData(DevnetOptions.TestMnemonic)]
    [InlineData(Others)]
    public async Task Funding_waits_for_nothing(string mnemonic)
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync(new DevnetOptions { AccountCount = 300 });
        using var client = new UpstreamClient(new ForkOptions(upstream.Endpoint));
        using var blocks = new ForkBlockstore(new ConcurrentBlockstore(), client, write: null);
        Cid root = upstream.Net.Head.StateRoot;
        var keys = new DevnetKeys(mnemonic, 10);
        ReadAhead.Accounts(blocks, root, keys.Addresses, 8);
        long read = blocks.Count;
        Assert.True(read > 10, $"{read} blocks");
        var editor = new StateEditor(blocks, root);
        foreach (Address address in keys.Addresses)
            editor.SetBalance(editor.Ensure(address), TokenAmount.FromFil(7));
        editor.Flush();
        Assert.Equal(read, blocks.Count);
    }

    /// <summary>What cannot be read is no failure here: who needs it says what it is.</summary>
    [Fact]
    public async Task What_is_not_there_is_left_alone()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var client = new UpstreamClient(new ForkOptions(upstream.Endpoint) { Attempts = 1 });
        using var blocks = new ForkBlockstore(new ConcurrentBlockstore(), client, write: null);
        ReadAhead.Accounts(blocks, Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, new byte[32]), new DevnetKeys(DevnetOptions.TestMnemonic, 3).Addresses, 4);
        Assert.Equal(0, blocks.Count);
    }
}
