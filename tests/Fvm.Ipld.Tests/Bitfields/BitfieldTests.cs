using System.Globalization;
using Fvm.Ipld.Bitfields;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Bitfields;

public sealed class BitfieldTests
{
    private const ulong Top = ulong.MaxValue - 1;

    // ref-fvm, ipld/bitfield/src/rleplus/mod.rs, test(): bits in reading order, blanks for reading.
    [Theory]
    [InlineData("", "", BitfieldError.None)]
    [InlineData("10 1 01 0001", "", BitfieldError.UnsupportedVersion)]
    [InlineData("01 1 01 0001", "", BitfieldError.UnsupportedVersion)]
    [InlineData("00 1 01 0001", "0-8", BitfieldError.None)]
    [InlineData("00 1 01 0010 1 01 1100", "0-4 5-8", BitfieldError.None)]
    [InlineData("00 1 00 10011000", "0-25", BitfieldError.None)]
    [InlineData("00 1 1 01 0000 1", "", BitfieldError.NotMinimal)]
    [InlineData("00 1 1 00 00000000 1", "", BitfieldError.NotMinimal)]
    [InlineData("00 1 01 101 00000000", "", BitfieldError.NotMinimal)]
    [InlineData("00 1 00 10001000 000", "0-17", BitfieldError.None)]
    [InlineData("00 1 00 11000001 00000000 111", "", BitfieldError.InvalidVarint)]
    [InlineData("00 1 00 1111111111111111111111111111111111111111111111111111111111111111 11111111 1", "0-18446744073709551615", BitfieldError.None)]
    [InlineData("00 1 00 00000001 00000001 00000001 00000001 00000001 00000001 00000001 00000001 00000001 010", "", BitfieldError.InvalidVarint)]
    [InlineData("00 1 00 1111111111111111111111111111111111111111111111111111111111111111 11111110 00 1111111111111111111111111111111111111111111111111111111111111111 11111110 01 0100", "", BitfieldError.RleOverflow)]
    [InlineData("00 1 00 11000000 111", "", BitfieldError.NotMinimal)]
    [InlineData("00 1 00 10000000 111", "", BitfieldError.NotMinimal)]
    [InlineData("00 1 01 1000 1111111", "", BitfieldError.NotMinimal)]
    [InlineData("00 0 1", "", BitfieldError.NotMinimal)]
    [InlineData("00 1", "", BitfieldError.NotMinimal)]
    [InlineData("00 0 1 1", "1-2", BitfieldError.None)]
    [InlineData("00 0 1 1 1", "", BitfieldError.NotMinimal)]
    public void DecodesAsTheReferenceDoes(string bits, string ranges, BitfieldError expected)
    {
        Assert.Equal(expected == BitfieldError.None, Bitfield.TryDecode(Pack(bits), out Bitfield? bitfield, out BitfieldError error));
        Assert.Equal(expected, error);
        if (bitfield is null)
        {
            Assert.Throws<IpldException>(() => Bitfield.Decode(Pack(bits)));
            return;
        }

        Assert.Equal(ranges, string.Join(' ', bitfield.Ranges.Select(r => $"{r.Start}-{r.End}")));
        Assert.Equal(TrimZeros(Pack(bits)), bitfield.Encode());
    }

