using Fvm.Execution.Calls;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>Blocks by handles (ref-fvm kernel/blocks.rs).</summary>
public class BlockRegistryTests
{
    [Fact]
    public void Handles_count_from_1()
    {
        var registry = new BlockRegistry();
        for (uint expected = 1; expected <= 3; expected++)
        {
            Says.Ok(registry.Put(new Block(Multicodec.Raw, new byte[expected]), out uint handle));
            Assert.Equal(expected, handle);
        }

        Says.Ok(registry.Get(2, out Block? block));
        Assert.Equal(2, block!.Data.Length);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public void Unknown_handle_is_refused_with_7(uint handle)
    {
        var registry = new BlockRegistry();
        Says.Ok(registry.Put(new Block(Multicodec.Raw, default), out _));
        Says.Refuses(ErrorNumber.InvalidHandle, registry.Get(handle, out Block? block));
        Assert.Null(block);
        Assert.False(registry.TryGet(handle, out _));
    }

    [Theory]
    [InlineData(Multicodec.Raw, true)]
    [InlineData(Multicodec.Cbor, true)]
    [InlineData(Multicodec.DagCbor, true)]
    [InlineData(Multicodec.DagPb, false)]
    [InlineData(Multicodec.Identity, false)]
    [InlineData(ulong.MaxValue, false)]
    public void Codecs_are_raw_cbor_and_dag_cbor(ulong codec, bool allowed)
    {
        var registry = new BlockRegistry();
        if (allowed)
            Says.Ok(registry.Put(new Block(codec, default), out _));
        else
            Says.Refuses(ErrorNumber.IllegalCodec, registry.Put(new Block(codec, default), out _));
    }
}
