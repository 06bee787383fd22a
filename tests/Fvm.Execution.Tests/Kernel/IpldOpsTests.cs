using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Blocks as actors handle them (ref-fvm release/v3 kernel/default.rs IpldBlockOps). Costs in milligas.</summary>
public class IpldOpsTests
{
    private static readonly byte[] Data = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

    [Theory]
    [InlineData(Multicodec.Raw)]
    [InlineData(Multicodec.Cbor)]
    [InlineData(Multicodec.DagCbor)]
    public void Created_block_can_be_told_read_linked_and_opened(ulong codec)
    {
        new World().Inside(kernel =>
        {
            uint handle = 0;
            Assert.Equal(100_000ul, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockCreate(codec, Data, out handle))));
            Assert.Equal(1u, handle);
            Assert.Equal(0ul, kernel.Cost(() =>
            {
                Says.Ok(kernel.Ipld.BlockStat(1, out BlockStat stat));
                Assert.Equal(new BlockStat(codec, 10), stat);
            }));

            Cid? cid = null;
            Assert.Equal(506_000_000ul + 33_524_000, kernel.Cost(() =>
                Says.Ok(kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out cid))));
            Assert.Equal(Cid.ForBlock(codec, Data), cid);

            Assert.Equal(187_440_000ul + 100_000, kernel.Cost(() =>
            {
                Says.Ok(kernel.Ipld.BlockOpen(cid!, out uint opened, out BlockStat stat));
                Assert.Equal((2u, new BlockStat(codec, 10)), (opened, stat));
            }));
            Assert.Equal(Data, Read(kernel, 2, 0, 10));
        });
    }

    [Fact]
    public void Data_is_copied()
    {
        new World().Inside(kernel =>
        {
            byte[] mine = [1, 2, 3];
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, mine, out uint handle));
            mine[0] = 9;
            Assert.Equal([1, 2, 3], Read(kernel, handle, 0, 3));
        });
    }

    [Theory]
    // offset, length, copied, remaining
    [InlineData(0u, 10, 10, 0)]
    [InlineData(0u, 4, 4, 6)]
    [InlineData(3u, 4, 4, 3)]
    [InlineData(0u, 0, 0, 10)]
    [InlineData(0u, 12, 10, -2)]
    [InlineData(8u, 4, 2, -2)]
    [InlineData(10u, 1, 0, -1)]
    [InlineData(11u, 0, 0, -1)]
    [InlineData(100u, 5, 0, -95)]
    [InlineData(0x7fffffffu, 0, 0, 10 - int.MaxValue)]
    public void Read_copies_what_there_is_and_tells_the_difference(uint offset, int length, int copied, int expected)
    {
        new World().Inside(kernel =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, Data, out uint handle));
            byte[] buffer = new byte[length];
            Assert.Equal(400ul * (ulong)copied, kernel.Cost(() =>
            {
                Says.Ok(kernel.Ipld.BlockRead(handle, offset, buffer, out int remaining));
                Assert.Equal(expected, remaining);
            }));
            Assert.Equal(Data.Skip((int)offset).Take(length), buffer.Take(copied));
            Assert.All(buffer.Skip(copied), static untouched => Assert.Equal(0, untouched));
        });
    }

    [Theory]
    [InlineData(0x80000000u, 0)]
    [InlineData(0x7fffffffu, 1)]
    [InlineData(uint.MaxValue, 10)]
    public void Read_beyond_31_bits_is_refused_with_1(uint offset, int length) => new World().Inside(kernel =>
    {
        Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, Data, out uint handle));
        Says.Refuses(ErrorNumber.IllegalArgument, kernel.Ipld.BlockRead(handle, offset, new byte[length], out _));
        // Before the handle is looked at.
        Says.Refuses(ErrorNumber.IllegalArgument, kernel.Ipld.BlockRead(99, offset, new byte[length], out _));
    });

    [Fact]
    public void Unknown_handles_are_refused_with_7_and_charge_nothing()
    {
        new World().Inside(kernel => Assert.Equal(0ul, kernel.Cost(() =>
        {
            foreach (uint handle in new uint[] { 0, 1, uint.MaxValue })
            {
                Says.Refuses(ErrorNumber.InvalidHandle, kernel.Ipld.BlockRead(handle, 0, new byte[1], out _));
                Says.Refuses(ErrorNumber.InvalidHandle, kernel.Ipld.BlockStat(handle, out _));
                Says.Refuses(ErrorNumber.InvalidHandle, kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out _));
            }
        })));
    }

    [Theory]
    [InlineData(Multicodec.Sha2_256, 32u)]
    [InlineData(Multicodec.Blake2b512, 32u)]
    [InlineData(Multicodec.Identity, 32u)]
    [InlineData(Multicodec.Blake2b256, 31u)]
    [InlineData(Multicodec.Blake2b256, 33u)]
    [InlineData(Multicodec.Blake2b256, 0u)]
    public void Links_are_whole_blake2b_256_or_refused_with_8(ulong function, uint length) => new World().Inside(kernel =>
    {
        Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, Data, out uint handle));
        // Before the handle is looked at, and uncharged.
        Assert.Equal(0ul, kernel.Cost(() =>
        {
            Says.Refuses(ErrorNumber.IllegalCid, kernel.Ipld.BlockLink(handle, function, length, out _));
            Says.Refuses(ErrorNumber.IllegalCid, kernel.Ipld.BlockLink(99, function, length, out _));
        }));
    });

    [Fact]
    public void Foreign_codec_is_refused_with_9_after_the_charge() => new World().Inside(kernel =>
        Assert.Equal(100_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalCodec, kernel.Ipld.BlockCreate(Multicodec.DagPb, Data, out _)))));

    [Fact]
    public void Block_of_1_MiB_is_the_largest() => new World().Inside(kernel =>
    {
        Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, new byte[1 << 20], out _));
        // Size comes before everything, and is uncharged.
        Assert.Equal(0ul, kernel.Cost(() =>
            Says.Refuses(ErrorNumber.LimitExceeded, kernel.Ipld.BlockCreate(Multicodec.DagPb, new byte[(1 << 20) + 1], out _))));
    });

    [Fact]
    public void Links_are_not_looked_at() => new World().Inside(kernel =>
    {
        // Not even CBOR: FVM v3 does not scan.
        Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0xff, 0xff], out uint handle));
        Says.Ok(kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out _));
    });

    [Fact]
    public void Opening_a_block_of_a_foreign_codec_is_refused_with_9_after_the_charges()
    {
        var world = new World();
        Cid foreign = Cid.ForBlock(Multicodec.DagPb, Data);
        world.Store.Put(foreign, Data);
        world.Inside(kernel => Assert.Equal(187_540_000ul, kernel.Cost(() =>
            Says.Refuses(ErrorNumber.IllegalCodec, kernel.Ipld.BlockOpen(foreign, out _, out _)))));
    }

    [Fact]
    public void Opening_a_missing_block_is_fatal()
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) =>
        {
            kernel.Ipld.BlockOpen(Cid.ForBlock(Multicodec.Raw, [77]), out uint _, out BlockStat _);
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor, gasLimit: 2_000_000), 10, 2_000_000);
    }

    [Theory]
    [InlineData("open", 187_440_000ul)]
    [InlineData("open", 187_540_000ul)]
    [InlineData("create", 100_000ul)]
    [InlineData("link", 539_524_000ul)]
    [InlineData("read", 4_000ul)]
    public void Without_the_gas_the_actor_is_unwound(string operation, ulong price)
    {
        var world = new World();
        Cid cid = world.Save(Data);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, Data, out uint handle));
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(price - 1)));
            SyscallStatus status = operation switch
            {
                "open" => kernel.Ipld.BlockOpen(cid, out uint _, out BlockStat _),
                "create" => kernel.Ipld.BlockCreate(Multicodec.Raw, Data, out uint _),
                "link" => kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out Cid? _),
                _ => kernel.Ipld.BlockRead(handle, 0, new byte[10], out int _),
            };
            Assert.Equal(SyscallOutcome.OutOfGas, status.Outcome);
            return Exit.OutOfGas;
        });
        Says.Ends(world.Call(actor, gasLimit: 5_000_000), 7, 5_000_000);
    }

    [Fact]
    public void Handles_of_parameters_returns_and_new_blocks_count_on()
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, given) =>
        {
            Assert.Equal(1u, given);
            Assert.Equal([5], Read(kernel, 1, 0, 1));
            return Exit.Data(kernel, 6);
        });
        Address actor = world.Actor(200, (kernel, given) =>
        {
            Assert.Equal(1u, given);
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [5], out uint made));
            Assert.Equal(2u, made);
            Says.Ok(kernel.Send.Send(callee, 2, made, TokenAmount.Zero, null, false, out SendResult result));
            Assert.Equal(3u, result.Handle);
            Assert.Equal([6], Read(kernel, 3, 0, 1));
            // The same block again is another handle.
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [5], out made));
            Assert.Equal(4u, made);
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor, parameters: [1]), 0);
    }

    private static byte[] Read(IActorKernel kernel, uint handle, uint offset, int length)
    {
        byte[] buffer = new byte[length];
        Says.Ok(kernel.Ipld.BlockRead(handle, offset, buffer, out _));
        return buffer;
    }
}
