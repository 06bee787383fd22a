namespace Fvm.Crypto.Tests.Hashing;

/// <summary>What is remembered is what would be computed.</summary>
public sealed class Keccak256MemoTests
{
    /// <summary>Many more than there are places, again and again in any order, of lengths that are remembered and of others, over the digest of the one before.</summary>
    [Fact]
    public void Digests_are_those_of_the_function()
    {
        var random = new Random(3);
        var memo = new Keccak256Memo();
        byte[] digest = new byte[Keccak256.DigestLength];
        byte[] buffer = new byte[130];
        for (int i = 0; i < 40_000; i++)
        {
            // Nearly all zeros, as slots are; some that differ in one word only, or in length only.
            int length = random.Next(8) switch
            {
                0 => random.Next(buffer.Length),
                < 4 => 32,
                _ => 64,
            };
            Span<byte> data = buffer.AsSpan(0, length);
            data.Clear();
            if (length >= 32)
                BitConverter.TryWriteBytes(data[(8 * random.Next(length / 8))..], random.Next(random.Next(2) == 0 ? 40 : 3000));
            byte[] expected = Keccak256.Hash(data);
            memo.Hash(data, digest);
            Assert.Equal(expected, digest);
            if (length < 32 || i % 3 != 0)
                continue;
            memo.Hash(data, data[..32]);
            Assert.Equal(expected, data[..32].ToArray());
        }
    }

    [Fact]
    public void A_digest_of_another_length_is_refused()
    {
        var memo = new Keccak256Memo();
        Assert.Throws<ArgumentException>(() => memo.Hash(new byte[32], new byte[31]));
        Assert.Throws<ArgumentException>(() => memo.Hash(new byte[31], new byte[33]));
        byte[] digest = new byte[32];
        memo.Hash(new byte[32], digest);
        Assert.Equal(Keccak256.Hash(new byte[32]), digest);
    }
}
