using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>The network as actors see it; tipset CIDs by the rules of nv18 to nv20. The machine stands at epoch 1000.</summary>
public class NetworkOpsTests
{
    [Fact]
    public void Context_is_the_machines() => new World().Inside(kernel => Assert.Equal(0ul, kernel.Cost(() =>
    {
        Says.Ok(kernel.Network.Context(out NetworkContext context));
        Assert.Equal(new NetworkContext(1_000, 30_000, new TokenAmount(100), 314, NetworkVersion.V18), context);
        Says.Ok(kernel.Network.TotalFilCirculatingSupply(out TokenAmount supply));
        Assert.Equal(TokenAmount.FromFil(2_000_000_000), supply);
    })));

    [Theory]
    [InlineData(999L, 50_000_000ul)]
    [InlineData(998L, 215_000_000ul)]
    [InlineData(101L, 215_000_000ul)]
    public void Tipset_of_the_last_899_epochs_is_known(long epoch, ulong cost) => new World().Inside(kernel =>
        Assert.Equal(cost, kernel.Cost(() =>
        {
            Says.Ok(kernel.Network.TipsetCid(epoch, out Cid? cid));
            Assert.Equal(FakeNode.TipsetAt(epoch), cid);
        })));

    [Theory]
    [InlineData(1_000L)]
    [InlineData(1_001L)]
    [InlineData(long.MaxValue)]
    [InlineData(100L)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public void Other_epochs_are_refused_with_1_and_uncharged(long epoch) => new World().Inside(kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Network.TipsetCid(epoch, out _)))));

    [Fact]
    public void Tipset_that_the_node_does_not_know_is_fatal()
    {
        var world = new World();
        world.Node.KnowsTipsets = false;
        Address actor = world.Actor(200, (kernel, _) => kernel.Network.TipsetCid(999, out Cid? _).IsOk ? Exit.Ok : Exit.With(99));
        Says.Ends(world.Call(actor, gasLimit: 2_000_000), 10, 2_000_000);
    }
}
