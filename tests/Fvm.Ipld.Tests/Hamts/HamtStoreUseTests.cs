using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>Which blocks are read and written, what order entries come in, what a diff looks at, and what a lookup allocates.</summary>
public sealed class HamtStoreUseTests
{
    private readonly CountingBlockstore _store = new();

    [Fact]
    public void NodesAreReadOnceAndOnlyOnTheWay()
    {
        var hamt = Load(Fill(5000));
        Assert.Equal(1, _store.Use.Reads);
        Assert.True(hamt.TryGet(Key(17), out var value));
        Assert.Equal(17UL, value);
        var once = _store.Use.Reads;
        Assert.InRange(once, 3, 5);
        Assert.True(hamt.TryGet(Key(17), out _));
        Assert.Equal(once, _store.Use.Reads);
        hamt.ForEach((_, _) => { });
        var all = _store.Use.Reads;
        for (var i = 0UL; i < 5000; i++)
            Assert.True(hamt.ContainsKey(Key(i)));
        Assert.Equal(all, _store.Use.Reads);
        Assert.Equal(0, _store.Use.Writes);
    }

    [Fact]
    public void FlushWritesOnlyTheChangedWay()
    {
        var root = Fill(5000);
        var hamt = Load(root);
        Assert.Equal(root, hamt.Flush());
        hamt.Set(Key(17), 17);
        Assert.False(hamt.Delete(Key(99999)));
        Assert.False(hamt.SetIfAbsent(Key(18), 99));
        Assert.Equal(root, hamt.Flush());
        Assert.Equal(0, _store.Use.Writes);
        hamt.Set(Key(17), 99);
        Assert.NotEqual(root, hamt.Flush());
        Assert.InRange(_store.Use.Writes, 2, 5);
    }

    [Fact]
    public void SetRootAndClear()
    {
        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64);
        hamt.Set(Key(1), 1);
        var one = hamt.Flush();
        hamt.Set(Key(2), 2);
        var two = hamt.Flush();
        hamt.SetRoot(one);
        Assert.False(hamt.ContainsKey(Key(2)));
        hamt.SetRoot(two);
        Assert.True(hamt.ContainsKey(Key(2)));
        Assert.Equal(two, hamt.Flush());
        hamt.Clear();
        Assert.True(hamt.IsEmpty);
        Assert.Equal(HamtReferenceTests.EmptyRoot, hamt.Flush().ToString());
        hamt.Set(Key(1), 1);
        Assert.Equal(one, hamt.Flush());
    }

    [Fact]
    public void OrderIsByHashAndWalksStartAnywhere()
    {
        var hamt = Load(Fill(500));
        var keys = hamt.Entries().Select(entry => entry.Key).ToList();
        // Entries of one bucket share the steps so far and are sorted by key instead; a bucket has at most 3.
        var hashes = keys.Select(key => System.Security.Cryptography.SHA256.HashData(key)[0] >> 3).ToList();
        Assert.Equal(hashes.Order(), hashes);
        foreach (var start in (int[])[0, 1, 250, 498, 499])
            Assert.Equal(keys.Skip(start), hamt.EntriesFrom(keys[start]).Select(entry => entry.Key));
        Assert.Throws<IpldException>(() => hamt.EntriesFrom(Key(99999)));
        Assert.Equal((0UL, keys[0]), hamt.ForEachRanged(null, 0, (_, _) => Assert.Fail()));
    }

    [Fact]
    public void LookupsAllocateNothing()
    {
        var hamt = Load(Fill(1000));
        hamt.ForEach((_, _) => { });
        var key = Key(17);
        hamt.TryGet(key, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            hamt.TryGet(key, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1, 50, 5)]
    [InlineData(2, 400, 40)]
    [InlineData(3, 400, 400)]
    [InlineData(4, 3, 400)]
    public void DiffAgreesWithTheModel(int seed, int size, int changes)
    {
        var random = new Random(seed);
        var before = new SortedDictionary<byte[], ulong>(ByteOrder.Instance);
        for (var i = 0; i < size; i++)
            before[Key((ulong)random.Next(600))] = (ulong)random.Next(3);
        var after = new SortedDictionary<byte[], ulong>(before, ByteOrder.Instance);
        for (var i = 0; i < changes; i++)
        {
            var key = Key((ulong)random.Next(600));
            if (random.Next(2) == 0)
                after.Remove(key);
            else
                after[key] = (ulong)random.Next(3);
        }

        var expected = new SortedSet<byte[]>(before.Keys.Concat(after.Keys), ByteOrder.Instance).Where(key => before.GetValueOrDefault(key, 9UL) != after.GetValueOrDefault(key, 9UL))
            .Select(key => Describe(key, before.GetValueOrDefault(key, 9UL), after.GetValueOrDefault(key, 9UL)));
        foreach (var flushed in (bool[])[true, false])
        {
            var actual = Hamt<ulong>.Diff(Build(before, flushed), Build(after, flushed)).Select(change => Describe(
                change.Key,
                change.Kind == ChangeKind.Added ? 9 : change.Before,
                change.Kind == ChangeKind.Removed ? 9 : change.After));
            Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void DiffReadsNoEqualSubtree()
    {
        var root = Fill(5000);
        var changed = Load(root);
        changed.Set(Key(17), 99);
        var later = changed.Flush();
        _store.Reset();
        var change = Assert.Single(Hamt<ulong>.Diff(Load(root), Load(later)));
        Assert.Equal(new MapChange<byte[], ulong>(ChangeKind.Modified, change.Key, 17, 99), change);
        Assert.Equal(Key(17), change.Key);
        Assert.InRange(_store.Use.Reads, 4, 10);
        Assert.Throws<ArgumentException>(() => Hamt<ulong>.Diff(Load(root), new Hamt<ulong>(_store, CborCodecs.UInt64, new HamtOptions(6))));
    }

    private static string Describe(byte[] key, ulong before, ulong after) => $"{Convert.ToHexString(key)}:{before}->{after}";

    private static byte[] Key(ulong i)
    {
        var buffer = new byte[10];
        return buffer[..Varint.Write(buffer, i)];
    }

    private Hamt<ulong> Build(SortedDictionary<byte[], ulong> content, bool flushed)
    {
        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64);
        foreach (var (key, value) in content)
            hamt.Set(key, value);
        return flushed ? Load(hamt.Flush()) : hamt;
    }

    private Cid Fill(ulong count)
    {
        var hamt = new Hamt<ulong>(_store, CborCodecs.UInt64);
        for (var i = 0UL; i < count; i++)
            hamt.Set(Key(i), i);
        var root = hamt.Flush();
        _store.Reset();
        return root;
    }

    private Hamt<ulong> Load(Cid root) => Hamt<ulong>.Load(_store, root, CborCodecs.UInt64);
}