    // The last one is ref-fvm's iter_last: a run that ends at the greatest bit.
    [Theory]
    [InlineData("", "")]
    [InlineData("0", "0c")]
    [InlineData("0 1 2 3 4 5 6 7", "1401")]
    [InlineData("1", "18")]
    [InlineData("0 2 4", "fc")]
    public void FrozenEncodings(string bits, string hex)
    {
        ulong[] values = [.. bits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ulong.Parse)];
        Assert.Equal(hex, Convert.ToHexStringLower(Bitfield.FromBits(values).Encode()));
        Assert.Equal(values, Bitfield.Decode(Convert.FromHexString(hex)).Bits());
    }

    [Fact]
    public void ARunMayEndAtTheGreatestBit()
    {
        Bitfield all = Bitfield.Decode(Convert.FromHexString("e4ffffffffffffffff2fffffffffffffffff7f"));
        Assert.Equal(Top, all.Last);
        Bitfield full = Bitfield.FromRanges([new BitRange(0, ulong.MaxValue)]);
        Assert.Equal(ulong.MaxValue, full.Count);
        Assert.True(Bitfield.Decode(full.Encode()).SetEquals(full));
        full.Unset(Top);
        Assert.Equal(Top - 1, full.Last);
        full.Set(Top);
        Assert.Equal(new BitRange(0, ulong.MaxValue), Assert.Single(full.Ranges));
        Assert.Throws<ArgumentOutOfRangeException>(() => full.Set(ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bitfield.FromBits([ulong.MaxValue]));
        full.Unset(ulong.MaxValue);
        Assert.False(full.Get(ulong.MaxValue));
        Assert.False(full.TryGetBits(1000, out _));
        Assert.True(Bitfield.FromBits([5, 3]).TryGetBits(2, out IEnumerable<ulong>? few));
        Assert.Equal([3UL, 5UL], few);
    }

    // ref-fvm: bit_ops, contains_*, subtract_more (from specs-actors), cut and slice examples.
    [Fact]
    public void PublishedExamples()
    {
        Bitfield a = Bitfield.FromBits([1, 2, 3]);
        Bitfield b = Bitfield.FromBits([1, 3, 4]);
        Assert.Equal([1UL, 3], a.Intersect(b).Bits());
        Assert.Equal([1UL, 2, 3, 4], a.Union(b).Bits());
        Assert.Equal([2UL], a.Subtract(b).Bits());
        Assert.Equal([2UL, 4], a.SymmetricDifference(b).Bits());
        Assert.False(Bitfield.FromBits([0, 4]).ContainsAny(Bitfield.FromBits([1, 3, 5])));
        Assert.True(Bitfield.FromBits([0, 2, 5, 6]).ContainsAny(Bitfield.FromBits([1, 3, 5])));
        Assert.False(Bitfield.FromBits([0, 2, 4]).ContainsAll(Bitfield.FromBits([0, 2, 4, 5])));
        Assert.True(Bitfield.FromBits([0, 2, 4, 5]).ContainsAll(Bitfield.FromBits([0, 2, 4])));

        // xx-xxx--x cut by -xx-x---- is xxx--x.
        Assert.Equal([0UL, 1, 2, 5], Bitfield.FromBits([0, 1, 3, 4, 5, 8]).Cut(Bitfield.FromBits([1, 2, 4])).Bits());

        Assert.True(Bitfield.FromBits([1, 4, 7, 9, 10, 11]).TrySlice(1, 3, out Bitfield? slice));
        Assert.Equal([4UL, 7, 9], slice.Bits());
        Assert.False(a.TrySlice(1, 3, out _));

        Bitfield have = Bitfield.FromBits([5, 6, 8, 10, 11, 13, 14, 17]);
        Assert.True(Bitfield.Union([Bitfield.FromBits([5, 6]).Subtract(have), Bitfield.FromBits([14, 17]).Subtract(have)]).IsEmpty);
        Assert.Equal((null, null, 0UL), (new Bitfield().First, new Bitfield().Last, new Bitfield().Count));
    }

    [Fact]
    public void RandomOperationsMatchASortedSet()
    {
        Random random = new(9);
        for (int round = 0; round < 300; round++)
        {
            int width = random.Next(4, 120);
            (Bitfield left, SortedSet<ulong> leftModel) = RandomPair(random, width);
            (Bitfield right, SortedSet<ulong> rightModel) = RandomPair(random, width);
            AssertSame(leftModel, left);
            AssertSame(leftModel.Union(rightModel), left.Union(right));
            AssertSame(leftModel.Union(rightModel), Bitfield.Union([left, right, new Bitfield()]));
            AssertSame(leftModel.Intersect(rightModel), left.Intersect(right));
            AssertSame(leftModel.Except(rightModel), left.Subtract(right));
            AssertSame(leftModel.Except(rightModel).Union(rightModel.Except(leftModel)), left.SymmetricDifference(right));
            AssertSame(leftModel.Except(rightModel).Select(bit => bit - (ulong)rightModel.Count(r => r < bit)), left.Cut(right));
            Assert.Equal(leftModel.IsSupersetOf(rightModel), left.ContainsAll(right));
            Assert.Equal(leftModel.Overlaps(rightModel), left.ContainsAny(right));
            Assert.Equal(leftModel.SetEquals(rightModel), left.SetEquals(right));

            int skip = random.Next(leftModel.Count + 2), take = random.Next(leftModel.Count + 2);
            Assert.Equal(skip + take <= leftModel.Count || take == 0, left.TrySlice((ulong)skip, (ulong)take, out Bitfield? slice));
            if (slice is not null)
                AssertSame(leftModel.Skip(skip).Take(take), slice);

            Bitfield clone = left.Clone();
            clone.Set(1000);
            Assert.False(left.Get(1000));
        }
    }

    [Fact]
    public void RandomBytesDecodeToWhatEncodesToThem()
    {
        Random random = new(10);
        int valid = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] &= 0xfc;

            if (!Bitfield.TryDecode(bytes, out Bitfield? bitfield, out BitfieldError error))
            {
                Assert.NotEqual(BitfieldError.None, error);
                continue;
            }

            valid++;
            Assert.Equal(bytes, bitfield.Encode());
        }

        Assert.True(valid > 1000, $"only {valid} were valid");
    }

    [Fact]
    public void OnChainItIsAByteStringOfLimitedLength()
    {
        Bitfield bits = Bitfield.FromBits([0, 2, 4]);
        CborWriter writer = new();
        bits.Write(writer);
        Assert.Equal("41fc", Convert.ToHexStringLower(writer.Written));
        CborReader reader = new(writer.Written);
        Assert.True(Bitfield.Read(ref reader).SetEquals(bits) && reader.Finish());

        CborReader invalid = new([0x41, 0x00]);
        Assert.True(Bitfield.Read(ref invalid).IsEmpty);
        Assert.Equal(CborErrorKind.InvalidValue, invalid.Error.Kind);

        // Every other bit: a byte holds eight runs, the first one five.
        foreach (int runs in new[] { (Bitfield.MaxEncodedLength * 8) - 3, (Bitfield.MaxEncodedLength * 8) - 1 })
        {
            Bitfield sparse = Bitfield.FromBits(Enumerable.Range(0, (runs + 1) / 2).Select(i => (ulong)i * 2));
            byte[] encoded = sparse.Encode();
            CborReader limited = new(CborCodecs.Bytes.Encode(encoded));
            bool fits = encoded.Length <= Bitfield.MaxEncodedLength;
            Assert.Equal(runs == (Bitfield.MaxEncodedLength * 8) - 3, fits);
            Assert.Equal(fits, Bitfield.Read(ref limited).SetEquals(sparse));
            Assert.Equal(fits, limited.Finish());
            if (fits)
                sparse.Write(new CborWriter());
            else
                Assert.Throws<IpldException>(() => sparse.Write(new CborWriter()));
        }
    }

    private static (Bitfield Bits, SortedSet<ulong> Model) RandomPair(Random random, int width)
    {
        SortedSet<ulong> model = [];
        for (int i = random.Next(4); i > 0; i--)
        {
            int start = random.Next(width), length = random.Next(width / 2);
            for (int bit = start; bit < start + length; bit++)
                model.Add((ulong)bit);
        }

        Bitfield bits = Bitfield.FromBits(model.Reverse().Concat(model.Take(3)));
        for (int i = random.Next(60); i > 0; i--)
        {
            ulong bit = (ulong)random.Next(width);
            Assert.Equal(model.Contains(bit), bits.Get(bit));
            if (random.Next(2) == 0)
            {
                model.Add(bit);
                bits.Set(bit);
            }
            else
            {
                model.Remove(bit);
                bits.Unset(bit);
            }
        }

        return (bits, model);
    }

    private static void AssertSame(IEnumerable<ulong> expected, Bitfield actual)
    {
        ulong[] bits = [.. expected.Order()];
        Assert.Equal(bits, actual.Bits());
        Assert.Equal((ulong)bits.Length, actual.Count);
        Assert.Equal(bits.Length == 0, actual.IsEmpty);
        Assert.Equal(bits.Length == 0 ? null : bits[0], actual.First);
        Assert.Equal(bits.Length == 0 ? null : bits[^1], actual.Last);
        for (int i = 1; i < actual.Ranges.Count; i++)
            Assert.True(actual.Ranges[i - 1].End < actual.Ranges[i].Start);

        Assert.True(actual.SetEquals(Bitfield.FromRanges(bits.Reverse().Select(b => new BitRange(b, b + 1)))));
        Assert.True(actual.SetEquals(Bitfield.Decode(actual.Encode())));
    }

    // go-bitfield, rle/rlepluslazy json.go: zeros first, and [0] for an empty set.
    [Theory]
    [InlineData("0", "")]
    [InlineData("0 3", "0-3")]
    [InlineData("5 1 2 4", "5-6 8-12")]
    [InlineData("18446744073709551614 1", "18446744073709551614-18446744073709551615")]
    public void ARunLengthIsZerosAndOnesInTurn(string runs, string ranges)
    {
        ulong[] lengths = [.. runs.Split(' ').Select(static run => ulong.Parse(run, CultureInfo.InvariantCulture))];
        Assert.True(Bitfield.TryFromRuns(lengths, out Bitfield? bitfield));
        Assert.Equal(ranges, string.Join(' ', bitfield.Ranges.Select(static range => $"{range.Start}-{range.End}")));
        Assert.Equal(lengths, bitfield.Runs());
    }

    [Fact]
    public void EmptyRunsJoinTheirNeighbours()
    {
        Assert.True(Bitfield.TryFromRuns([0, 2, 0, 3, 1, 0], out Bitfield? bitfield));
        Assert.Equal([0UL, 5], bitfield.Runs());
        Assert.True(Bitfield.TryFromRuns([], out bitfield));
        Assert.Equal([0UL], bitfield.Runs());
    }

    [Fact]
    public void RunsThatEndBeyond64BitsAreNoSet()
    {
        Assert.False(Bitfield.TryFromRuns([ulong.MaxValue, 1], out Bitfield? bitfield));
        Assert.Null(bitfield);
    }

    // Least significant bit of each byte first.
    private static byte[] Pack(string bits)
    {
        string plain = bits.Replace(" ", "", StringComparison.Ordinal);
        byte[] bytes = new byte[(plain.Length + 7) / 8];
        for (int i = 0; i < plain.Length; i++)
            bytes[i / 8] |= (byte)((plain[i] - '0') << (i % 8));

        return bytes;
    }

    private static byte[] TrimZeros(byte[] bytes) => bytes.AsSpan().TrimEnd((byte)0).ToArray();
}
