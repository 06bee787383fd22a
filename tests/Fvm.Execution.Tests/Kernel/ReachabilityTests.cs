using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>What an actor can open, link to and make its root from nv21 on (vm-facts 6.5). Costs in milligas.</summary>
public class ReachabilityTests
{
    private static readonly byte[] Leaf = [0x81, 0x05];
    private static readonly Cid LeafCid = Cid.ForBlock(Multicodec.DagCbor, Leaf);

    [Fact]
    public void Block_in_the_store_is_out_of_reach_until_something_leads_to_it()
    {
        World world = World.At(21);
        world.Save(Leaf);
        world.Inside(kernel =>
        {
            Assert.Equal(187_740_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(LeafCid, out _, out _))));
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(LeafCid), out _));
            Says.Refuses(ErrorNumber.NotFound, kernel.Self.SetRoot(LeafCid));
            // As CBOR or raw bytes a link is none.
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Cbor, LinkTo(LeafCid), out _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, LinkTo(LeafCid), out _));
        });
    }

    [Fact]
    public void Linked_block_is_in_reach()
    {
        World world = World.At(21);
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, Leaf, out uint handle));
            // A block in the registry has no CID yet.
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(LeafCid, out _, out _));
            Assert.Equal(506_300_000ul + 6_704_800, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out _))));
            Says.Ok(kernel.Ipld.BlockOpen(LeafCid, out _, out _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(LeafCid), out _));
            Says.Ok(kernel.Self.SetRoot(LeafCid));
        });
        Assert.Equal(LeafCid, world.State(200)!.Head);
    }

    [Fact]
    public void Root_and_what_opened_blocks_link_to_are_in_reach_one_step_at_a_time()
    {
        World world = World.At(21);
        Cid middle = world.Save(LinkTo(world.Save(Leaf)));
        Cid top = world.Save(LinkTo(middle));
        world.Put(200, Code.Named("script-200"), head: top);
        world.Codes[Code.Named("script-200")] = (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(top, out uint handle, out BlockStat stat));
            Assert.Equal(300_000ul, kernel.Cost(() => Says.Ok(kernel.Self.Root(out Cid? _))));
            // Two heads and a link, then 42 bytes at 10 (2.4 and the link's 300 are more: 100.8 + 300 < 420).
            ulong size = (ulong)LinkTo(middle).Length;
            Assert.Equal(187_740_000 + 70_000 + 400_000 + (10_000 * size), kernel.Cost(() =>
                Says.Ok(kernel.Ipld.BlockOpen(top, out uint _, out BlockStat _))));
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(LeafCid, out handle, out stat));
            Says.Ok(kernel.Ipld.BlockOpen(middle, out handle, out stat));
            Says.Ok(kernel.Ipld.BlockOpen(LeafCid, out handle, out stat));
            return Exit.Ok;
        };
        Says.Ends(world.Call(Address.FromId(200)), 0);
    }

    [Fact]
    public void Reach_ends_with_the_invocation_and_goes_with_parameters_and_returns()
    {
        World world = World.At(21);
        Address callee = world.Actor(201, (kernel, given) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            if (context.Method == 2)
            {
                Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(LeafCid, out uint none, out BlockStat stat));
                Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0x82, 0x01, 0x02], out uint mine));
                Says.Ok(kernel.Ipld.BlockLink(mine, Multicodec.Blake2b256, 32, out Cid? cid));
                Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(cid!), out uint returned));
                return Exit.Return(returned);
            }

            Says.Ok(kernel.Ipld.BlockOpen(LeafCid, out uint _, out BlockStat _));
            return Exit.Ok;
        });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, Leaf, out uint leaf));
            Says.Ok(kernel.Ipld.BlockLink(leaf, Multicodec.Blake2b256, 32, out _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(LeafCid), out uint parameters));
            kernel.Send(callee);
            // The return's link is in reach now.
            Says.Ok(kernel.Ipld.BlockOpen(Cid.ForBlock(Multicodec.DagCbor, [0x82, 0x01, 0x02]), out _, out _));
            // Its link is paid with the call: 300 for the parameters'.
            ulong cost = kernel.Cost(() => Says.Ok(kernel.Send.Send(callee, 3, parameters, TokenAmount.Zero, null, false, out SendResult _)));
            Assert.Equal(75_300_000ul + 187_740_000 + 70_000 + 20_000, cost);
        });
    }

    [Fact]
    public void Links_of_a_return_are_paid_between_actors_only()
    {
        World world = new() { Context = World.At(21).Context with { Tracing = true } };
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, Leaf, out uint leaf));
            Says.Ok(kernel.Ipld.BlockLink(leaf, Multicodec.Blake2b256, 32, out Cid? _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(LeafCid), out uint returned));
            return Exit.Return(returned);
        });
        ApplyResult nested = world.Inside(kernel => kernel.Send(callee));
        Assert.Contains("OnReturnValue 300", Says.Lines(nested.Trace));
        Assert.DoesNotContain(Says.Lines(nested.Trace), static line => line.StartsWith("OnChainReturnValue", StringComparison.Ordinal));
        string[] top = [.. Says.Lines(world.Call(callee).Trace)];
        Assert.Contains($"OnChainReturnValue {1_300 * LinkTo(LeafCid).Length}", top);
        Assert.DoesNotContain(top, static line => line.StartsWith("OnReturnValue", StringComparison.Ordinal));
    }

    [Fact]
    public void Parameters_from_the_chain_reach_nothing()
    {
        World world = World.At(21);
        world.Save(Leaf);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(LeafCid, out uint handle, out BlockStat stat));
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor, parameters: LinkTo(LeafCid)), 0, World.Inclusion + 75_000 + 187_740);
    }

    [Fact]
    public void Identity_cids_are_never_in_reach()
    {
        Cid inline = Cid.Create(Multicodec.DagCbor, Multicodec.Identity, [0x80]);
        World.At(21).Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, LinkTo(inline), out _));
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockOpen(inline, out _, out _));
            Says.Refuses(ErrorNumber.NotFound, kernel.Self.SetRoot(inline));
        });
    }

    [Fact]
    public void Create_looks_at_size_codec_form_price_and_reach_in_this_order() => World.At(21).Inside(kernel =>
    {
        byte[] huge = new byte[(1 << 20) + 1];
        Assert.Equal(0ul, kernel.Cost(() =>
        {
            Says.Refuses(ErrorNumber.LimitExceeded, kernel.Ipld.BlockCreate(Multicodec.DagPb, huge, out _));
            Says.Refuses(ErrorNumber.IllegalCodec, kernel.Ipld.BlockCreate(Multicodec.DagPb, [1], out _));
        }));
        // The scan is paid when it fails, the block is not.
        Assert.Equal(35_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.Serialization, kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0xff], out _))));
        byte[] unreachable = LinkTo(LeafCid);
        Assert.Equal(470_000 + (10_000 * (ulong)unreachable.Length), kernel.Cost(() =>
            Says.Refuses(ErrorNumber.NotFound, kernel.Ipld.BlockCreate(Multicodec.DagCbor, unreachable, out _))));
    });

    [Fact]
    public void Missing_block_in_reach_is_fatal()
    {
        World world = World.At(21);
        world.Put(200, Code.Named("script-200"), head: Cid.ForBlock(Multicodec.Raw, [9]));
        world.Codes[Code.Named("script-200")] = (kernel, _) =>
        {
            Says.Ok(kernel.Self.Root(out Cid? root));
            return kernel.Ipld.BlockOpen(root!, out uint _, out BlockStat _).IsOk ? Exit.Ok : Exit.With(99);
        };
        Says.Ends(world.Call(Address.FromId(200), gasLimit: 2_000_000), 10, 2_000_000);
    }

    [Theory]
    [InlineData(20u, 0ul)]
    [InlineData(21u, 300_000ul)]
    public void Root_is_paid_from_nv21_on(uint version, ulong price) => World.At(version).Inside(kernel =>
    {
        Assert.Equal(price, kernel.Cost(() => Says.Ok(kernel.Self.Root(out _))));
        Says.Ok(kernel.Self.SetRoot(StateRoot.EmptyInfoCid));
        Assert.Equal(price, kernel.Cost(() => Says.Ok(kernel.Self.SetRoot(StateRoot.EmptyInfoCid))));
    });

    private static byte[] LinkTo(Cid cid)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        writer.WriteCid(cid);
        return writer.ToArray();
    }
}
