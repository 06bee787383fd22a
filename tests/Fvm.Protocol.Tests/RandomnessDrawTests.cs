using Fvm.Crypto;

namespace Fvm.Protocol.Tests;

public class RandomnessDrawTests
{
    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(1, 2, "aabb")]
    [InlineData(-1, -2, "00")]
    [InlineData(long.MinValue, long.MaxValue, "0102030405")]
    public void The_input_is_tag_offered_epoch_entropy(long tag, long epoch, string entropy)
    {
        byte[] offered = "i_am_random_____i_am_random_____"u8.ToArray();
        string input = $"{tag:x16}{Convert.ToHexStringLower(offered)}{epoch:x16}{entropy}";
        Assert.Equal(Blake2b.Hash256(Convert.FromHexString(input)), RandomnessDraw.Draw(tag, offered, epoch, Convert.FromHexString(entropy)));
    }

    [Fact]
    public void A_tag_is_its_number()
    {
        byte[] offered = new byte[32];
        Assert.Equal(RandomnessDraw.Draw(5, offered, 100, []), RandomnessDraw.Draw(DomainSeparationTag.SealRandomness, offered, 100, []));
        Assert.Throws<ArgumentException>(() => RandomnessDraw.Draw(5, new byte[31], 100, []));
    }
}
