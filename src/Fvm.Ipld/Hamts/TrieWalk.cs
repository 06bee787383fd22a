namespace Fvm.Ipld.Hamts;

/// <summary>
/// Walks over all entries in canonical order: by hashed key, within a bucket by key. Nodes are read when the walk reaches them
/// (ref-fvm ipld/hamt/src/iter.rs). A trie must not change while it is walked.
/// </summary>
internal static class TrieWalk
{
    /// <summary>All entries.</summary>
    public static IEnumerable<TrieEntry<T>> All<T>(Trie<T> trie)
    {
        var stack = new Stack<Frame<T>>();
        stack.Push(new Frame<T>(trie.Root, 0));
        return Run(trie, stack, null, 0);
    }

    /// <summary>The entries from <paramref name="key"/> on; throws <see cref="IpldException"/> when that key is not there.</summary>
    public static IEnumerable<TrieEntry<T>> From<T>(Trie<T> trie, ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[TrieKeyHash.Size];
        TrieKeyHash.Compute(trie.Options, key, hash);
        var bits = new HashBits(hash);
        var stack = new Stack<Frame<T>>();
        for (var node = trie.Root; node.TryFind(bits.Next(trie.Options.BitWidth), out var position);)
        {
            stack.Push(new Frame<T>(node, position + 1));
            ref var pointer = ref node.Pointers[position];
            if (pointer.Bucket is { } bucket)
            {
                for (var i = 0; i < bucket.Length; i++)
                {
                    if (key.SequenceEqual(bucket[i].Key))
                        return Run(trie, stack, bucket, i);
                }

                break;
            }

            node = trie.Resolve(ref pointer, stack.Count);
            if (pointer.Extension is { } extension && extension.Match(ref bits, trie.Options.BitWidth) != extension.Length)
                break;
        }

        throw new IpldException("iteration starting key not found");
    }

    /// <summary>
    /// Visits at most <paramref name="limit"/> entries of a walk and says how many, and which key would have come next
    /// (null at the end).
    /// </summary>
    public static (ulong Visited, byte[]? Next) Visit<T>(IEnumerable<TrieEntry<T>> walk, ulong? limit, Action<ReadOnlyMemory<byte>, T> visit)
    {
        var visited = 0UL;
        foreach (var entry in walk)
        {
            if (visited == limit)
                return (visited, entry.Key);
            visit(entry.Key, entry.Value);
            visited++;
        }

        return (visited, null);
    }

    /// <summary>Visits all entries; children that it has to read are not kept, and those in memory but unchanged are read again.</summary>
    public static void Uncached<T>(Trie<T> trie, Action<ReadOnlyMemory<byte>, T> visit) => Uncached(trie, trie.Root, 1, visit);

    private static void Uncached<T>(Trie<T> trie, TrieNode<T> node, int depth, Action<ReadOnlyMemory<byte>, T> visit)
    {
        foreach (ref readonly var pointer in node.Pointers)
        {
            if (pointer.Bucket is not { } bucket)
            {
                Uncached(trie, trie.Peek(pointer, depth), depth + 1, visit);
                continue;
            }

            foreach (var (key, value) in bucket)
                visit(key, value);
        }
    }

    /// <summary>All entries below one pointer, whose child lies <paramref name="depth"/> steps from the root.</summary>
    public static void Collect<T>(Trie<T> trie, ref TriePointer<T> pointer, int depth, List<TrieEntry<T>> into)
    {
        if (pointer.Bucket is { } bucket)
        {
            into.AddRange(bucket);
            return;
        }

        foreach (ref var child in trie.Resolve(ref pointer, depth).Pointers)
            Collect(trie, ref child, depth + 1, into);
    }

    private static IEnumerable<TrieEntry<T>> Run<T>(Trie<T> trie, Stack<Frame<T>> stack, TrieEntry<T>[]? bucket, int index)
    {
        while (true)
        {
            for (; bucket is not null && index < bucket.Length; index++)
                yield return bucket[index];
            index = 0;
            if (!TryStep(trie, stack, out bucket))
                yield break;
        }
    }

    /// <summary>Moves to the next pointer; a bucket comes back, a child is pushed.</summary>
    private static bool TryStep<T>(Trie<T> trie, Stack<Frame<T>> stack, out TrieEntry<T>[]? bucket)
    {
        bucket = null;
        if (!stack.TryPop(out var frame))
            return false;
        if (frame.Position == frame.Node.Pointers.Length)
            return true;
        stack.Push(frame with { Position = frame.Position + 1 });
        ref var pointer = ref frame.Node.Pointers[frame.Position];
        bucket = pointer.Bucket;
        if (bucket is null)
            stack.Push(new Frame<T>(trie.Resolve(ref pointer, stack.Count), 0));
        return true;
    }

    private readonly record struct Frame<T>(TrieNode<T> Node, int Position);
}
