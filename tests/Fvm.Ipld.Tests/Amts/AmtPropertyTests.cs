using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Tests.Hamts;

namespace Fvm.Ipld.Tests.Amts;

/// <summary>Random operations, with flushes and reloads in between, against a plain sorted dictionary and the canonical form.</summary>
public sealed class AmtPropertyTests
{
    private const int Operations = 2500;

    public static TheoryData<int, AmtLayout, int> Shapes => new()
    {
        { 1, AmtLayout.V0, 3 },
        { 2, AmtLayout.V3, 1 },
        { 3, AmtLayout.V3, 2 },
        { 4, AmtLayout.V3, 3 },
        { 5, AmtLayout.V3, 5 },
        { 6, AmtLayout.V3, 6 },
        { 7, AmtLayout.V3, 8 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Numbers(int seed, AmtLayout layout, int bitWidth) =>
        new Runner<ulong>(seed, layout, bitWidth, CborCodecs.UInt64, random => (ulong)random.Next(5)).Run();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Records(int seed, AmtLayout layout, int bitWidth) =>
        new Runner<SampleValue>(seed + 100, layout, bitWidth, SampleValue.Codec, SampleValue.Make).Run();

    private sealed class Runner<T>(int seed, AmtLayout layout, int bitWidth, CborCodec<T> codec, Func<Random, T> make)
    {
        private readonly Random _random = new(seed);
        private readonly CountingBlockstore _store = new();
        private readonly SortedDictionary<ulong, T> _model = [];
        private Amt<T> _amt = null!;

        public void Run()
        {
            _amt = new Amt<T>(_store, codec, layout, bitWidth);
            var empty = _amt.Flush();
            var earlier = empty;
            var earlierModel = new SortedDictionary<ulong, T>();
            for (var i = 0; i < Operations; i++)
            {
                Step(i / 500 % 2 == 0 ? 25 : 75);
                if (i % 250 != 0)
                    continue;
                CheckDiff(earlier, earlierModel);
                (earlier, earlierModel) = (_amt.Flush(), new SortedDictionary<ulong, T>(_model));
            }

            Reload();
            Update();
            Reload();
            var keys = _model.Keys.ToArray();
            _random.Shuffle(keys);
            Assert.All(keys, key => Assert.True(_amt.Delete(key)));
            Assert.Equal((0UL, 0), (_amt.Count, _amt.Height));
            Assert.Equal(empty, _amt.Flush());
        }

        private void Step(int deletes)
        {
            var index = Index();
            switch (_random.Next(100))
            {
                case < 1:
                    Reload();
                    break;
                case < 10:
                    AssertSame(index, _amt.TryGet(index, out var got), got);
                    break;
                case var dice when dice < 10 + deletes:
                    AssertSame(index, _amt.Delete(index, out var deleted), deleted);
                    _model.Remove(index);
                    break;
                default:
                    var value = make(_random);
                    _amt.Set(index, value);
                    _model[index] = value;
                    break;
            }

            Assert.Equal((ulong)_model.Count, _amt.Count);
        }

        private void Reload()
        {
            var root = _amt.Flush();
            Assert.Equal(AmtModel.Root(_model, codec, layout, bitWidth), root);
            _amt = Load(root);
            Assert.Equal(_model.Select(Describe), _amt.Entries().Select(Describe));
            var uncached = new List<ulong>();
            _amt.ForEachUncached((index, _) => uncached.Add(index));
            Assert.Equal(_model.Keys, uncached);
            var start = Index();
            Assert.Equal(_model.Where(entry => entry.Key >= start).Select(Describe), _amt.Entries(start).Select(Describe));
        }

        /// <summary>Replaces some of the values in place, and stops before the end.</summary>
        private void Update()
        {
            var left = _model.Count * 3 / 4;
            var touched = new List<(ulong, T)>();
            _amt.UpdateWhile((ulong index, ref T value, ref bool changed) =>
            {
                if (_random.Next(4) == 0)
                {
                    (value, changed) = (make(_random), true);
                    touched.Add((index, value));
                }

                return --left > 0;
            });
            foreach (var (index, value) in touched)
                _model[index] = value;
        }

        private void CheckDiff(Cid before, SortedDictionary<ulong, T> beforeModel)
        {
            var expected = new SortedSet<ulong>(beforeModel.Keys.Concat(_model.Keys))
                .Select(key => (key, Value(beforeModel, key), Value(_model, key)))
                .Where(change => change.Item2 != change.Item3);
            var actual = Amt<T>.Diff(Load(before), _amt).Select(change => (
                change.Key,
                change.Kind == ChangeKind.Added ? "none" : Hex(change.Before!),
                change.Kind == ChangeKind.Removed ? "none" : Hex(change.After!)));
            Assert.Equal(expected, actual);
        }

        /// <summary>Mostly near the beginning, in runs, and sometimes as far out as indexes go.</summary>
        private ulong Index() => _random.Next(20) switch
        {
            0 => Amt<T>.MaxIndex - (ulong)_random.Next(3),
            1 => (ulong)_random.NextInt64(),
            < 5 => 5000 + (ulong)_random.Next(100),
            _ => (ulong)_random.Next(200),
        };

        private void AssertSame(ulong index, bool found, T? value)
        {
            Assert.Equal(_model.TryGetValue(index, out var expected), found);
            if (found)
                Assert.Equal(Hex(expected!), Hex(value!));
        }

        private Amt<T> Load(Cid root) => Amt<T>.Load(_store, root, codec, layout, bitWidth);

        private string Describe(KeyValuePair<ulong, T> entry) => $"{entry.Key}: {Hex(entry.Value)}";

        private string Value(SortedDictionary<ulong, T> model, ulong key) => model.TryGetValue(key, out var value) ? Hex(value) : "none";

        private string Hex(T value) => Convert.ToHexString(codec.Encode(value));
    }
}
