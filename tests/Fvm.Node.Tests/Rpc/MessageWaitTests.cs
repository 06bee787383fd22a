using Fvm.Ethereum;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Devnets;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Who waits for a message learns of its end, whenever it comes: while the message is sent, or between two looks at the chain.</summary>
public sealed class MessageWaitTests
{
    [Fact]
    public async Task A_drop_before_the_first_look_is_told()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        using var wait = new MessageWait(net);
        SignedMessage sent = await SendAsync(net);
        Assert.True(await net.Developer.DropMessageAsync(sent.Cid));
        await Assert.ThrowsAsync<RpcException>(() => UntilAsync(wait, sent, () => null));
    }

    [Fact]
    public async Task A_drop_during_a_look_is_told()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        using var wait = new MessageWait(net);
        SignedMessage sent = await SendAsync(net);
        await net.MineAsync();
        SignedMessage second = await SendAsync(net);
        int looks = 0;
        await Assert.ThrowsAsync<RpcException>(() => wait.UntilAsync<string>(
            async () =>
            {
                // The first look is told of the tipset above; the message goes while the second one lasts.
                if (++looks == 2)
                    await net.Developer.DropMessageAsync(second.Cid);
                return null;
            },
            dropped => dropped.Message.Cid == second.Cid ? new RpcException(RpcErrorCode.ServerError, dropped.Reason) : null,
            TestContext.Current.CancellationToken));
        Assert.Equal(2, looks);
        Assert.NotEqual(sent.Cid, second.Cid);
    }

    [Fact]
    public async Task The_drop_of_another_message_is_no_end()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        using var wait = new MessageWait(net);
        SignedMessage other = await SendAsync(net);
        Assert.True(await net.Developer.DropMessageAsync(other.Cid));
        SignedMessage sent = await SendAsync(net, sender: 1);
        Task<string> waiting = UntilAsync(wait, sent, () => net.Chain.TryGetMessage(sent.Cid, out _) ? "mined" : null);
        await net.MineAsync();
        Assert.Equal("mined", await waiting);
    }

    private static Task<string> UntilAsync(MessageWait wait, SignedMessage message, Func<string?> look) => wait.UntilAsync(
        () => Task.FromResult(look()),
        dropped => dropped.Message.Cid == message.Cid ? new RpcException(RpcErrorCode.ServerError, dropped.Reason) : null,
        TestContext.Current.CancellationToken);

    private static async Task<SignedMessage> SendAsync(Devnet net, int sender = 0)
    {
        EthereumTransaction transaction = net.Accounts[sender].Sign(DeveloperTests.Transfer(net, net.NextNonce(net.Accounts[sender].Delegated), net.Accounts[5].Ethereum));
        Assert.True((await net.PushAsync(transaction)).IsAccepted);
        return net.Pending().Single(pending => pending.Message.From == net.Accounts[sender].Delegated);
    }
}
