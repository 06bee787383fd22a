using System.Security.Cryptography;
using System.Text;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;

namespace Fvm.Ipld.Tests.Cars;

public sealed class CarTests
{
    private const string FooCid = "015512202c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    // By hand, from the CARv1 specification: header {"roots": [link], "version": 1} of 0x3a bytes, one section of the CID and "foo".
    private const string OneBlock =
        "3a" + "a2" + "65726f6f7473" + "81" + "d82a582500" + FooCid + "6776657273696f6e" + "01" +
        "27" + FooCid + "666f6f";

    private static readonly Cid Foo = Cid.Create(Multicodec.Raw, Multicodec.Sha2_256, SHA256.HashData("foo"u8));

    [Fact]
    public void WritesTheSpecifiedBytes()
    {
        using MemoryStream stream = new();
        CarWriter writer = new(stream, [Foo]);
        writer.Write(Foo, "foo"u8);
        Assert.Equal(OneBlock, Convert.ToHexStringLower(stream.ToArray()));
    }

    /// <summary>One block of many, wherever it stands; only it is verified, and truncation before it shows.</summary>
    [Fact]
    public void FindsOneBlockAndPassesOverOthers()
    {
        byte[][] blocks = [[1, 2, 3], new byte[5_000], [.. "foo"u8], []];
        Cid[] cids = [.. blocks.Select(static block => Cid.Create(Multicodec.Raw, Multicodec.Sha2_256, SHA256.HashData(block)))];
        using MemoryStream stream = new();
        CarWriter writer = new(stream, [Foo]);
        for (int i = 0; i < blocks.Length; i++)
            writer.Write(cids[i], blocks[i]);

        byte[] car = stream.ToArray();
        for (int i = 0; i < blocks.Length; i++)
        {
            Assert.True(new CarReader(new MemoryStream(car)).TryFindBlock(cids[i], out ReadOnlyMemory<byte> data));
            Assert.Equal(blocks[i], data.ToArray());
        }

        Cid absent = Cid.Create(Multicodec.Raw, Multicodec.Sha2_256, SHA256.HashData([9]));
        Assert.False(new CarReader(new MemoryStream(car)).TryFindBlock(absent, out _));
        CarReader inOrder = new(new MemoryStream(car));
        Assert.True(inOrder.TryFindBlock(cids[1], out _));
        Assert.True(inOrder.TryReadBlock(out Cid? next, out _));
        Assert.Equal(Foo, next);

        Assert.Throws<CarException>(() => new CarReader(new MemoryStream(car, 0, 2_000)).TryFindBlock(Foo, out _));
        int foo = car.AsSpan().IndexOf("foo"u8);
        car[foo] = (byte)'g';
        Assert.Throws<CarException>(() => new CarReader(new MemoryStream(car)).TryFindBlock(Foo, out _));
        Assert.True(new CarReader(new MemoryStream(car)).TryFindBlock(cids[3], out _));
    }

    [Fact]
    public void ReadsTheSpecifiedBytes()
    {
        CarReader reader = new(Bytes(OneBlock));
        Assert.Equal([Foo], reader.Roots);
        Assert.True(reader.TryReadBlock(out Cid? cid, out ReadOnlyMemory<byte> data));
        Assert.Equal(Foo, cid);
        Assert.Equal("foo", Encoding.ASCII.GetString(data.Span));
        Assert.False(reader.TryReadBlock(out cid, out data));
        Assert.Null(cid);
        Assert.False(reader.TryReadBlock(out _, out _));
    }

    [Fact]
    public void RandomBlocksRoundTrip()
    {
        Random random = new(6);
        MemoryBlockstore source = new();
        for (int i = 0; i < 300; i++)
        {
            byte[] block = new byte[random.Next(i % 50 == 0 ? 100_000 : 200)];
            random.NextBytes(block);
            switch (random.Next(3))
            {
                case 0: source.Put(Multicodec.Raw, block); break;
                case 1: source.Put(Cid.Create(Multicodec.Raw, Multicodec.Sha2_256, SHA256.HashData(block)), block); break;
                default: source.Put(Cid.Create(Multicodec.Raw, Multicodec.Identity, block.AsSpan(0, Math.Min(64, block.Length))), block.AsMemory(0, Math.Min(64, block.Length))); break;
            }
        }

        Cid[] cids = [.. source.Cids.Order()];
        using MemoryStream stream = new();
        CarWriter writer = new(stream, cids[..2]);
        foreach (Cid cid in cids)
            writer.Write(cid, source.Get(cid).Span);

        MemoryBlockstore target = new();
        Assert.Equal(cids[..2], CarReader.Load(new TricklingStream(stream.ToArray()), target));
        Assert.Equal(cids, target.Cids.Order());
        Assert.All(cids, cid => Assert.True(source.Get(cid).Span.SequenceEqual(target.Get(cid).Span)));
    }

