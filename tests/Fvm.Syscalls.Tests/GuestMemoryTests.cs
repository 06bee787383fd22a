using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Syscalls.Tests;

/// <summary>Bounds and decoding (ref-fvm <c>syscalls/context.rs</c> and its tests).</summary>
public sealed class GuestMemoryTests
{
    [Theory]
    [InlineData(0U, 0U, true)]
    [InlineData(0U, 8U, true)]
    [InlineData(8U, 0U, true)]
    [InlineData(7U, 1U, true)]
    [InlineData(7U, 2U, false)]
    [InlineData(9U, 0U, false)]
    [InlineData(uint.MaxValue, 0U, false)]
    [InlineData(1U, uint.MaxValue, false)]
    [InlineData(uint.MaxValue, uint.MaxValue, false)]
    public void A_slice_lies_inside(uint offset, uint length, bool inside)
    {
        GuestMemory memory = new(new byte[8]);
        SyscallStatus status = memory.Slice(offset, length, out Span<byte> slice);
        Assert.Equal(inside, status.IsOk);
        Assert.Equal(inside ? (int)length : 0, slice.Length);
        if (!inside) Assert.Equal(ErrorNumber.IllegalArgument, status.Error);
    }

    [Fact]
    public void A_cid_may_end_where_the_memory_ends_and_not_a_byte_later()
    {
        byte[] bytes = [0, .. FakeKernel.SomeCid.Bytes];
        Assert.True(new GuestMemory(bytes).ReadCid(1, out Cid cid).IsOk);
        Assert.Equal(FakeKernel.SomeCid, cid);
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory(bytes.AsSpan(..^1)).ReadCid(1, out _).Error);
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory(bytes).ReadCid((uint)bytes.Length, out _).Error);
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory(bytes).ReadCid(uint.MaxValue, out _).Error);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_cid_has_a_digest_of_at_most_64_bytes(int length, bool valid)
    {
        byte[] bytes = [1, 0x55, 0, (byte)length, .. new byte[100]];
        Assert.Equal(valid, new GuestMemory(bytes).ReadCid(0, out _).IsOk);
    }

    [Fact]
    public void A_cid_that_does_not_fit_writes_nothing()
    {
        byte[] bytes = new byte[64];
        uint length = (uint)FakeKernel.SomeCid.Bytes.Length;
        SyscallStatus status = new GuestMemory(bytes).WriteCid(FakeKernel.SomeCid, 2, length - 1, out _);
        Assert.Equal(ErrorNumber.BufferTooSmall, status.Error);
        Assert.Equal(new byte[64], bytes);
        Assert.True(new GuestMemory(bytes).WriteCid(FakeKernel.SomeCid, 2, length, out uint written).IsOk);
        Assert.Equal(length, written);
        Assert.Equal(FakeKernel.SomeCid.Bytes, bytes.AsSpan(2, (int)length));
    }

    [Fact]
    public void Bounds_come_before_the_size_of_the_buffer() =>
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory(new byte[8]).WriteCid(FakeKernel.SomeCid, 8, 1, out _).Error);

    [Fact]
    public void Cbor_fills_its_slice()
    {
        byte[] bytes = [0x18, 0x20, 0x00];
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory(bytes).ReadCborList<ActorId>(0, 3, out _).Error);
        Assert.True(new GuestMemory([0x81, 0x18, 0x20]).ReadCborList(0, 3, out IReadOnlyList<ActorId> values).IsOk);
        Assert.Equal([new ActorId(32)], values);
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory([0x81, 0x18, 0x20, 0]).ReadCborList<ActorId>(0, 4, out _).Error);
        Assert.Equal(ErrorNumber.IllegalArgument, new GuestMemory([0x82, 0x18, 0x20]).ReadCborList<ActorId>(0, 3, out _).Error);
    }
}
