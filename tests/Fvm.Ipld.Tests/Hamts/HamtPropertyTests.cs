using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>Random operations, with flushes and reloads in between, against a plain sorted dictionary and the canonical form.</summary>
public sealed class HamtPropertyTests
{
    private const int Operations = 2500;

    public static TheoryData<int, int, int, int, HamtHash> Shapes => new()
    {
        { 1, 5, 3, 0, HamtHash.Sha256 },
        { 2, 3, 3, 0, HamtHash.Sha256 },
        { 3, 6, 3, 0, HamtHash.Sha256 },
        { 4, 8, 3, 0, HamtHash.Sha256 },
        { 5, 1, 3, 0, HamtHash.Sha256 },
        { 6, 4, 1, 2, HamtHash.Sha256 },
        { 7, 5, 2, 1, HamtHash.Sha256 },
        { 8, 5, 3, 0, HamtHash.Identity },
        { 9, 3, 1, 1, HamtHash.Identity },
        { 10, 8, 5, 3, HamtHash.Identity },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Numbers(int seed, int bitWidth, int maxBucket, int minDataDepth, HamtHash hash) =>
        Run(seed, new HamtOptions(bitWidth, maxBucket, minDataDepth, hash), CborCodecs.UInt64, random => (ulong)random.Next(5));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Records(int seed, int bitWidth, int maxBucket, int minDataDepth, HamtHash hash) =>
        Run(seed + 100, new HamtOptions(bitWidth, maxBucket, minDataDepth, hash), SampleValue.Codec, SampleValue.Make);

    private static void Run<T>(int seed, HamtOptions options, CborCodec<T> codec, Func<Random, T> make)
    {
        var random = new Random(seed);
        var store = new CountingBlockstore();
        var hamt = new Hamt<T>(store, codec, options);
        var model = new SortedDictionary<byte[], T>(ByteOrder.Instance);
        for (var i = 0; i < Operations; i++)
        {
            // Phases of growth and of decline, so that nodes split and fold many times.
            var deletes = i / 500 % 2 == 0 ? 25 : 70;
            var key = Key(random, options.Hash);
            switch (random.Next(100))
            {
                case < 1:
                    hamt = Reload(store, hamt, model, options, codec);
                    break;
                case < 8:
                    AssertSame(codec, model, key, hamt.TryGet(key, out var got), got);
                    break;
                case < 14:
                    Assert.Equal(!model.ContainsKey(key), hamt.SetIfAbsent(key, make(random) is var fresh ? fresh : default!));
                    model.TryAdd(key, fresh);
                    break;
                case var dice when dice < 14 + deletes:
                    AssertSame(codec, model, key, hamt.Delete(key, out var deleted), deleted);
                    model.Remove(key);
                    break;
                default:
                    var value = make(random);
                    AssertSame(codec, model, key, hamt.Set(key, value, out var previous), previous);
                    model[key] = value;
                    break;
            }
        }

        hamt = Reload(store, hamt, model, options, codec);
        Empty(random, hamt, model);
    }

    private static Hamt<T> Reload<T>(CountingBlockstore store, Hamt<T> hamt, SortedDictionary<byte[], T> model, HamtOptions options, CborCodec<T> codec)
    {
        var root = hamt.Flush();
        var canonical = new TrieModel(options.BitWidth, options.MaxBucket, options.MinDataDepth, false, options.Hash);
        Assert.Equal(canonical.Root(model.Keys, (writer, key) => WritePair(writer, key, model[key], codec)), root);
        var loaded = Hamt<T>.Load(store, root, codec, options);
        var entries = loaded.Entries().ToList();
        Assert.Equal(model.Count, entries.Count);
        Assert.Equal(model.Select(e => (Convert.ToHexString(e.Key), Hex(codec, e.Value))), entries.OrderBy(e => e.Key, ByteOrder.Instance).Select(e => (Convert.ToHexString(e.Key), Hex(codec, e.Value))));
        return loaded;
    }

    private static void Empty<T>(Random random, Hamt<T> hamt, SortedDictionary<byte[], T> model)
    {
        var keys = model.Keys.ToArray();
        random.Shuffle(keys);
        foreach (var key in keys)
            Assert.True(hamt.Delete(key));
        Assert.True(hamt.IsEmpty);
        Assert.Equal(HamtReferenceTests.EmptyRoot, hamt.Flush().ToString());
    }

    /// <summary>Few keys, so that operations meet; under the identity hash with long shared beginnings, so that nodes nest deeply.</summary>
    private static byte[] Key(Random random, HamtHash hash)
    {
        if (hash == HamtHash.Sha256)
        {
            var number = random.Next(400);
            return number < 128 ? [(byte)number] : [(byte)number, (byte)(number >> 8)];
        }

        var key = new byte[32];
        for (var i = random.Next(32); i < 32; i += 1 + random.Next(32))
            key[i] = (byte)random.Next(4);
        return key;
    }

    private static void WritePair<T>(CborWriter writer, byte[] key, T value, CborCodec<T> codec)
    {
        writer.WriteArrayHeader(2);
        writer.WriteBytes(key);
        codec.Write(writer, value);
    }

    private static void AssertSame<T>(CborCodec<T> codec, SortedDictionary<byte[], T> model, byte[] key, bool found, T? value)
    {
        Assert.Equal(model.TryGetValue(key, out var expected), found);
        if (found)
            Assert.Equal(Hex(codec, expected!), Hex(codec, value!));
    }

    private static string Hex<T>(CborCodec<T> codec, T value) => Convert.ToHexString(codec.Encode(value));
}
