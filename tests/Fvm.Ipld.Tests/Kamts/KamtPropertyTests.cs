using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;
using Fvm.Ipld.Tests.Hamts;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>Random operations, with flushes and reloads in between, against a plain sorted dictionary and the canonical form.</summary>
public sealed class KamtPropertyTests
{
    private const int Operations = 2500;

    public static TheoryData<int, int, int, int, bool> Shapes => new()
    {
        { 1, 5, 1, 0, true },
        { 2, 5, 1, 0, false },
        { 3, 1, 3, 0, true },
        { 4, 4, 3, 1, true },
        { 5, 2, 1, 0, false },
        { 6, 8, 3, 0, true },
        { 7, 3, 2, 2, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Numbers(int seed, int bitWidth, int maxBucket, int minDataDepth, bool minimalKeys) =>
        new Runner<ulong>(seed, new KamtOptions(bitWidth, maxBucket, minDataDepth), minimalKeys, CborCodecs.UInt64, random => (ulong)random.Next(5)).Run();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Records(int seed, int bitWidth, int maxBucket, int minDataDepth, bool minimalKeys) =>
        new Runner<SampleValue>(seed + 100, new KamtOptions(bitWidth, maxBucket, minDataDepth), minimalKeys, SampleValue.Codec, SampleValue.Make).Run();

    private sealed class Runner<T>(int seed, KamtOptions options, bool minimalKeys, CborCodec<T> codec, Func<Random, T> make)
    {
        private readonly Random _random = new(seed);
        private readonly CountingBlockstore _store = new();
        private readonly SortedDictionary<byte[], T> _model = new(ByteOrder.Instance);
        private readonly KamtKeys<byte[]> _keys = minimalKeys ? KamtKeyForms.Minimal : KamtKeyForms.Full;
        private Kamt<byte[], T> _kamt = null!;

        public void Run()
        {
            _kamt = new Kamt<byte[], T>(_store, _keys, codec, options);
            var earlier = _kamt.Flush();
            var earlierModel = new SortedDictionary<byte[], T>(ByteOrder.Instance);
            for (var i = 0; i < Operations; i++)
            {
                Step(i / 500 % 2 == 0 ? 25 : 70);
                if (i % 250 != 0)
                    continue;
                CheckDiff(Load(earlier), earlierModel);
                (earlier, earlierModel) = (_kamt.Flush(), new SortedDictionary<byte[], T>(_model, ByteOrder.Instance));
            }

            Reload();
            var keys = _model.Keys.ToArray();
            _random.Shuffle(keys);
            Assert.All(keys, key => Assert.True(_kamt.Delete(key)));
            Assert.True(_kamt.IsEmpty);
            Assert.Equal(HamtReferenceTests.EmptyRoot, _kamt.Flush().ToString());
        }

        private void Step(int deletes)
        {
            var key = Key();
            var value = make(_random);
            switch (_random.Next(100))
            {
                case < 1:
                    Reload();
                    break;
                case < 8:
                    AssertSame(key, _kamt.TryGet(key, out var got), got);
                    break;
                case < 14:
                    Assert.Equal(_model.TryAdd(key, value), _kamt.SetIfAbsent(key, value));
                    break;
                case var dice when dice < 14 + deletes:
                    AssertSame(key, _kamt.Delete(key, out var deleted), deleted);
                    _model.Remove(key);
                    break;
                default:
                    AssertSame(key, _kamt.Set(key, value, out var previous), previous);
                    _model[key] = value;
                    break;
            }
        }

        private void Reload()
        {
            var root = _kamt.Flush();
            var canonical = new TrieModel(options.BitWidth, options.MaxBucket, options.MinDataDepth, true, HamtHash.Identity);
            Assert.Equal(canonical.Root(_model.Keys, WritePair), root);
            _kamt = Load(root);
            Assert.Equal(_model.Select(Describe), _kamt.Entries().Select(Describe));
            if (_model.Count == 0)
                return;
            var start = _model.Keys.ElementAt(_random.Next(_model.Count));
            Assert.Equal(
                _model.Where(entry => ByteOrder.Instance.Compare(entry.Key, start) >= 0).Select(Describe),
                _kamt.EntriesFrom(start).Select(Describe));
        }

        private void CheckDiff(Kamt<byte[], T> before, SortedDictionary<byte[], T> beforeModel)
        {
            var expected = new SortedSet<byte[]>(beforeModel.Keys.Concat(_model.Keys), ByteOrder.Instance)
                .Select(key => (Hex(key), Value(beforeModel, key), Value(_model, key)))
                .Where(change => change.Item2 != change.Item3);
            var actual = Kamt<byte[], T>.Diff(before, _kamt).Select(change => (
                Hex(change.Key),
                change.Kind == ChangeKind.Added ? "none" : Hex(codec.Encode(change.Before!)),
                change.Kind == ChangeKind.Removed ? "none" : Hex(codec.Encode(change.After!))));
            Assert.Equal(expected, actual);
        }

        /// <summary>Storage slots as contracts have them: small numbers, runs behind a far offset, and forks at every depth.</summary>
        private byte[] Key()
        {
            var key = new byte[32];
            switch (_random.Next(3))
            {
                case 0:
                    key[31] = (byte)_random.Next(64);
                    break;
                case 1:
                    key.AsSpan().Fill((byte)(0x11 * (1 + _random.Next(3))));
                    key[31] = (byte)_random.Next(16);
                    break;
                default:
                    key[_random.Next(32)] = (byte)(1 << _random.Next(8));
                    break;
            }

            return key;
        }

        private void AssertSame(byte[] key, bool found, T? value)
        {
            Assert.Equal(_model.TryGetValue(key, out var expected), found);
            if (found)
                Assert.Equal(Hex(codec.Encode(expected!)), Hex(codec.Encode(value!)));
        }

        private Kamt<byte[], T> Load(Cid root) => Kamt<byte[], T>.Load(_store, root, _keys, codec, options);

        private void WritePair(CborWriter writer, byte[] key)
        {
            writer.WriteArrayHeader(2);
            _keys.Codec.Write(writer, key);
            codec.Write(writer, _model[key]);
        }

        private string Describe(KeyValuePair<byte[], T> entry) => $"{Hex(entry.Key)}: {Hex(codec.Encode(entry.Value))}";

        private string Value(SortedDictionary<byte[], T> model, byte[] key) =>
            model.TryGetValue(key, out var value) ? Hex(codec.Encode(value)) : "none";

        private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
    }
}
