using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Ipld.Tests.Blockstores;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>
/// The KAMT of words beside the general one of the same shape: answers, roots, and which blocks are read and written in which order, since an actor pays for each.
/// </summary>
public sealed class WordKamtTests
{
    private static readonly KamtKeys<KamtWord> Keys = KamtWord.Keys;

    public static TheoryData<int, bool> Seeds
    {
        get
        {
            var seeds = new TheoryData<int, bool>();
            for (int seed = 0; seed < 12; seed++)
                seeds.Add(seed, seed % 2 == 0);
            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Does_what_the_general_one_does(int seed, bool hasNotes)
    {
        var random = new Random(seed);
        RecordingBlockstore left = new(hasNotes ? new BlockMemo(64) : null), right = new(hasNotes ? new BlockMemo(64) : null);
        var words = new WordKamt(left);
        var general = new Kamt<KamtWord, KamtWord>(right, Keys, KamtWord.Codec);
        var roots = new List<Cid>();
        for (int i = 0; i < 4000; i++)
        {
            KamtWord key = Key(random), value = Value(random);
            switch (random.Next(i / 700 % 2 == 0 ? 12 : 20))
            {
                case < 7:
                    Assert.Equal((general.Set(key, value, out KamtWord was), was), (words.Set(key, value, out KamtWord previous), previous));
                    break;
                case < 9:
                    Assert.Equal((general.TryGet(key, out KamtWord there), there), (words.TryGet(key, out KamtWord found), found));
                    break;
                case 9 when random.Next(4) == 0:
                    roots.Add(words.Flush());
                    Assert.Equal(general.Flush(), roots[^1]);
                    break;
                case 10 when random.Next(6) == 0 && roots.Count != 0:
                    Cid root = roots[random.Next(roots.Count)];
                    general.SetRoot(root);
                    words.SetRoot(root);
                    break;
                case 11 when random.Next(100) == 0:
                    general.Clear();
                    words.Clear();
                    break;
                default:
                    Assert.Equal((general.Delete(key, out KamtWord gone), gone), (words.Delete(key, out KamtWord deleted), deleted));
                    break;
            }

            Assert.Equal(general.IsEmpty, words.IsEmpty);
        }

        Assert.Equal(general.Flush(), words.Flush());
        Assert.Equal(right.Calls, left.Calls);
        Assert.True(left.Calls.Count > 200);
    }

    /// <summary>The measures of blocks that are not made are those of the blocks: of each, in the order in which they would be written.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Measures_what_it_would_write(int seed, bool hasNotes)
    {
        var random = new Random(seed);
        var store = new RecordingBlockstore(hasNotes ? new BlockMemo(64) : null);
        Cid root = new WordKamt(store).Flush();
        for (int round = 0; round < 20; round++)
        {
            WordKamt made = WordKamt.Load(store, root), measured = WordKamt.Load(store, root);
            for (int i = random.Next(300); i >= 0; i--)
            {
                KamtWord key = Key(random), value = Value(random);
                if (random.Next(4) == 0)
                    Assert.Equal(made.Delete(key, out _), measured.Delete(key, out _));
                else
                    Assert.Equal(made.Set(key, value, out _), measured.Set(key, value, out _));
            }

            int before = store.Calls.Count;
            Cid next = made.Flush();
            BlockMeasure[] expected = [.. store.Calls[before..].Select(call => Measure(store, Cid.Parse(call["write ".Length..])))];
            var measures = new MeasuredBlocks();
            Cid stand = measured.FlushMeasured(measures);
            Assert.Equal(expected, measures.All);
            Assert.Equal(next == root ? root : MeasuredBlocks.StandIn, stand);
            root = next;
        }
    }

    private static BlockMeasure Measure(RecordingBlockstore store, Cid cid)
    {
        Assert.True(store.TryGet(cid, out ReadOnlyMemory<byte> block));
        var links = new List<Cid>();
        DagCborLinks.Scan(block.Span, links);
        return new BlockMeasure(cid.Codec, block.Length, Heads(block.Span) - links.Count, links.Count);
    }

    /// <summary>Every data item has one head; strings are passed over.</summary>
    private static int Heads(ReadOnlySpan<byte> block)
    {
        int heads = 0;
        while (!block.IsEmpty)
        {
            int major = block[0] >> 5, low = block[0] & 0x1f;
            int argument = low < 24 ? low : block[1];
            Assert.True(low <= 24);
            block = block[(1 + (low == 24 ? 1 : 0) + (major is 2 or 3 ? argument : 0))..];
            heads++;
        }

        return heads;
    }

    private sealed class MeasuredBlocks : IMeasuredBlockstore
    {
        public static Cid StandIn { get; } = Cid.ForBlock(Multicodec.DagCbor, []);

        public List<BlockMeasure> All { get; } = [];

        public Cid AddMeasured(in BlockMeasure measure)
        {
            All.Add(measure);
            return StandIn;
        }
    }

    [Fact]
    public void Deletes_down_to_nothing()
    {
        var random = new Random(5);
        RecordingBlockstore left = new(new BlockMemo(64)), right = new(new BlockMemo(64));
        var words = new WordKamt(left);
        var general = new Kamt<KamtWord, KamtWord>(right, Keys, KamtWord.Codec);
        KamtWord[] keys = [.. Enumerable.Range(0, 300).Select(_ => Key(random)).Distinct()];
        foreach (KamtWord key in keys)
        {
            words.Set(key, key, out _);
            general.Set(key, key);
        }

        Cid root = words.Flush();
        Assert.Equal(general.Flush(), root);
        words = WordKamt.Load(left, root);
        general = Kamt<KamtWord, KamtWord>.Load(right, root, Keys, KamtWord.Codec);
        random.Shuffle(keys);
        foreach (KamtWord key in keys)
        {
            Assert.True(words.Delete(key, out KamtWord value));
            Assert.Equal(key, value);
            Assert.True(general.Delete(key));
            if (random.Next(20) == 0)
                Assert.Equal(general.Flush(), words.Flush());
        }

        Assert.True(words.IsEmpty);
        Assert.Equal(new Kamt<KamtWord, KamtWord>(right, Keys, KamtWord.Codec).Flush(), words.Flush());
        Assert.Equal(right.Calls[..left.Calls.Count], left.Calls);
    }

    /// <summary>What others keep of a node is what was stored, whatever becomes of the map.</summary>
    [Fact]
    public void Noted_nodes_do_not_change()
    {
        var store = new RecordingBlockstore(new BlockMemo(64));
        var first = new WordKamt(store);
        for (ulong i = 0; i < 100; i++)
            first.Set(new KamtWord(i << 60, 0, 0, i), new KamtWord(0, 0, 0, 1), out _);
        Cid root = first.Flush();
        for (ulong i = 0; i < 100; i++)
            first.Set(new KamtWord(i << 60, 0, 0, i), new KamtWord(0, 0, 0, 2), out _);
        var second = WordKamt.Load(store, root);
        for (ulong i = 0; i < 100; i += 2)
            Assert.True(second.Delete(new KamtWord(i << 60, 0, 0, i), out KamtWord one) && one == new KamtWord(0, 0, 0, 1));
        second.Flush();
        var third = WordKamt.Load(store, root);
        for (ulong i = 0; i < 100; i++)
            Assert.True(third.TryGet(new KamtWord(i << 60, 0, 0, i), out KamtWord one) && one == new KamtWord(0, 0, 0, 1));
        third.Set(new KamtWord(0, 0, 0, 200), default, out _);
        third.Delete(new KamtWord(0, 0, 0, 200), out _);
        Assert.Equal(root, third.Flush());
    }

    /// <summary>Nodes that nobody wrote in good faith: the general KAMT's own list of them, and what both then say.</summary>
    [Theory]
    [MemberData(nameof(KamtMalformedTests.Refused), MemberType = typeof(KamtMalformedTests))]
    public void Refuses_what_the_general_one_refuses(string block, string fault)
    {
        // The list's values are numbers; here they are byte strings.
        block = block.Replace("82410101", "8241014101").Replace("82410201", "8241024101");
        var store = new RecordingBlockstore(new BlockMemo(64));
        Cid leaf = store.PutDagCbor(Convert.FromHexString("82410181a1617681824101" + "4101"));
        Cid raw = store.Put(Multicodec.Raw, new byte[] { 1 });
        Cid root = store.PutDagCbor(Convert.FromHexString(block.Replace("LINK", Link(leaf)).Replace("RAW", Link(raw))));
        string general = Assert.Throws<IpldException>(() => Kamt<KamtWord, KamtWord>.Load(store, root, Keys, KamtWord.Codec)).Message;
        Assert.Contains(fault, general);
        Assert.Equal(general, Assert.Throws<IpldException>(() => WordKamt.Load(store, root)).Message);
        Cid above = store.PutDagCbor(Convert.FromHexString("82410181a1616c83" + Link(root) + "0040"));
        Assert.Throws<IpldException>(() => WordKamt.Load(store, above).TryGet(default, out _));
        Assert.Throws<IpldException>(() => WordKamt.Load(store, above).Set(default, default, out _));
        Assert.Throws<IpldException>(() => WordKamt.Load(store, above).Delete(default, out _));
    }

    /// <summary>An entry that lies where its key does not lead: two keys with no bit left to tell them apart.</summary>
    [Fact]
    public void Runs_out_of_bits_as_the_general_one_does()
    {
        var store = new RecordingBlockstore(null);
        // The entry's key begins with other bits than its slot says, and ends as the new key does.
        Cid root = store.PutDagCbor(Convert.FromHexString("82410181a161768182" + "5820" + "80" + new string('0', 62) + "01"));
        string general = Assert.Throws<IpldException>(() => Kamt<KamtWord, KamtWord>.Load(store, root, Keys, KamtWord.Codec).Set(default, default)).Message;
        Assert.Equal(general, Assert.Throws<IpldException>(() => WordKamt.Load(store, root).Set(default, default, out _)).Message);
    }

    private static string Link(Cid cid) => "d82a5827" + "00" + Convert.ToHexString(cid.Bytes);

    /// <summary>Neighbours, as Solidity's arrays make them, keys that share any number of bits, and hashes.</summary>
    private static KamtWord Key(Random random) => random.Next(4) switch
    {
        0 => new KamtWord(0, 0, 0, (ulong)random.Next(150)),
        1 => new KamtWord(0xfedc_ba98_7654_3210, 7, 7, ulong.MaxValue - (ulong)random.Next(150)),
        2 => new KamtWord(1UL << random.Next(64), 0, 1UL << random.Next(64), (ulong)random.Next(2)),
        _ => Hashed((ulong)random.Next(300)),
    };

    private static KamtWord Hashed(ulong number)
    {
        var random = new Random((int)number + 77);
        return new KamtWord((ulong)random.NextInt64() << 1, (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64());
    }

    private static KamtWord Value(Random random) => random.Next(5) switch
    {
        0 => new KamtWord(0, 0, 0, (ulong)random.Next(4)),
        1 => new KamtWord((ulong)random.NextInt64(), 1, 2, 3),
        2 => new KamtWord(0, 0, (ulong)random.Next(300), 0),
        _ => new KamtWord(0, 0, 0, 1UL << random.Next(64)),
    };
}
