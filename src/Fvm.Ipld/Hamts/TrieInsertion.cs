namespace Fvm.Ipld.Hamts;

/// <summary>One insertion on its way down a trie (ref-fvm ipld/hamt/src/node.rs and ipld/kamt/src/node.rs, modify_value).</summary>
internal struct TrieInsertion<T>(Trie<T> trie, bool overwrite)
{
    /// <summary>Whether the trie's content changed. Replacing a value by an equal one changes nothing.</summary>
    public bool Modified { get; private set; }

    /// <summary>Whether the key was there.</summary>
    public bool Found { get; private set; }

    /// <summary>The value that was there.</summary>
    public T? Previous { get; private set; }

    /// <summary>Inserts below <paramref name="node"/>, which lies <paramref name="depth"/> steps from the root.</summary>
    public void Into(TrieNode<T> node, ref HashBits bits, int depth, in TrieEntry<T> entry)
    {
        var slot = bits.Next(trie.Options.BitWidth);
        if (!node.TryFind(slot, out var position))
        {
            node.Insert(slot, Fresh(ref bits, depth, entry));
            Modified = true;
            return;
        }

        ref var pointer = ref node.Pointers[position];
        if (pointer.Bucket is not null)
            IntoBucket(ref pointer, ref bits, depth, entry);
        else
            IntoChild(ref pointer, ref bits, depth, entry);
    }

    /// <summary>The pointer for a free slot: a bucket, below as many nodes as the minimum data depth asks for.</summary>
    private TriePointer<T> Fresh(ref HashBits bits, int depth, in TrieEntry<T> entry)
    {
        if (depth >= trie.Options.MinDataDepth)
            return TriePointer<T>.ToBucket(entry);
        var child = new TrieNode<T>();
        Into(child, ref bits, depth + 1, entry);
        return TriePointer<T>.ToDirty(child);
    }

    private void IntoChild(ref TriePointer<T> pointer, ref HashBits bits, int depth, in TrieEntry<T> entry)
    {
        var skipped = 0;
        if (pointer.Extension is { } extension)
        {
            var matched = extension.Match(ref bits, trie.Options.BitWidth);
            if (matched != extension.Length)
            {
                SplitExtension(ref pointer, extension, matched, ref bits, entry);
                return;
            }

            skipped = matched / trie.Options.BitWidth;
        }

        Into(trie.Resolve(ref pointer, depth + 1), ref bits, depth + 1 + skipped, entry);
        if (Modified)
            pointer.Link = null;
    }

    /// <summary>The key leaves the way in the middle of an extension: a new node takes the old child and the new key.</summary>
    private void SplitExtension(ref TriePointer<T> pointer, PathExtension extension, int matched, ref HashBits bits, in TrieEntry<T> entry)
    {
        var (head, slot, tail) = extension.Split(matched, trie.Options.BitWidth);
        var midway = new TrieNode<T>();
        midway.Insert(slot, new TriePointer<T> { Link = pointer.Link, Child = pointer.Child, Extension = tail });
        midway.Insert(bits.Next(trie.Options.BitWidth), TriePointer<T>.ToBucket(entry));
        pointer = TriePointer<T>.ToDirty(midway, head);
        Modified = true;
    }

    private void IntoBucket(ref TriePointer<T> pointer, ref HashBits bits, int depth, in TrieEntry<T> entry)
    {
        var bucket = pointer.Bucket!;
        var at = 0;
        for (; at < bucket.Length; at++)
        {
            var order = bucket[at].Key.AsSpan().SequenceCompareTo(entry.Key);
            if (order == 0)
            {
                Replace(ref pointer, at, entry.Value);
                return;
            }

            if (order > 0)
                break;
        }

        if (bucket.Length < trie.Options.MaxBucket)
            pointer.Bucket = SortedArray.Insert(bucket, at, entry);
        else
            pointer = Overflow(bucket, ref bits, depth, entry);
        Modified = true;
    }

    /// <summary>Buckets may be shared with other readers of the node, so a changed one is a new one.</summary>
    private void Replace(ref TriePointer<T> pointer, int at, T value)
    {
        var existing = pointer.Bucket![at];
        Found = true;
        Previous = existing.Value;
        if (!overwrite)
            return;
        Modified = !trie.Equality.AreEqual(existing.Value, value);
        if (!Modified)
            return;
        pointer.Bucket = [.. pointer.Bucket];
        pointer.Bucket[at] = existing with { Value = value };
    }

    /// <summary>A full bucket and one more entry become a node one step down, in a KAMT as far down as they share their way.</summary>
    private TriePointer<T> Overflow(TrieEntry<T>[] bucket, ref HashBits bits, int depth, in TrieEntry<T> entry)
    {
        var options = trie.Options;
        var extension = options.Extensions ? PathExtension.LongestCommon(ref bits, options.BitWidth, bucket) : null;
        var childDepth = depth + 1 + (extension?.Length ?? 0) / options.BitWidth;
        var consumed = bits.Consumed;
        var child = new TrieNode<T>();
        Into(child, ref bits, childDepth, entry);
        Span<byte> hash = stackalloc byte[TrieKeyHash.Size];
        foreach (ref readonly var old in bucket.AsSpan())
        {
            TrieKeyHash.Compute(options, old.Key, hash);
            var oldBits = new HashBits(hash, consumed);
            Into(child, ref oldBits, childDepth, old);
        }

        return TriePointer<T>.ToDirty(child, extension);
    }
}