    [Fact]
    public void TruncatedAnywhereItSaysWhereExceptBetweenSections()
    {
        byte[] whole = Convert.FromHexString(OneBlock);
        const int Header = 0x3b;
        for (int length = 0; length < whole.Length; length++)
        {
            MemoryBlockstore store = new();
            using MemoryStream stream = new(whole, 0, length);
            if (length == Header)
            {
                CarReader.Load(stream, store);
                continue;
            }

            CarException e = Assert.Throws<CarException>(() => CarReader.Load(stream, store));
            Assert.Equal(length < Header ? 0 : Header, e.Offset);
            Assert.Equal(0, store.Count);
        }
    }

    [Theory]
    [InlineData("", "empty stream")]
    [InlineData("00", "invalid length")]
    [InlineData("8000", "invalid length")]
    [InlineData("8080808080808080808080", "invalid length")]
    [InlineData("8080808010", "are allowed")]
    [InlineData("01f6", "malformed header")]
    [InlineData("01a0", "without a version")]
    [InlineData("0aa16776657273696f6e01", "without roots")]
    [InlineData("0aa16776657273696f6e02", "version 2")]
    [InlineData("11a265726f6f7473806776657273696f6e01", "without roots")]
    [InlineData("12a265726f6f747381f66776657273696f6e01", "malformed header")]
    [InlineData("12a265726f6f7473806776657273696f6e0100", "malformed header")]
    [InlineData("0ba16776657273696f6e1a", "inside a header")]
    [InlineData("0aa16776657273696f6ef6", "malformed header")]
    public void RefusesHeaders(string hex, string what)
    {
        CarException e = Assert.Throws<CarException>(() => new CarReader(Bytes(hex)));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, e.Offset);
    }

    [Theory]
    [InlineData("27" + FooCid + "666f70", "does not match its CID bafkrei", true)]
    [InlineData("0502550000" + "61", "begin with a CID", false)]
    [InlineData("03" + "015512", "begin with a CID", false)]
    [InlineData("00", "invalid length", false)]
    [InlineData("06" + "0155000161" + "62", "does not match its CID", true)]
    [InlineData("07" + "0155120161" + "6162", "does not match its CID", true)]
    [InlineData("07" + "01551b0161" + "6162", "hash function 0x1b cannot be verified", true)]
    public void RefusesSections(string section, string what, bool onlyWhenVerifying)
    {
        string car = OneBlock + section;
        MemoryBlockstore store = new();
        CarException e = Assert.Throws<CarException>(() => CarReader.Load(Bytes(car), store));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Equal(OneBlock.Length / 2, e.Offset);
        Assert.Equal([Foo], store.Cids);

        CarReaderOptions lenient = new(VerifyHashes: false);
        if (onlyWhenVerifying)
            CarReader.Load(Bytes(car), store, lenient);
        else
            Assert.Throws<CarException>(() => CarReader.Load(Bytes(car), store, lenient));
    }

    [Fact]
    public void SectionsHaveALimit()
    {
        Assert.Throws<CarException>(() => new CarReader(Bytes(OneBlock), new CarReaderOptions(MaxSectionLength: 0x39)));
        CarReader.Load(Bytes(OneBlock), new MemoryBlockstore(), new CarReaderOptions(MaxSectionLength: 0x3a));
    }

    [Fact]
    public void AWriterNeedsARoot() => Assert.Throws<ArgumentException>(() => new CarWriter(new MemoryStream(), []));

    [Fact]
    public void MutationsGiveACarExceptionOrBlocks()
    {
        Random random = new(8);
        byte[] whole = Convert.FromHexString(OneBlock + "06" + "015500026162");
        for (int i = 0; i < 20_000; i++)
        {
            byte[] data = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--)
                data[random.Next(data.Length)] = (byte)random.Next(256);

            try
            {
                CarReader.Load(new MemoryStream(data, 0, random.Next(data.Length + 1)), new MemoryBlockstore(), new CarReaderOptions(random.Next(2) == 0, 1 << 16));
            }
            catch (CarException e)
            {
                Assert.InRange(e.Offset, 0, data.Length);
            }
        }
    }

    // Real bundles are too large for the repository; where they lie, they must read, every hash checked.
    [Fact]
    public void ActorBundlesReadWhereTheyAre()
    {
        string? folder = Environment.GetEnvironmentVariable("FVM_BUNDLES");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.car", SearchOption.AllDirectories) : [];
        Assert.SkipWhen(files.Length == 0, "no CAR files in FVM_BUNDLES");
        using FileStream stream = File.OpenRead(files.Order(StringComparer.Ordinal).First());
        MemoryBlockstore store = new();
        Assert.All(CarReader.Load(stream, store), root => Assert.True(store.Has(root)));
    }

    private static MemoryStream Bytes(string hex) => new(Convert.FromHexString(hex));

    /// <summary>Gives at most three bytes at a time, as a network might.</summary>
    private sealed class TricklingStream(byte[] data) : MemoryStream(data)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(3, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(3, count));
    }
}
