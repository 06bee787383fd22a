using Fvm.Ipld.Amts;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Amts;

/// <summary>The root that is named without an array is the array's.</summary>
public sealed class AmtRootTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Is_the_root_of_the_stored_array(int bitWidth)
    {
        foreach (int count in new[] { 0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1023, 1024, 1025, 1300 })
        {
            ulong[] values = [.. Enumerable.Range(0, count).Select(i => (ulong)i * 7919)];
            var amt = new Amt<ulong>(new MemoryBlockstore(), CborCodecs.UInt64, AmtLayout.V3, bitWidth);
            amt.SetAll(values);
            Assert.Equal(amt.Flush(), AmtRoot.Of(values, CborCodecs.UInt64, bitWidth));
        }
    }
}
