using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Mempool;

/// <summary>What waits of one sender, by itself.</summary>
public class SenderQueueTests
{
    /// <summary>The next nonce is counted from the state's, whatever it was before: behind a gap, over what waits, and where the state's is lower than it was.</summary>
    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(5, 7, 0)]
    [InlineData(6, 7, 1)]
    [InlineData(9, 9, 2)]
    [InlineData(3, 3, 0)]
    public void The_next_nonce_goes_on_from_the_states(ulong stateNonce, ulong next, int gone)
    {
        var queue = new SenderQueue(5);
        Assert.True(queue.Put(Message(5)));
        Assert.True(queue.Put(Message(6)));
        Assert.Equal(7UL, queue.NextNonce);
        Assert.Equal(gone, queue.Advance(stateNonce).Count);
        Assert.Equal((next, 2 - gone), (queue.NextNonce, queue.Count));
    }

    /// <summary>A sender that is no more has nothing that waits.</summary>
    [Fact]
    public void Without_its_sender_nothing_waits()
    {
        var queue = new SenderQueue(5);
        queue.Put(Message(5));
        Assert.Single(queue.Advance(null));
        Assert.Equal((0UL, 0), (queue.NextNonce, queue.Count));
    }

    private static SignedMessage Message(ulong nonce) => new(
        new Message { From = Address.FromId(1), To = Address.FromId(2), Sequence = nonce },
        new Signature(SignatureType.Secp256k1, new byte[] { 1 }));
}
