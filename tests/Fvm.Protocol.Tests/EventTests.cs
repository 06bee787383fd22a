namespace Fvm.Protocol.Tests;

public class EventTests
{
    // Frozen: FIP-0049. When this breaks, the code is wrong: events roots are on chain.
    [Fact]
    public void Layout()
    {
        StampedEvent stamped = new(new ActorId(1000), new ActorEvent([
            new EventEntry(EventFlags.IndexedAll, "t1", 0x55, new byte[] { 1, 2 }),
            new EventEntry(0, "", 0x51, Array.Empty<byte>()),
        ]));
        const string Hex = "821903e882" + "840362743118554201" + "02" + "840060185140";
        Assert.Equal(Hex, Convert.ToHexStringLower(ChainEncoding.ToCbor(stamped)));
        Assert.True(ChainEncoding.TryFromCbor<StampedEvent>(Convert.FromHexString(Hex), out StampedEvent? back));
        Assert.Equal(stamped.Emitter, back.Emitter);
        Assert.Equal(stamped.Event, back.Event);
        Assert.Equal(stamped, back);
        Assert.Equal(stamped.GetHashCode(), back.GetHashCode());
    }

    [Theory]
    [InlineData("80", true)]
    // Unknown flags and any codec survive decoding; the kernel judges them.
    [InlineData("81841bffffffffffffffff616b1bffffffffffffffff40", true)]
    [InlineData("81830361" + "6b1855", false)]
    [InlineData("8185036" + "16b18554000", false)]
    [InlineData("818403816b185540", false)]
    [InlineData("81840361ff185540", false)]
    [InlineData("818403616b185560", false)]
    [InlineData("818420616b185540", false)]
    [InlineData("a0", false)]
    [InlineData("9fff", false)]
    public void Rules(string hex, bool good) => Assert.Equal(good, ChainEncoding.TryFromCbor<ActorEvent>(Convert.FromHexString(hex), out _));
}
