namespace Fvm.Ipld.Hamts;

/// <summary>
/// What changed between two tries of one shape. Subtrees stored under one CID are equal and are not read. Changes come slot
/// by slot, that is by hashed key, except that below a slot whose inner shape differs they come by key.
/// </summary>
internal readonly struct TrieDiff<T>(Trie<T> before, Trie<T> after)
{
    private readonly List<MapChange<byte[], T>> _changes = [];

    /// <summary>Runs the comparison.</summary>
    public List<MapChange<byte[], T>> Run()
    {
        if (before.Options != after.Options)
            throw new ArgumentException("tries of different shapes cannot be compared", nameof(after));
        Nodes(before.Root, after.Root, 1);
        return _changes;
    }

    private void Nodes(TrieNode<T> left, TrieNode<T> right, int depth)
    {
        var union = NodeBitmap.Union(left.Bitmap, right.Bitmap);
        for (var slot = union.NextFrom(0); slot >= 0 && slot < NodeBitmap.Capacity; slot = union.NextFrom(slot + 1))
        {
            var inLeft = left.TryFind(slot, out var leftAt);
            var inRight = right.TryFind(slot, out var rightAt);
            if (inLeft && inRight)
                Pointers(ref left.Pointers[leftAt], ref right.Pointers[rightAt], depth);
            else if (inLeft)
                Merge(Entries(before, ref left.Pointers[leftAt], depth), []);
            else
                Merge([], Entries(after, ref right.Pointers[rightAt], depth));
        }
    }

    private void Pointers(ref TriePointer<T> left, ref TriePointer<T> right, int depth)
    {
        var alike = left.Bucket is null && right.Bucket is null && PathExtension.AreEqual(left.Extension, right.Extension);
        if (!alike)
            Merge(Entries(before, ref left, depth), Entries(after, ref right, depth));
        else if (left.Link is null || !left.Link.Equals(right.Link))
            Nodes(before.Resolve(ref left, depth), after.Resolve(ref right, depth), depth + 1);
    }

    private static List<TrieEntry<T>> Entries(Trie<T> trie, ref TriePointer<T> pointer, int depth)
    {
        var entries = new List<TrieEntry<T>>();
        TrieWalk.Collect(trie, ref pointer, depth, entries);
        entries.Sort(static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        return entries;
    }

    /// <summary>Compares two lists that are sorted by key.</summary>
    private void Merge(List<TrieEntry<T>> left, List<TrieEntry<T>> right)
    {
        int l = 0, r = 0;
        while (l < left.Count || r < right.Count)
        {
            var order = l == left.Count ? 1 : r == right.Count ? -1 : left[l].Key.AsSpan().SequenceCompareTo(right[r].Key);
            if (order < 0)
                _changes.Add(new(ChangeKind.Removed, left[l].Key, left[l++].Value, default));
            else if (order > 0)
                _changes.Add(new(ChangeKind.Added, right[r].Key, default, right[r++].Value));
            else if (!before.Equality.AreEqual(left[l++].Value, right[r++].Value))
                _changes.Add(new(ChangeKind.Modified, left[l - 1].Key, left[l - 1].Value, right[r - 1].Value));
        }
    }
}
