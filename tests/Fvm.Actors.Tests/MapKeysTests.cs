using Fvm.Actors.Runtime;

namespace Fvm.Actors.Tests;

/// <summary>Frozen: the keys are in the state. A change here loses every entry that was written before.</summary>
public class MapKeysTests
{
    [Theory]
    [InlineData(101L, "CA01")]
    [InlineData(-1L, "01")]
    [InlineData(0L, "00")]
    [InlineData(1L, "02")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Signed_numbers_are_zigzag_varints(long value, string key)
    {
        Assert.Equal(key, Convert.ToHexString(MapKeys.Of(value)));
        Assert.Equal(value, MapKeys.ToInt64(Convert.FromHexString(key)));
    }

    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(300UL, "AC02")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Unsigned_numbers_are_varints(ulong value, string key)
    {
        Assert.Equal(key, Convert.ToHexString(MapKeys.Of(value)));
        Assert.Equal(value, MapKeys.ToUInt64(Convert.FromHexString(key)));
    }
}
