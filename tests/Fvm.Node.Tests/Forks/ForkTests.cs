using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Devnets;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Forks;

/// <summary>A devnet on top of another one, which is read over its port.</summary>
public class ForkTests
{
    /// <summary>Contracts, balances, nonces and epochs go on where the upstream was; nothing of what is written there shows in the upstream.</summary>
    [Fact]
    public async Task A_fork_goes_on_and_leaves_its_upstream_alone()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        ExecutedTipset before = upstream.Net.Head;
        await using Devnet fork = await Devnet.StartAsync(upstream.Fork());
        Assert.Equal(before.Height, fork.Head.Height);
        Assert.Equal(before.Key, fork.Head.Key);
        Assert.Equal(before.NextBaseFee, fork.NextBaseFee);
        Assert.Equal(upstream.Net.Options.ChainId, fork.Options.ChainId);
        Assert.Equal(before.Height, fork.Fork!.Epoch);
        Assert.Equal((UInt256)7, fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));

        AppliedMessage set = await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        Assert.True(set.Receipt.ExitCode.IsSuccess, set.Failure);
        Assert.Equal(before.Height + 1, fork.Head.Height);
        Assert.Equal(before.Hash.ToArray(), fork.Head.ParentHash.ToArray());
        EvmAddress made = (await fork.DeployEvmAsync(fork.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        await fork.Developer.ImpersonateAsync(upstream.Net.Secp.Address);

        Assert.Equal((UInt256)9, fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));
        Assert.Same(before, upstream.Net.Head);
        Assert.Equal((UInt256)7, upstream.Net.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));
        Assert.Null(upstream.Net.StateAt().Actor(DeveloperTests.AddressOf(made)));
    }

    /// <summary>Accounts of the words are funded on top, whatever they had; all other balances are the upstream's.</summary>
    [Fact]
    public async Task Accounts_are_funded_on_top()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        Address other = Address.FromEthereum(Convert.FromHexString("00000000000000000000000000000000000abcde"));
        await upstream.Net.Developer.SetBalanceAsync(other, TokenAmount.FromFil(77));
        await using Devnet fork = await Devnet.StartAsync(upstream.Fork() with { Mnemonic = "candy maple cake sugar pudding cream honey rich smooth crumble sweet treat", AccountCount = 3 });
        Assert.All(fork.Accounts, account => Assert.Equal(TokenAmount.FromFil(10_000), fork.StateAt().BalanceOf(account.Delegated)));
        Assert.Equal(TokenAmount.FromFil(77), fork.StateAt().BalanceOf(other));
        Assert.Equal(upstream.Net.StateAt().BalanceOf(upstream.Net.Accounts[1].Delegated), fork.StateAt().BalanceOf(upstream.Net.Accounts[1].Delegated));
        Assert.NotEqual(fork.IdOf(upstream.Net.Accounts[0].Delegated), fork.IdOf(fork.Accounts[0].Delegated));
    }

    /// <summary>What was read is there when the upstream is gone; what was not is an error that names block and endpoint, and changes nothing.</summary>
    [Fact]
    public async Task An_upstream_that_is_gone()
    {
        UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        EvmAddress other = (await upstream.Net.DeployEvmAsync(upstream.Net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        await using Devnet fork = await Devnet.StartAsync(upstream.Fork());
        await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        await upstream.DisposeAsync();
        await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(10));
        Assert.Equal((UInt256)10, fork.StateAt().StorageAt(DeveloperTests.AddressOf(upstream.Counter), 0));

        ExecutedTipset head = fork.Head;
        BlockUnavailableException unread = await Assert.ThrowsAsync<BlockUnavailableException>(() => fork.SendAsync(fork.Accounts[1], other, DeveloperTests.Word(11)));
        Assert.Contains(upstream.Endpoint.Shown, unread.Message, StringComparison.Ordinal);
        Assert.Contains("block bafy", unread.Message, StringComparison.Ordinal);
        Assert.Same(head, fork.Head);
    }
}
