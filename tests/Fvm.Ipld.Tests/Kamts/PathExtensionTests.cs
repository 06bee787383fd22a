using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>The bits that links skip: the cases of ref-fvm ipld/kamt/src/ext.rs and hash_bits.rs at ef0a9937.</summary>
public sealed class PathExtensionTests
{
    private static readonly byte[] Key = Bytes(0b10001000, 0b10010010, 0b10101010, 0b11011011, 0b11101110);

    [Fact]
    public void Longest()
    {
        byte[] second = [.. Key], third = [.. Key];
        second[3] = 0b11010111;
        third[4] = 0b11111110;
        var bits = new HashBits(Key);
        Assert.Equal(0b100010, bits.Next(6));
        var extension = PathExtension.LongestCommon<int>(ref bits, 3, [new(second, 0), new(third, 0)])!;
        Assert.Equal(2 + 8 + 8 + 3, extension.Length);
        Assert.Equal([0b00100100, 0b10101010, 0b10110000], extension.Path.ToArray());
        Assert.Equal(6 + extension.Length, bits.Consumed);
        bits = new HashBits(Key, 6);
        Assert.Equal(extension.Length, extension.Match(ref bits, 3));
        Assert.Equal(6 + extension.Length, bits.Consumed);
        Assert.Equal(0, extension.Match(ref bits, 3));
        Assert.Equal(6 + extension.Length, bits.Consumed);
    }

    [Fact]
    public void SplitAndJoin()
    {
        var bits = new HashBits(Key);
        bits.Next(3);
        var builder = new PathExtensionBuilder(253);
        builder.AddAll(ref bits, 253);
        var whole = builder.Build()!;
        Assert.Equal((253, 0b01000100), (whole.Length, whole.Path[0]));
        var (head, slot, tail) = whole.Split(20, 3);
        Assert.Equal(20, head!.Length);
        Assert.Equal([0b01000100, 0b10010101, 0b01010000], head.Path.ToArray());
        Assert.Equal(0b011, slot);
        Assert.Equal(230, tail!.Length);
        Assert.Equal([0b01101111, 0b10111000], tail.Path[..2].ToArray());
        Assert.True(PathExtension.AreEqual(whole, PathExtension.Join(head, slot, 3, tail)));
    }

    [Fact]
    public void EmptyPartsAreNull()
    {
        var whole = PathExtension.Join(null, 0b10110, 5, null);
        Assert.Equal((5, 0b10110000), (whole.Length, whole.Path[0]));
        Assert.Equal((null, 0b10110, null), whole.Split(0, 5));
    }

    [Fact]
    public void BitsOfAKey()
    {
        var bits = new HashBits(Bytes(0b10001000, 0b10101010, 0b10111111, 0b11111111));
        Assert.Equal(0b10001000, bits.Next(8));
        Assert.Equal(0b10101, bits.Next(5));
        Assert.Equal(0b01010, bits.Next(5));
        Assert.Equal(0b111111, bits.Next(6));
        Assert.Equal(0b11111111, bits.Next(8));
    }

    [Fact]
    public void TheLastStepMayBeShort()
    {
        var key = new byte[32];
        key[31] = 1;
        var bits = new HashBits(key);
        for (var i = 0; i < 51; i++)
            Assert.Equal(0, bits.Next(5));
        Assert.Equal(1, bits.Next(5));
        Assert.Throws<IpldException>(() => new HashBits(key, 256).Next(5));
    }

    private static byte[] Bytes(params byte[] start) => [.. start.Concat(new byte[32]).Take(32)];
}
