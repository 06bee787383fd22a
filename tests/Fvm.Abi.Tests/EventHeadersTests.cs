using Fvm.Abi.Kernel;

namespace Fvm.Abi.Tests;

/// <summary>
/// Frozen: the packed layout of an event's headers is what actors' wasm writes (ref-fvm shared/src/sys/mod.rs, EventEntry). If this breaks,
/// the layout is wrong, not the test.
/// </summary>
public class EventHeadersTests
{
    [Fact]
    public void Headers_are_24_bytes_little_endian()
    {
        byte[] packed = Convert.FromHexString("030000000000000055000000000000000400000002010000" + "ffffffffffffffff000000000000008000000080ffffffff");
        var headers = new EventHeaders(packed);
        Assert.Equal(2, headers.Count);
        Assert.Equal(new EventHeader(3, 0x55, 4, 0x102), headers[0]);
        Assert.Equal(new EventHeader(ulong.MaxValue, 1ul << 63, 1u << 31, uint.MaxValue), headers[1]);
        Assert.Equal(0, default(EventHeaders).Count);
    }
}
